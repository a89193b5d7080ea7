public import CryptoPrimitives
internal import LedgerFiles

/// The keys that the certificates of this node are made of. They lie unencrypted, 0600, as those of the audit log do: a server starts
/// where nobody can type a passphrase. Who has them can pass as this node on a connection; they sign no bundle, open no file
/// and agree to nothing.
public struct TLSKeys: Sendable {
    /// The key that connections show; nothing in a home of before there were any, until ``Node/switchTLSKey(at:)``.
    public let current: P256PrivateKey?
    /// The key that waits to be listed in the registry.
    public let next: P256PrivateKey?

    /// Draws a new key.
    ///
    /// - Throws: `KeyError`.
    public init() throws {
        current = try P256PrivateKey()
        next = nil
    }

    /// Reads the keys of a home, each where it is there.
    ///
    /// - Throws: `FileError`, `PrivateKeyFileError`, ``NodeError/wrongKey(_:)`` when a file holds a key of another kind.
    public init(reading paths: HomePaths) throws {
        // In this order a switch between the two is either seen or not yet begun: the next key takes the place of the other.
        next = try Self.key(paths.nextTLSKey)
        current = try Self.key(paths.tlsKey)
    }

    /// Writes new key files; existing keys are never replaced.
    ///
    /// - Throws: `FileError`.
    func write(to paths: HomePaths) throws {
        if let current { try NodeKeys.write(.p256(current), to: paths.tlsKey, nil) }
        if let next { try NodeKeys.write(.p256(next), to: paths.nextTLSKey, nil) }
    }

    private static func key(_ path: String) throws -> P256PrivateKey? {
        do {
            guard case .p256(let key) = try NodeKeys.read(path, nil) else { throw NodeError.wrongKey(path) }
            return key
        } catch let error as FileError where error.reason == .notFound { return nil }
    }
}
