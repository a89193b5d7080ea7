/// What can serve as a 32-byte key of a cipher.
public protocol SymmetricKey {
    /// Lends the bytes of the key for the duration of the call.
    func withKeyBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result
}

extension SecretBytes: SymmetricKey {
    /// Lends the secret.
    ///
    /// - Throws: what `body` throws.
    public func withKeyBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withBytes(body)
    }
}

extension Digest256: SymmetricKey {
    /// Lends the 32 bytes, as the output of a key derivation.
    ///
    /// - Throws: what `body` throws.
    public func withKeyBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe withUnsafeBytes { bytes throws(Failure) in try unsafe body(Span(_unsafeBytes: bytes)) }
    }
}

extension Array: SymmetricKey where Element == UInt8 {
    /// Lends the bytes.
    ///
    /// - Throws: what `body` throws.
    public func withKeyBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(span)
    }
}

/// ChaCha20-Poly1305 (RFC 8439) for single messages.
public enum ChaCha20Poly1305 {
    /// The ciphertext followed by its tag.
    ///
    /// - Throws: ``CipherError/length`` for a wrong key or nonce, ``CipherError/library(_:)``.
    public static func seal(
        _ plaintext: [UInt8], key: some SymmetricKey, nonce: [UInt8], aad: [UInt8] = []
    ) throws(CipherError) -> [UInt8] {
        try AuthenticatedCipher.sealed(.chaCha20Poly1305, plaintext, key: key, nonce: nonce, aad: aad)
    }

    /// The plaintext of a ciphertext that ends with its tag.
    ///
    /// - Throws: ``CipherError/notAuthentic``, ``CipherError/length`` or ``CipherError/library(_:)``.
    public static func open(
        _ sealed: [UInt8], key: some SymmetricKey, nonce: [UInt8], aad: [UInt8] = []
    ) throws(CipherError) -> [UInt8] {
        try AuthenticatedCipher.opened(.chaCha20Poly1305, sealed, key: key, nonce: nonce, aad: aad)
    }
}

/// AES-256-GCM (NIST SP 800-38D) for single messages, with nonces of 12 bytes.
public enum AES256GCM {
    /// The ciphertext followed by its tag.
    ///
    /// - Throws: ``CipherError/length`` for a wrong key or nonce, ``CipherError/library(_:)``.
    public static func seal(
        _ plaintext: [UInt8], key: some SymmetricKey, nonce: [UInt8], aad: [UInt8] = []
    ) throws(CipherError) -> [UInt8] {
        try AuthenticatedCipher.sealed(.aes256GCM, plaintext, key: key, nonce: nonce, aad: aad)
    }

    /// The plaintext of a ciphertext that ends with its tag.
    ///
    /// - Throws: ``CipherError/notAuthentic``, ``CipherError/length`` or ``CipherError/library(_:)``.
    public static func open(
        _ sealed: [UInt8], key: some SymmetricKey, nonce: [UInt8], aad: [UInt8] = []
    ) throws(CipherError) -> [UInt8] {
        try AuthenticatedCipher.opened(.aes256GCM, sealed, key: key, nonce: nonce, aad: aad)
    }
}

extension AuthenticatedCipher {
    fileprivate static func sealed(
        _ algorithm: Algorithm, _ plaintext: [UInt8], key: some SymmetricKey, nonce: [UInt8], aad: [UInt8]
    ) throws(CipherError) -> [UInt8] {
        var cipher = try make(algorithm)
        var output: [UInt8] = []
        output.reserveCapacity(plaintext.count + tagByteCount)
        try key.withKeyBytes { bytes throws(CipherError) in
            try cipher.seal(plaintext.span, key: bytes, nonce: nonce.span, aad: aad.span, into: &output)
        }
        return output
    }

    fileprivate static func opened(
        _ algorithm: Algorithm, _ sealed: [UInt8], key: some SymmetricKey, nonce: [UInt8], aad: [UInt8]
    ) throws(CipherError) -> [UInt8] {
        var cipher = try make(algorithm)
        var output: [UInt8] = []
        output.reserveCapacity(sealed.count)
        try key.withKeyBytes { bytes throws(CipherError) in
            try cipher.open(sealed.span, key: bytes, nonce: nonce.span, aad: aad.span, into: &output)
        }
        return output
    }

    private static func make(_ algorithm: Algorithm) throws(CipherError) -> AuthenticatedCipher {
        do { return try AuthenticatedCipher(algorithm) } catch { throw .library(error) }
    }
}
