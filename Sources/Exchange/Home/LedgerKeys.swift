public import CryptoPrimitives
internal import LedgerFiles

/// The keys of the audit log. They lie unencrypted, 0600, because every lookup and every import is an entry, and most of them
/// run where nobody can type a passphrase; what they can do is in docs/threat-model.md.
public struct LedgerKeys: Sendable {
    /// Signs the checkpoints of this node's log.
    public let log: Ed25519PrivateKey
    /// Signs the checkpoints of others' logs.
    public let witness: Ed25519PrivateKey

    /// Draws new keys.
    ///
    /// - Throws: `KeyError`.
    public init() throws {
        log = try Ed25519PrivateKey()
        witness = try Ed25519PrivateKey()
    }

    /// Reads the keys of a home.
    ///
    /// - Throws: `FileError`, `PrivateKeyFileError`, ``NodeError/wrongKey(_:)`` when a file holds a key of another kind.
    public init(reading paths: HomePaths) throws {
        log = try Self.key(paths.logKey)
        witness = try Self.key(paths.witnessKey)
    }

    /// Writes new key files; existing keys are never replaced.
    ///
    /// - Throws: `FileError`.
    func write(to paths: HomePaths) throws {
        try NodeKeys.write(.ed25519(log), to: paths.logKey, nil)
        try NodeKeys.write(.ed25519(witness), to: paths.witnessKey, nil)
    }

    private static func key(_ path: String) throws -> Ed25519PrivateKey {
        guard case .ed25519(let key) = try NodeKeys.read(path, nil) else { throw NodeError.wrongKey(path) }
        return key
    }
}
