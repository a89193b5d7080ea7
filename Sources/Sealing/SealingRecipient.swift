internal import CanonicalCoding
internal import CryptoPrimitives

/// Whom a file is sealed to: an X25519 public key, `age1…` as text.
public struct SealingRecipient: Sendable, Hashable {
    /// The 32 bytes of the public key, as a registry's `seal` key holds them.
    public let bytes: [UInt8]

    static let prefix = "age"

    /// Takes the 32 bytes of a public key.
    ///
    /// - Throws: ``SealingKeyError/malformed``, or ``SealingKeyError/weak`` for a key of small order.
    public init(bytes: [UInt8]) throws(SealingKeyError) {
        do {
            _ = try X25519.sharedSecret(X25519.generate(), bytes)
        } catch { throw SealingKeyError(error) }
        self.bytes = bytes
    }

    /// Reads `age1…`, lower case.
    ///
    /// - Throws: ``SealingKeyError``.
    public init(parsing text: String) throws(SealingKeyError) {
        guard let decoded = try? Bech32.decode(Array(text.utf8).span), decoded.variant == .bech32,
            decoded.humanReadablePart == Self.prefix, !decoded.isUpperCase,
            let bytes = try? Bech32.bytes(ofValues: decoded.values)
        else { throw .malformed }
        try self.init(bytes: bytes)
    }

    init(ofKnownKey bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The text form, `age1…`.
    public var text: String {
        Bech32.encode(humanReadablePart: Self.prefix, bytes: bytes, variant: .bech32)
    }
}

extension SealingRecipient: CustomStringConvertible {
    /// The text form; a public key may be shown.
    public var description: String { text }
}
