internal import HTTPTypes
internal import NodeAPI

/// A request's head, read as far as it decides what happens.
struct RequestHead: Sendable, Equatable {
    let call: PeerCall
    let firstByte: UInt64
    let entityTag: String?
    let contentLength: Int?

    /// Reads one.
    ///
    /// - Throws: `Problem` for what is no request of the interface.
    init(_ head: HTTPRequest, limits: ListenerLimits) throws(Problem) {
        guard head.headerFields.count <= limits.headerFields else { throw Problem(.badRequest, "too many header fields") }
        call = try PeerCall(method: head.method, path: head.path ?? "")
        contentLength = try Self.length(head.headerFields)
        (firstByte, entityTag) = Self.place(head.headerFields)
    }

    /// Only `bytes=N-` together with a strong entity tag: every other form of a range may be ignored (RFC 9110, 14.2).
    private static func place(_ fields: HTTPFields) -> (UInt64, String?) {
        guard let range = fields[.range], range.hasPrefix("bytes="), range.hasSuffix("-"),
            let first = number(range.dropFirst(6).dropLast()), first < 1 << 53, let tag = unquoted(fields[.ifRange])
        else { return (0, nil) }
        return (UInt64(first), tag)
    }

    /// Digits alone, without a sign.
    private static func number(_ text: some StringProtocol) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    private static func unquoted(_ text: String?) -> String? {
        guard let text, text.utf8.count > 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
        let tag = text.dropFirst().dropLast()
        return tag.contains("\"") ? nil : String(tag)
    }

    private static func length(_ fields: HTTPFields) throws(Problem) -> Int? {
        guard let text = fields[.contentLength] else { return nil }
        guard let length = number(text) else { throw Problem(.badRequest, "that is no length") }
        return length
    }
}

extension RequestHead {
    /// How long the body may be.
    ///
    /// - Throws: `Problem` for a body that is announced and not wanted, or too long.
    func bodyLimit(_ limits: ListenerLimits) throws(Problem) -> Int {
        let most = min(CallLimits(of: call).requestBytes, limits.requestBytes ?? .max)
        if call.method == .get, contentLength ?? 0 > 0 { throw Problem(.badRequest, "this takes no body") }
        guard contentLength ?? 0 <= most else { throw Problem(.tooLarge, "the body has more than \(most) bytes") }
        return most
    }

    /// For how long an answer may be worked on.
    func deadlineMilliseconds(_ limits: ListenerLimits) -> Int {
        limits.deadlineMilliseconds ?? CallLimits(of: call).deadlineSeconds * 1_000
    }
}
