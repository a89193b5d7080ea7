public import CryptoPrimitives
internal import CanonicalCoding

/// The algorithm of a registered key; it is fixed in the registry and never in a message.
public enum KeyAlgorithm: String, Sendable, Hashable, CaseIterable {
    case ed25519 = "ed25519"
    case p256 = "ecdsa-p256-sha256"
    case age = "age-x25519"

    /// How many bytes a public key has.
    public var byteCount: Int {
        switch self {
        case .ed25519, .age: 32
        case .p256: 65
        }
    }

    /// Whether keys of this algorithm may serve a use: age keys seal, and only they do; certificates are of P-256 keys, since TLS
    /// libraries do not take Ed25519 unless they are told to.
    public func serves(_ use: KeyUse) -> Bool {
        switch use {
        case .seal: self == .age
        case .tls: self == .p256
        case .sign, .log, .witness, .agree: self != .age
        }
    }

    /// The key for checking signatures; nothing when it is weak, no point of the curve, or does not sign.
    public func verificationKey(_ bytes: [UInt8]) -> VerificationKey? {
        switch self {
        case .ed25519: (try? Ed25519PublicKey(parsing: bytes)).map(VerificationKey.ed25519)
        case .p256: (try? P256PublicKey(parsing: bytes)).map(VerificationKey.p256)
        case .age: nil
        }
    }
}

/// How keys are named.
public enum KeyName {
    /// The short name of a public key: the first 16 hexadecimal digits of its SHA-256.
    public static func kid(of publicKey: [UInt8]) -> String {
        String(SHA256.hash(publicKey).hex.prefix(kidCharacterCount))
    }

    /// The whole identifier of a member's key.
    public static func keyID(member: String, kid: String) -> String { "\(member)/\(kid)" }

    /// The whole identifier of a root key.
    public static func rootKeyID(kid: String) -> String { keyID(member: rootName, kid: kid) }

    /// The name that root keys stand under; no member may have it.
    public static let rootName = "root"

    static let kidCharacterCount = 16
}
