/// A private key of any kind that key files hold.
public enum PrivateKey: Sendable {
    /// A signing key.
    case ed25519(Ed25519PrivateKey)
    /// A signing key.
    case p256(P256PrivateKey)
    /// A key agreement key, 32 bytes.
    case x25519(SecretBytes)
}

/// Why a key file does not open.
public enum PrivateKeyFileError: Error, Sendable, Hashable {
    /// The bytes are no PEM text, or not PKCS#8 with scrypt and AES-256-CBC.
    case malformed
    /// The file is encrypted and no passphrase was given.
    case passphraseMissing
    /// The passphrase is wrong, or the file was changed.
    case passphraseWrong
    /// Opening would take more memory or time than ``ScryptCost`` allows.
    case costTooHigh
    /// The file holds a key that is no good.
    case key(KeyError)
    /// The library failed.
    case library(OpenSSLError)
}

extension PrivateKeyFileError: CustomStringConvertible {
    /// One sentence, without a byte of the file.
    public var description: String {
        switch self {
        case .malformed: "not a private key file; expected PKCS#8 in PEM form"
        case .passphraseMissing: "the key file is encrypted and needs a passphrase"
        case .passphraseWrong: "the passphrase does not open the key file"
        case .costTooHigh: "the key file asks for more work than is allowed to open it"
        case .key(let error): error.description
        case .library(let error): error.description
        }
    }
}

/// Key files as bytes: PKCS#8 in PEM form, plain or encrypted under a passphrase.
///
/// The encryption is PBES2 with scrypt and AES-256-CBC, which has no integrity of its own: compare the public key
/// with the one expected after opening. Reading and writing the files themselves is left to the caller.
public enum PrivateKeyFile {
    /// Writes a key without encryption.
    ///
    /// - Throws: ``PrivateKeyFileError/library(_:)``.
    public static func encode(_ key: PrivateKey) throws(PrivateKeyFileError) -> SecretBytes {
        do {
            return try PEM.encode(label: plainLabel, PrivateKeyInfo.encode(key))
        } catch { throw .library(error) }
    }

    /// Writes a key encrypted under a passphrase.
    ///
    /// - Throws: ``PrivateKeyFileError/library(_:)``.
    public static func encode(
        _ key: PrivateKey, passphrase: SecretBytes, cost: ScryptCost = .standard
    ) throws(PrivateKeyFileError) -> [UInt8] {
        do {
            let sealed = try PassphraseEncryption.seal(PrivateKeyInfo.encode(key), passphrase: passphrase, cost: cost)
            let text = try PEM.encode(label: encryptedLabel, SecretBytes(copying: sealed.span))
            return text.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        } catch { throw .library(error) }
    }

    /// Whether a file needs a passphrase.
    ///
    /// - Throws: ``PrivateKeyFileError/malformed``.
    public static func isEncrypted(_ file: [UInt8]) throws(PrivateKeyFileError) -> Bool {
        guard let (label, _) = PEM.decode(file.span), [plainLabel, encryptedLabel].contains(label) else { throw .malformed }
        return label == encryptedLabel
    }

    /// Reads a key; a passphrase that is not needed is ignored.
    ///
    /// - Throws: ``PrivateKeyFileError``.
    public static func decode(
        _ file: Span<UInt8>, passphrase: SecretBytes? = nil
    ) throws(PrivateKeyFileError) -> PrivateKey {
        guard let (label, content) = PEM.decode(file) else { throw .malformed }
        switch label {
        case plainLabel:
            guard let key = try key(in: content) else { throw .malformed }
            return key
        case encryptedLabel:
            guard let passphrase else { throw .passphraseMissing }
            let opened = try content.withBytes { bytes throws(PrivateKeyFileError) in
                try PassphraseEncryption.open(bytes, passphrase: passphrase)
            }
            // A wrong passphrase now and then leaves a valid padding, hardly ever a valid key.
            guard let key = try key(in: opened) else { throw .passphraseWrong }
            return key
        default: throw .malformed
        }
    }

    /// Reads a key; the caller erases the array when the file is not encrypted.
    ///
    /// - Throws: ``PrivateKeyFileError``.
    public static func decode(
        _ file: [UInt8], passphrase: SecretBytes? = nil
    ) throws(PrivateKeyFileError) -> PrivateKey {
        try decode(file.span, passphrase: passphrase)
    }

    private static func key(in content: SecretBytes) throws(PrivateKeyFileError) -> PrivateKey? {
        do {
            return try content.withBytes { bytes throws(KeyError) in try PrivateKeyInfo.decode(bytes) }
        } catch { throw .key(error) }
    }

    private static let plainLabel = "PRIVATE KEY"
    private static let encryptedLabel = "ENCRYPTED PRIVATE KEY"
}
