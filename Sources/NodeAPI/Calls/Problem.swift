public import CanonicalCoding
public import HTTPTypes

/// Why a request is not answered as asked: problem details (RFC 9457) with a code of the protocol where there is one.
public struct Problem: Error, Sendable, Hashable {
    /// What kind of no it is.
    public enum Kind: String, Sendable, CaseIterable {
        case badRequest = "bad-request"
        case unauthorized
        case forbidden
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case conflict
        case gone
        case tooLarge = "too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case rangeNotSatisfiable = "range-not-satisfiable"
        case unprocessable
        case tooManyRequests = "too-many-requests"
        case internalError = "internal-error"
        case unavailable
        case timeout
    }

    /// What kind of no it is.
    public let kind: Kind
    /// One sentence for people; it names no value of an indicator.
    public let detail: String
    /// A code of the protocol or the reason of a decision; empty when there is none.
    public let code: String
    /// When to try again, for those that pass by themselves.
    public let retryAfterSeconds: Int?
    /// What is left of a quota that the request would go beyond, and when more comes to it.
    public let allowance: Allowance?

    /// What is left of a quota.
    public struct Allowance: Sendable, Hashable {
        /// So much may still be asked for now.
        public let remaining: Int64
        /// When more may be.
        public let reset: Timestamp

        /// States it.
        public init(remaining: Int64, reset: Timestamp) {
            self.remaining = remaining
            self.reset = reset
        }
    }

    /// Whoever answers holds a share of an epoch's key, and is no node: it takes and gives no bundles.
    public static let evaluatesOnly = Problem(
        .notFound, "this program evaluates and does nothing else", code: "EVALUATES_ONLY")

    /// States a problem.
    public init(
        _ kind: Kind, _ detail: String = "", code: String = "", retryAfterSeconds: Int? = nil, allowance: Allowance? = nil
    ) {
        self.kind = kind
        self.detail = detail.isEmpty ? kind.title : detail
        self.code = code
        self.retryAfterSeconds = retryAfterSeconds
        self.allowance = allowance
    }

    /// Whether the same request can succeed later without anybody's doing.
    public var passes: Bool { [.tooManyRequests, .unavailable, .timeout, .internalError].contains(kind) }

    /// The document, canonical JSON.
    public var bytes: [UInt8] {
        var object = JSONObject()
        if !code.isEmpty { object["code"] = .string(code) }
        object["detail"] = .string(detail)
        object["remaining"] = allowance.map { .integer($0.remaining) }
        object["reset"] = allowance.map { .string($0.reset.rfc3339) }
        object["status"] = .integer(Int64(kind.status.code))
        object["title"] = .string(kind.title)
        object["type"] = .string(Self.typePrefix + kind.rawValue)
        return object.canonicalBytes() + [0x0A]
    }

    /// Reads a problem that another node answered; its text is cut and cleaned, since people will see it.
    public init(status: HTTPResponse.Status, bytes: [UInt8], retryAfterSeconds: Int? = nil) {
        let object = try? StrictJSON.parse(bytes).object
        let kind =
            Kind.allCases.first { $0.status.code == status.code } ?? (status.kind == .clientError ? .badRequest : .unavailable)
        self.init(
            kind, Self.cleaned(object?["detail"]?.string ?? ""), code: Self.cleaned(object?["code"]?.string ?? ""),
            retryAfterSeconds: retryAfterSeconds, allowance: object.flatMap { Allowance($0) })
    }

    private static func cleaned(_ text: String) -> String {
        String(decoding: text.utf8.prefix(detailLimitBytes).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
    }

    /// The identifiers of problem types begin so.
    static let typePrefix = "urn:six:problem:"
    /// What another node says is shown up to this length.
    static let detailLimitBytes = 300
}

extension Problem.Kind {
    /// The status code.
    public var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .gone: .gone
        case .tooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .rangeNotSatisfiable: .rangeNotSatisfiable
        case .unprocessable: .unprocessableContent
        case .tooManyRequests: .tooManyRequests
        case .internalError: .internalServerError
        case .unavailable: .serviceUnavailable
        case .timeout: .requestTimeout
        }
    }

    /// What it means, in a few words.
    public var title: String {
        switch self {
        case .badRequest: "the request is malformed"
        case .unauthorized: "who asks is not known"
        case .forbidden: "who asks may not do this"
        case .notFound: "there is no such thing, or not for who asks"
        case .methodNotAllowed: "this cannot be done with that"
        case .conflict: "another state stands here"
        case .gone: "it is no longer kept"
        case .tooLarge: "the request is too large"
        case .unsupportedMediaType: "this takes another media type"
        case .rangeNotSatisfiable: "the range lies outside"
        case .unprocessable: "the document is refused"
        case .tooManyRequests: "too many requests"
        case .internalError: "this node failed"
        case .unavailable: "this node is busy"
        case .timeout: "the request took too long"
        }
    }
}

extension Problem.Allowance {
    /// What another node says of it; nothing unless both members are of their form.
    fileprivate init?(_ object: JSONObject) {
        guard let remaining = object["remaining"]?.integer, remaining >= 0,
            let reset = object["reset"]?.string.flatMap({ Timestamp(rfc3339: $0) })
        else { return nil }
        self.init(remaining: remaining, reset: reset)
    }
}

extension Problem: CustomStringConvertible {
    /// One sentence.
    public var description: String { code.isEmpty ? detail : "\(detail) [\(code)]" }
}
