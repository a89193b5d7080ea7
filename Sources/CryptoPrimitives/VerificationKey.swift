/// A public key of either signature algorithm.
public enum VerificationKey: Sendable, Hashable {
    /// Ed25519, `ed25519` in registries.
    case ed25519(Ed25519PublicKey)
    /// ECDSA with P-256 and SHA-256, `ecdsa-p256-sha256` in registries.
    case p256(P256PublicKey)

    /// The key as registries write it: 32 bytes for Ed25519, 65 for P-256.
    public var bytes: [UInt8] {
        switch self {
        case .ed25519(let key): key.bytes
        case .p256(let key): key.bytes
        }
    }

    /// Whether the 64 bytes of `signature` sign `message`; any other length does not.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        switch self {
        case .ed25519(let key): key.isValidSignature(signature, for: message)
        case .p256(let key): key.isValidSignature(signature, for: message)
        }
    }
}
