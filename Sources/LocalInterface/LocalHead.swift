internal import HTTPTypes
internal import NodeAPI
internal import NodeServer

/// A request's head, read as far as it decides what happens.
struct LocalHead: Sendable {
    let request: LocalRequest
    let contentLength: Int?
    let authorization: String?

    /// Reads one.
    ///
    /// - Throws: `Problem` for what is no request of the interface.
    init(_ head: HTTPRequest, limits: ListenerLimits) throws(Problem) {
        guard Self.isLocal(head.authority) else {
            throw Problem(.forbidden, "this listener answers under names of this machine only, such as localhost")
        }
        var request = try LocalRequest(method: head.method, path: head.path ?? "")
        let type = (head.headerFields[.contentType] ?? "").prefix { $0 != ";" }
        request.mediaType = type.lowercased().filter { $0 != " " }
        request.entityTags = Self.entityTags(head.headerFields[.ifNoneMatch] ?? "")
        if let name = HTTPField.Name("Idempotency-Key") { request.idempotencyKey = head.headerFields[name] }
        self.request = request
        authorization = head.headerFields[.authorization]
        contentLength = try Self.length(head.headerFields)
    }

    /// A page of the web that made its own name point to this machine is to be told nothing.
    private static func isLocal(_ authority: String?) -> Bool {
        guard var host = authority?[...] else { return true }
        if host.hasPrefix("[") { return host.hasPrefix("[::1]") }
        if let colon = host.lastIndex(of: ":") { host = host[..<colon] }
        return host == "localhost" || host.hasPrefix("127.") && host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    }

    /// The tags of `If-None-Match`, compared weakly.
    private static func entityTags(_ text: String) -> [String] {
        text.split(separator: ",").prefix(entityTagLimit).compactMap { part in
            var tag = part.trimming { $0 == " " }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            return tag.count >= 2 && tag.hasPrefix("\"") && tag.hasSuffix("\"") ? String(tag.dropFirst().dropLast()) : nil
        }
    }

    private static let entityTagLimit = 16

    private static func length(_ fields: HTTPFields) throws(Problem) -> Int? {
        guard let text = fields[.contentLength] else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(text) else {
            throw Problem(.badRequest, "that is no length")
        }
        return length
    }

    /// How long the body may be.
    ///
    /// - Throws: `Problem` for a body that is announced and not wanted, of another type, or too long.
    func bodyLimit(_ limits: ListenerLimits) throws(Problem) -> Int {
        let most = min(request.route.requestBytes, limits.requestBytes ?? .max)
        guard request.route.method == .post else {
            if contentLength ?? 0 > 0 { throw Problem(.badRequest, "this takes no body") }
            return 0
        }
        guard request.route.mediaTypes.contains(request.mediaType) else {
            throw Problem(.unsupportedMediaType, "this takes \(request.route.mediaTypes.joined(separator: ", "))")
        }
        guard contentLength ?? 0 <= most else { throw Problem(.tooLarge, "the body has more than \(most) bytes") }
        return most
    }
}

extension Substring {
    fileprivate func trimming(_ isBlank: (Character) -> Bool) -> Substring {
        var rest = drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
