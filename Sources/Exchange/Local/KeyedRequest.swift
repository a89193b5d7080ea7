internal import CryptoPrimitives
internal import LedgerFiles
internal import NodeAPI

extension RequestKey {
    /// The key of a request; nothing when it carries none.
    ///
    /// - Throws: `Problem` for a key that is none, `FileError`.
    init?(of request: LocalRequest, for token: AccessToken) throws {
        guard let key = request.idempotencyKey else { return nil }
        guard (1...Self.longestKey).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem(.badRequest, "Idempotency-Key is 1 to \(Self.longestKey) visible characters of ASCII")
        }
        name = SHA256.hash(Array("\(token.name)\n\(key)".utf8))
        let query = request.query.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.joined(separator: "\u{1F}"))" }
        let head = "\(request.route.rawValue) \(request.mediaType)\n\(query.joined(separator: "\u{1E}"))\n"
        content = SHA256.hash(Array(head.utf8) + (try Self.bodyDigest(request.body)).bytes)
    }

    private static func bodyDigest(_ body: MessageBody) throws -> Digest256 {
        switch body {
        case .bytes(let bytes): return SHA256.hash(bytes)
        case .file(let path, _, _): return try FileDigest.of(path)
        case .joined: throw Problem(.badRequest)
        }
    }

    private static let longestKey = 255
}
