public import CanonicalCoding
public import CryptoPrimitives
public import MemberRegistry
internal import LedgerFiles

/// The private keys of a node. No key serves two uses.
public struct NodeKeys: Sendable {
    /// Signs bundles and every other document that the root does not sign.
    public let signing: Ed25519PrivateKey
    /// Signs sharing agreements, which a person decides about.
    public let agreeing: Ed25519PrivateKey
    /// The keys of the audit log, which no passphrase protects.
    public let ledger: LedgerKeys
    /// The keys of this node's certificates, which no passphrase protects either.
    public let tls: TLSKeys
    /// The X25519 key that files are sealed to.
    public let sealing: SecretBytes
    /// The public half of ``sealing``.
    public let sealingPublicKey: [UInt8]

    /// Draws new keys.
    ///
    /// - Throws: `KeyError`.
    public init() throws {
        signing = try Ed25519PrivateKey()
        agreeing = try Ed25519PrivateKey()
        ledger = try LedgerKeys()
        tls = try TLSKeys()
        sealing = X25519.generate()
        sealingPublicKey = try X25519.publicKey(of: sealing)
    }

    /// Reads the keys of a home.
    ///
    /// - Parameter passphrase: asked only when a key file is encrypted.
    /// - Throws: `FileError`, `PrivateKeyFileError`, ``NodeError`` when a file holds a key of another kind.
    public init(reading paths: HomePaths, passphrase: () throws -> SecretBytes?) throws {
        let secret = try Self.passphrase(for: paths, passphrase)
        guard case .ed25519(let signing) = try Self.read(paths.signingKey, secret) else {
            throw NodeError.wrongKey(paths.signingKey)
        }
        guard case .x25519(let sealing) = try Self.read(paths.sealingKey, secret) else {
            throw NodeError.wrongKey(paths.sealingKey)
        }
        guard case .ed25519(let agreeing) = try Self.read(paths.agreementKey, secret) else {
            throw NodeError.wrongKey(paths.agreementKey)
        }
        ledger = try LedgerKeys(reading: paths)
        tls = try TLSKeys(reading: paths)
        self.signing = signing
        self.agreeing = agreeing
        self.sealing = sealing
        sealingPublicKey = try X25519.publicKey(of: sealing)
    }

    /// Writes new key files, encrypted when there is a passphrase.
    ///
    /// - Throws: `FileError`; existing keys are never replaced.
    func write(to paths: HomePaths, passphrase: SecretBytes?) throws {
        try Self.write(.ed25519(signing), to: paths.signingKey, passphrase)
        try Self.write(.ed25519(agreeing), to: paths.agreementKey, passphrase)
        try Self.write(.x25519(sealing), to: paths.sealingKey, passphrase)
        try ledger.write(to: paths)
        try tls.write(to: paths)
        try PublicKeys(of: self).write(to: paths.publicKeys)
    }

    /// The keys as a registry lists them; one for TLS that waits for that stands beside the one in use.
    public func registryEntries(notBefore: Timestamp, notAfter: Timestamp) -> [MemberKey] {
        let listed: [(KeyUse, KeyAlgorithm, [UInt8])] = [
            (.sign, .ed25519, signing.publicKey.bytes), (.seal, .age, sealingPublicKey),
            (.agree, .ed25519, agreeing.publicKey.bytes), (.log, .ed25519, ledger.log.publicKey.bytes),
            (.witness, .ed25519, ledger.witness.publicKey.bytes),
        ]
        let shown = [tls.current, tls.next].compactMap { $0 }.map { (KeyUse.tls, KeyAlgorithm.p256, $0.publicKey.bytes) }
        return (listed + shown).map { use, algorithm, key in
            MemberKey(use: use, algorithm: algorithm, publicKey: key, notBefore: notBefore, notAfter: notAfter)
        }
    }

    private static func passphrase(for paths: HomePaths, _ ask: () throws -> SecretBytes?) throws -> SecretBytes? {
        var file = try SecretFile.read(paths.signingKey)
        defer { cleanse(&file) }
        return try PrivateKeyFile.isEncrypted(file) ? ask() : nil
    }

    static func read(_ path: String, _ passphrase: SecretBytes?) throws -> PrivateKey {
        var file = try SecretFile.read(path)
        defer { cleanse(&file) }
        return try PrivateKeyFile.decode(file, passphrase: passphrase)
    }

    /// Writes one private key file, 0600, never replacing another.
    ///
    /// - Throws: `FileError`, `PrivateKeyFileError`.
    public static func write(_ key: PrivateKey, to path: String, _ passphrase: SecretBytes?) throws {
        var bytes: [UInt8]
        if let passphrase {
            bytes = try PrivateKeyFile.encode(key, passphrase: passphrase)
        } else {
            bytes = try PrivateKeyFile.encode(key).withBytes { span in span.indices.map { span[$0] } }
        }
        defer { cleanse(&bytes) }
        try SecretFile.create(path, contents: bytes)
    }

    /// Reads one signing key file, such as a root officer's, and compares it with the public half beside it, if there is one.
    ///
    /// - Throws: `FileError`, `PrivateKeyFileError`, ``NodeError`` when it does not sign or has changed.
    public static func readSigningKey(_ path: String, passphrase: () throws -> SecretBytes?) throws -> Ed25519PrivateKey {
        var file = try SecretFile.read(path)
        defer { cleanse(&file) }
        let secret = try PrivateKeyFile.isEncrypted(file) ? passphrase() : nil
        guard case .ed25519(let key) = try PrivateKeyFile.decode(file, passphrase: secret) else { throw NodeError.wrongKey(path) }
        let publicHalf = path + publicHalfSuffix
        guard Directory.exists(publicHalf) else { return key }
        let root = try RootKeys(parsing: FileReader.contents(of: publicHalf, limitBytes: RegistryLimits.keyFileBytes))
        guard root.keys.contains(where: { $0.publicKey == key.publicKey.bytes }) else { throw NodeError.keyChanged(path) }
        return key
    }

    /// The public half of `officer.pem` lies in `officer.pem.pub.json`.
    public static let publicHalfSuffix = ".pub.json"
}
