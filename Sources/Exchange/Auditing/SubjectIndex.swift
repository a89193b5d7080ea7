internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles

/// Names an identifier in the audit log so that this node finds what was done about it, and nobody without its key learns which one
/// it is: HMAC-SHA-256 under a key of the home over kind, a zero byte and the canonical form (docs/spec/ledger-store.md).
struct SubjectIndex {
    private let key: HMACKey

    /// Reads the key of a home.
    ///
    /// - Throws: `FileError`; ``NodeError/wrongKey(_:)`` for a file of another length.
    init(reading paths: HomePaths) throws {
        var bytes = try SecretFile.read(paths.indexKey)
        defer { cleanse(&bytes) }
        guard bytes.count == Self.keyByteCount else { throw NodeError.wrongKey(paths.indexKey) }
        key = HMACKey(bytes.span)
    }

    /// Draws the key of a new home.
    ///
    /// - Throws: `FileError`.
    static func createKey(at paths: HomePaths) throws {
        var bytes = SecretBytes.random(count: keyByteCount).withBytes { span in span.indices.map { span[$0] } }
        defer { cleanse(&bytes) }
        try SecretFile.create(paths.indexKey, contents: bytes)
    }

    /// The name of one identifier, base64url.
    func name(of kind: IndicatorKind, _ canonical: some Collection<UInt8>) -> String {
        let message = Array(kind.name.utf8) + [0] + canonical
        return Base64URL.encode(key.authenticate(message.span).bytes)
    }

    /// The key under which answers show what an agreement lets be compared only: one for each agreement, never given away.
    func comparisonKey(under agreement: Digest256) -> HMACKey {
        HMACKey(key.authenticate(Self.comparisonLabel + agreement.bytes))
    }

    private static let comparisonLabel = Array("tocsin keyed answers\0".utf8)
    private static let keyByteCount = 32
}
