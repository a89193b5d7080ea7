public import CanonicalCoding
public import HTTPTypes

/// A request of one member's node to another's.
public struct PeerRequest: Sendable, Hashable {
    /// What is asked.
    public var call: PeerCall
    /// From which byte on the body of the answer is wanted; only where the entity tag still fits.
    public var firstByte: UInt64
    /// The entity tag of what the caller holds already.
    public var entityTag: String?
    /// What is handed over.
    public var body: MessageBody

    /// States a request.
    public init(_ call: PeerCall, firstByte: UInt64 = 0, entityTag: String? = nil, body: MessageBody = .none) {
        self.call = call
        self.firstByte = firstByte
        self.entityTag = entityTag
        self.body = body
    }
}

/// What a node answers.
public struct PeerAnswer: Sendable, Hashable {
    /// The status code.
    public let status: HTTPResponse.Status
    /// What the body is.
    public let mediaType: MediaType
    /// The entity tag of the whole of which the body is a part.
    public let entityTag: String?
    /// Where in the whole the body begins.
    public let firstByte: UInt64
    /// How long the whole is; nothing where that is not said.
    public let totalBytes: UInt64?
    /// When to try again.
    public let retryAfterSeconds: Int?
    /// The body.
    public var body: MessageBody

    /// States an answer as it came over the wire.
    public init(
        status: HTTPResponse.Status, mediaType: MediaType = .json, entityTag: String? = nil, firstByte: UInt64 = 0,
        totalBytes: UInt64? = nil, retryAfterSeconds: Int? = nil, body: MessageBody = .none
    ) {
        self.status = status
        self.mediaType = mediaType
        self.entityTag = entityTag
        self.firstByte = firstByte
        self.totalBytes = totalBytes
        self.retryAfterSeconds = retryAfterSeconds
        self.body = body
    }

    /// A document.
    public static func document(_ value: JSONValue) -> PeerAnswer {
        PeerAnswer(status: .ok, body: .bytes(value.canonicalBytes() + [0x0A]))
    }

    /// Bytes as they are kept.
    public static func bytes(_ bytes: [UInt8], _ mediaType: MediaType = .json) -> PeerAnswer {
        PeerAnswer(status: .ok, mediaType: mediaType, body: .bytes(bytes))
    }

    /// A document that has an entity tag.
    public static func tagged(_ bytes: [UInt8], _ entityTag: String) -> PeerAnswer {
        PeerAnswer(status: .ok, entityTag: entityTag, body: .bytes(bytes))
    }

    /// That the caller has what it asks for.
    public static func notModified(_ entityTag: String) -> PeerAnswer { PeerAnswer(status: .notModified, entityTag: entityTag) }

    /// Something that was taken, with nothing to say.
    public static let taken = PeerAnswer(status: .noContent)

    /// Something that was taken and is worked on.
    public static func accepted(_ bytes: [UInt8]) -> PeerAnswer { PeerAnswer(status: .accepted, body: .bytes(bytes)) }

    /// A whole of which the request wants the bytes from a place on. With another entity tag than the caller holds, it begins anew.
    ///
    /// - Throws: ``Problem`` for a place behind the end.
    public static func whole(
        _ body: MessageBody, _ mediaType: MediaType, entityTag: String, for request: PeerRequest
    ) throws(Problem) -> PeerAnswer {
        let total = body.count
        guard request.firstByte > 0, request.entityTag == entityTag else {
            return PeerAnswer(status: .ok, mediaType: mediaType, entityTag: entityTag, totalBytes: total, body: body)
        }
        guard request.firstByte < total else { throw Problem(.rangeNotSatisfiable) }
        return PeerAnswer(
            status: .partialContent, mediaType: mediaType, entityTag: entityTag, firstByte: request.firstByte, totalBytes: total,
            body: body.dropping(first: request.firstByte))
    }

    /// A no.
    public static func problem(_ problem: Problem) -> PeerAnswer {
        PeerAnswer(
            status: problem.kind.status, mediaType: .problem, retryAfterSeconds: problem.retryAfterSeconds,
            body: .bytes(problem.bytes))
    }

    /// An answer of the protocol of witnesses, whose codes are its own.
    public static func witness(status: Int, _ body: [UInt8], isSize: Bool) -> PeerAnswer {
        PeerAnswer(
            status: HTTPResponse.Status(code: status), mediaType: isSize ? .logSize : .text, body: .bytes(body))
    }

    /// Whether the answer is what was asked for.
    public var isSuccess: Bool { status.kind == .successful }
    /// Whether the body continues what the caller holds.
    public var isContinuation: Bool { status == .partialContent }
    /// Whether what was handed over is still worked on.
    public var isPending: Bool { status == .accepted }

    /// The bytes of a body in memory.
    public var bytes: [UInt8] { if case .bytes(let bytes) = body { bytes } else { [] } }

    /// The answer of a witness as it stands in a file: its status in a line, then its body.
    public var witnessBytes: [UInt8] { Array("status \(status.code)\n".utf8) + bytes }

    /// The problem of an answer that is none.
    public var problem: Problem? {
        isSuccess ? nil : Problem(status: status, bytes: bytes, retryAfterSeconds: retryAfterSeconds)
    }
}

/// The media types of the interface.
public enum MediaType: String, Sendable, CaseIterable {
    /// Canonical JSON and DSSE envelopes.
    case json = "application/json"
    /// Problem details.
    case problem = "application/problem+json"
    /// A transfer document, a line feed, a sealed stream.
    case transfer = "application/vnd.six.transfer.v1+age"
    /// Tiles and bundles of entries.
    case binary = "application/octet-stream"
    /// Notes and lists.
    case text = "text/plain; charset=utf-8"
    /// Prometheus' text format.
    case metrics = "text/plain; version=0.0.4; charset=utf-8"
    /// The size that a witness holds (tlog-witness).
    case logSize = "text/x.tlog.size"
}
