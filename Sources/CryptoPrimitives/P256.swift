internal import COpenSSL

/// A P-256 public key for ECDSA with SHA-256.
public struct P256PublicKey: Sendable {
    /// The 65 bytes of the uncompressed form: 04, x, y.
    public let bytes: [UInt8]

    let handle: KeyHandle

    /// The number of bytes of a key.
    public static let byteCount = 65

    /// The number of bytes of a signature, r and s.
    public static let signatureByteCount = 64

    /// Takes an uncompressed point that others wrote.
    ///
    /// - Throws: ``KeyError/length`` or ``KeyError/notOnCurve``.
    public init(parsing bytes: [UInt8]) throws(KeyError) {
        guard bytes.count == Self.byteCount else { throw .length }
        guard bytes[0] == 4 else { throw .notOnCurve }
        let encoded = Self.subjectPublicKeyInfo(of: bytes)
        let pointer = unsafe encoded.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return unsafe d2i_PUBKEY(nil, &start, buffer.count)
        }
        defer { OpenSSLError.forget() }
        guard let handle = try? unsafe KeyHandle(pointer, from: "d2i_PUBKEY") else { throw .notOnCurve }
        self.handle = handle
        self.bytes = bytes
    }

    /// Whether the 64 bytes r and s sign `message`: both at least 1 and below the group order.
    ///
    /// For each good signature there is a second one with the other s, which is also good: never use signature
    /// bytes as an identifier.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == Self.signatureByteCount, P256Scalar.isValid(signature[..<32]),
            P256Scalar.isValid(signature[32...])
        else { return false }
        let encoded = DER.element(DER.sequence, DER.integer(signature[..<32]) + DER.integer(signature[32...]))
        guard var context = try? SignatureContext() else {
            OpenSSLError.forget()
            return false
        }
        return unsafe context.isValid(encoded, for: message, with: handle, digest: EVP_sha256())
    }
}

extension P256PublicKey: Hashable {
    /// Compares the bytes.
    public static func == (left: P256PublicKey, right: P256PublicKey) -> Bool { left.bytes == right.bytes }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

/// A P-256 key pair for ECDSA with SHA-256.
public struct P256PrivateKey: Sendable {
    /// The public half.
    public let publicKey: P256PublicKey

    /// The 32 bytes of the secret scalar, big-endian.
    public let scalar: SecretBytes

    let handle: KeyHandle

    /// Makes a new key.
    ///
    /// - Throws: ``KeyError/library(_:)``.
    public init() throws(KeyError) {
        var scalar = SecretBytes.random(count: 32)
        while !P256Scalar.isValid(scalar) { scalar = .random(count: 32) }
        try self.init(scalar: scalar)
    }

    /// Takes an existing scalar.
    ///
    /// - Throws: ``KeyError/length``, ``KeyError/notOnCurve`` when it is zero or not below the group order, or
    ///   ``KeyError/library(_:)``.
    public init(scalar: SecretBytes) throws(KeyError) {
        guard scalar.count == 32 else { throw .length }
        guard P256Scalar.isValid(scalar) else { throw .notOnCurve }
        let point: [UInt8]
        do {
            handle = try Self.handle(of: scalar)
            point = try Self.point(of: handle)
        } catch { throw .library(error) }
        publicKey = try P256PublicKey(parsing: point)
        self.scalar = scalar
    }

    /// The signature of a message: r and s, 32 bytes each.
    ///
    /// - Throws: `OpenSSLError` when OpenSSL refuses, which a sound build never makes it do.
    public func sign(_ message: [UInt8]) throws(OpenSSLError) -> [UInt8] {
        var context = try SignatureContext()
        let encoded = try unsafe context.sign(message, with: handle, digest: EVP_sha256(), maximumByteCount: 72)
        var cursor = DERCursor(count: encoded.count)
        guard var pair = cursor.next(DER.sequence, in: encoded.span),
            let r = pair.next(DER.integer, in: encoded.span), let s = pair.next(DER.integer, in: encoded.span)
        else { throw OpenSSLError(call: "EVP_DigestSign", codes: []) }
        return Self.fixed(encoded[r.range]) + Self.fixed(encoded[s.range])
    }

    private static func fixed(_ integer: ArraySlice<UInt8>) -> [UInt8] {
        let magnitude = integer.drop { $0 == 0 }
        return [UInt8](repeating: 0, count: 32 - magnitude.count) + magnitude
    }

    private static func handle(of scalar: SecretBytes) throws(OpenSSLError) -> KeyHandle {
        let encoded = PrivateKeyInfo.encodeP256(scalar: scalar)
        let pointer = unsafe encoded.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { buffer in
                var start = buffer.baseAddress
                return unsafe d2i_AutoPrivateKey(nil, &start, buffer.count)
            }
        }
        return try unsafe KeyHandle(pointer, from: "d2i_AutoPrivateKey")
    }

    private static func point(of handle: KeyHandle) throws(OpenSSLError) -> [UInt8] {
        var start: UnsafeMutablePointer<UInt8>?
        let count = unsafe EVP_PKEY_get1_encoded_public_key(handle.pointer, &start)
        guard let first = unsafe start, count > 0 else { throw .draining(after: "EVP_PKEY_get1_encoded_public_key") }
        defer { unsafe CRYPTO_free(first, nil, 0) }
        return unsafe [UInt8](UnsafeBufferPointer(start: first, count: count))
    }
}

/// The range of scalars of P-256.
enum P256Scalar {
    /// Whether 32 big-endian bytes are at least 1 and below the group order.
    static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count == 32 && bytes.contains { $0 != 0 } && bytes.lexicographicallyPrecedes(order)
    }

    /// The same for a secret, without a branch on its bytes before the verdict.
    static func isValid(_ secret: SecretBytes) -> Bool {
        secret.withBytes { bytes in
            guard bytes.count == 32 else { return false }
            var any: UInt8 = 0
            var borrow = 0
            for index in bytes.indices.reversed() {
                any |= bytes[index]
                borrow = (Int(bytes[index]) - Int(order[index]) + borrow) >> 8
            }
            return any != 0 && borrow != 0
        }
    }

    private static let order: [UInt8] = [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ]
}
