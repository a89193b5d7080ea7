public import CryptoPrimitives
internal import LedgerFiles

/// The private keys of a home that an evaluator needs, and no other.
public struct HomeKeys: Sendable {
    /// Signs responses and statements.
    public let signing: Ed25519PrivateKey
    /// The key that connections show.
    public let tls: P256PrivateKey

    /// Reads the keys of a home.
    ///
    /// Whether they are the member's says the registry: the encryption of a key file has no integrity of its own.
    ///
    /// - Parameter passphrase: asked for only when the signing key is encrypted; that of connections never is.
    /// - Throws: ``EvaluatorHomeError``, and what `passphrase` throws.
    public init(reading root: String, passphrase: () throws -> SecretBytes?) throws {
        let (sign, shown) = (root + "/keys/sign.pem", root + "/keys/tls.pem")
        guard case .ed25519(let signing) = try Self.key(sign, passphrase) else { throw EvaluatorHomeError.key(path: sign) }
        guard case .p256(let tls) = try Self.key(shown, { nil }) else { throw EvaluatorHomeError.key(path: shown) }
        self.signing = signing
        self.tls = tls
    }

    private static func key(_ path: String, _ passphrase: () throws -> SecretBytes?) throws -> PrivateKey {
        var file = try contents(path)
        defer { cleanse(&file) }
        let secret = try PrivateKeyFile.isEncrypted(file) ? passphrase() : nil
        guard let key = try? PrivateKeyFile.decode(file, passphrase: secret) else { throw EvaluatorHomeError.key(path: path) }
        return key
    }

    private static func contents(_ path: String) throws(EvaluatorHomeError) -> [UInt8] {
        do throws(FileError) { return try SecretFile.read(path) } catch { throw .file(error) }
    }
}
