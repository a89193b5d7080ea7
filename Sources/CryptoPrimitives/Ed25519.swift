internal import COpenSSL

/// An Ed25519 public key that passed the key rule: canonically encoded and not of small order.
///
/// libcrypto alone would take the sixteen encodings that the rule refuses; under some of them one signature
/// verifies for every message.
public struct Ed25519PublicKey: Sendable, Hashable {
    /// The 32 bytes of RFC 8032.
    public let bytes: [UInt8]

    /// The number of bytes of a key.
    public static let byteCount = 32

    /// The number of bytes of a signature.
    public static let signatureByteCount = 64

    /// Takes a public key that others wrote.
    ///
    /// - Throws: ``KeyError/length``, or ``KeyError/weak`` when the key rule refuses it.
    public init(parsing bytes: [UInt8]) throws(KeyError) {
        guard bytes.count == Self.byteCount else { throw .length }
        guard !Self.isWeak(bytes) else { throw .weak }
        self.bytes = bytes
    }

    /// Whether `signature` is this key's signature of `message`: cofactorless, S below the group order, R canonical.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == Self.signatureByteCount,
            let key = try? KeyHandle.raw(EVP_PKEY_ED25519, publicKey: bytes.span),
            var context = try? SignatureContext()
        else {
            OpenSSLError.forget()
            return false
        }
        return unsafe context.isValid(signature, for: message, with: key, digest: nil)
    }

    /// Whether the key rule refuses 32 bytes: y, without the sign bit, is not below 2^255 - 19 or belongs to a point
    /// of small order.
    public static func isWeak(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == byteCount else { return true }
        var y = bytes
        y[31] &= 0x7f
        return !isCanonical(y) || smallOrder.contains(y)
    }

    private static func isCanonical(_ y: [UInt8]) -> Bool {
        let allButLowest = y[31] == 0x7f && y[1..<31].allSatisfy { $0 == 0xff }
        return !(allButLowest && y[0] >= 0xed)
    }

    /// y of every point whose order divides 8: 1, 0, p - 1 and the two of order 8, little-endian.
    private static let smallOrder: [[UInt8]] = [
        [1] + [UInt8](repeating: 0, count: 31),
        [UInt8](repeating: 0, count: 32),
        [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f],
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
            0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
            0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        ],
    ]
}

/// An Ed25519 key pair.
public struct Ed25519PrivateKey: Sendable {
    /// The public half.
    public let publicKey: Ed25519PublicKey

    /// The 32 secret bytes of RFC 8032, from which everything else follows.
    public let seed: SecretBytes

    private let handle: KeyHandle

    /// Makes a new key.
    ///
    /// - Throws: ``KeyError/library(_:)``.
    public init() throws(KeyError) {
        try self.init(seed: .random(count: 32))
    }

    /// Takes an existing seed.
    ///
    /// - Throws: ``KeyError/length`` or ``KeyError/library(_:)``.
    public init(seed: SecretBytes) throws(KeyError) {
        guard seed.count == 32 else { throw .length }
        let bytes: [UInt8]
        do {
            handle = try KeyHandle.raw(EVP_PKEY_ED25519, privateKey: seed)
            bytes = try handle.rawPublicKey()
        } catch { throw .library(error) }
        publicKey = try Ed25519PublicKey(parsing: bytes)
        self.seed = seed
    }

    /// The 64-byte signature of a message.
    ///
    /// - Throws: `OpenSSLError` when OpenSSL refuses, which a sound build never makes it do.
    public func sign(_ message: [UInt8]) throws(OpenSSLError) -> [UInt8] {
        var context = try SignatureContext()
        return try unsafe context.sign(
            message, with: handle, digest: nil, maximumByteCount: Ed25519PublicKey.signatureByteCount)
    }

    /// Lends the seed for the duration of the call.
    ///
    /// - Throws: what `body` throws.
    public func withSeed<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try seed.withBytes(body)
    }
}
