internal import CanonicalCoding
internal import CryptoPrimitives

/// Keys that somebody wrote down by hand: no windows, no scopes, all active and all for signing.
public struct FixedKeyDirectory: KeyDirectory {
    private let records: [[UInt8]: SigningKeyRecord]

    /// Takes public keys in lower-case hexadecimal by key identifier: 32 bytes for Ed25519, 65 for P-256.
    ///
    /// A weak key is kept and marked, so that its signatures are refused for that reason.
    ///
    /// - Throws: ``RegistryError`` for text that is not hexadecimal or a length that no algorithm has.
    public init(hexKeys: [String: String]) throws(RegistryError) {
        var records: [[UInt8]: SigningKeyRecord] = [:]
        for (keyID, hex) in hexKeys {
            guard let bytes = Hex.decode(hex) else { throw RegistryError(.notHex, at: keyID) }
            guard let algorithm = [KeyAlgorithm.ed25519, .p256].first(where: { $0.byteCount == bytes.count }) else {
                throw RegistryError(.keyLength, at: keyID)
            }
            let key = algorithm.verificationKey(bytes)
            records[Array(keyID.utf8)] = SigningKeyRecord(
                keyID: keyID, member: Self.member(of: keyID), verificationKey: key, isWeak: key == nil)
        }
        self.records = records
    }

    /// Reads a JSON object whose names are key identifiers and whose values are keys in hexadecimal.
    ///
    /// - Throws: ``RegistryError``.
    public init(parsing bytes: Span<UInt8>) throws(RegistryError) {
        guard bytes.count <= RegistryLimits.keyFileBytes else { throw RegistryError(.tooLarge, at: "keys") }
        guard let object = try parsedJSON(bytes, at: "keys").object else { throw RegistryError(.wrongType, at: "keys") }
        var hexKeys: [String: String] = [:]
        for member in object.members {
            guard let hex = member.value.string else { throw RegistryError(.wrongType, at: member.key) }
            hexKeys[member.key] = hex
        }
        try self.init(hexKeys: hexKeys)
    }

    /// The record of a key, or nothing when it was not written down.
    public func signingKey(_ keyID: String) -> SigningKeyRecord? {
        records[Array(keyID.utf8)]
    }

    /// The part before the first slash, or all of it.
    private static func member(of keyID: String) -> String {
        String(keyID.prefix { $0 != "/" })
    }
}
