internal import COpenSSL

/// Why an authenticated cipher refused.
public enum CipherError: Error, Sendable, Hashable {
    /// The key has not 32 bytes, the nonce not 12, or the sealed bytes are shorter than a tag.
    case length
    /// The tag does not match: another key, nonce or additional data, or changed bytes.
    case notAuthentic
    /// The library failed.
    case library(OpenSSLError)
}

/// ChaCha20-Poly1305 or AES-256-GCM with a 12-byte nonce and a 16-byte tag, as a context to be used many times.
///
/// A nonce must not come twice under one key. ``ChaCha20Poly1305`` and ``AES256GCM`` do single messages.
@safe
public struct AuthenticatedCipher: ~Copyable {
    /// Which cipher.
    public enum Algorithm: Sendable {
        /// RFC 8439.
        case chaCha20Poly1305
        /// NIST SP 800-38D with a 256-bit key.
        case aes256GCM
    }

    /// The number of bytes of a key.
    public static let keyByteCount = 32
    /// The number of bytes of a nonce.
    public static let nonceByteCount = 12
    /// The number of bytes a sealed message is longer than its plaintext.
    public static let tagByteCount = 16

    private let context: OpaquePointer
    private let cipher: OpaquePointer

    /// Fetches the algorithm and allocates the context.
    ///
    /// - Throws: `OpenSSLError` when OpenSSL refuses, which a sound build never makes it do.
    public init(_ algorithm: Algorithm) throws(OpenSSLError) {
        let name =
            switch algorithm {
            case .chaCha20Poly1305: "ChaCha20-Poly1305"
            case .aes256GCM: "AES-256-GCM"
            }
        guard let cipher = unsafe EVP_CIPHER_fetch(nil, name, nil) else { throw .draining(after: "EVP_CIPHER_fetch") }
        guard let context = unsafe EVP_CIPHER_CTX_new() else {
            unsafe EVP_CIPHER_free(cipher)
            throw .draining(after: "EVP_CIPHER_CTX_new")
        }
        unsafe self.cipher = unsafe cipher
        unsafe self.context = unsafe context
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
        unsafe EVP_CIPHER_free(cipher)
    }

    /// Appends the ciphertext and then the tag to `output`.
    ///
    /// - Throws: `CipherError` for a key or nonce of another length, or when OpenSSL refuses.
    public mutating func seal(
        _ plaintext: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>, aad: Span<UInt8>, into output: inout [UInt8]
    ) throws(CipherError) {
        try begin(key: key, nonce: nonce, isSealing: 1)
        try authenticate(aad)
        let count = plaintext.count + Self.tagByteCount
        try unsafe Self.append(count, to: &output) { target throws(CipherError) in
            try unsafe transform(plaintext, to: target)
            try unsafe control(EVP_CTRL_AEAD_GET_TAG, target.baseAddress?.advanced(by: plaintext.count))
        }
    }

    /// Appends the plaintext of a ciphertext that ends with its tag to `output`.
    ///
    /// On failure `output` is as it was.
    ///
    /// - Throws: `CipherError` for a wrong tag, and as ``seal(_:key:nonce:aad:into:)``.
    public mutating func open(
        _ sealed: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>, aad: Span<UInt8>, into output: inout [UInt8]
    ) throws(CipherError) {
        guard sealed.count >= Self.tagByteCount else { throw .length }
        let count = sealed.count - Self.tagByteCount
        try begin(key: key, nonce: nonce, isSealing: 0)
        var tag = unsafe sealed.extracting(count...).withUnsafeBytes { unsafe [UInt8]($0) }
        try unsafe tag.withUnsafeMutableBufferPointer { bytes throws(CipherError) in
            try unsafe control(EVP_CTRL_AEAD_SET_TAG, UnsafeMutableRawPointer(bytes.baseAddress))
        }
        try authenticate(aad)
        try unsafe Self.append(count, to: &output) { target throws(CipherError) in
            try unsafe transform(sealed.extracting(..<count), to: target)
        }
    }

    private func begin(key: Span<UInt8>, nonce: Span<UInt8>, isSealing: Int32) throws(CipherError) {
        guard key.count == Self.keyByteCount, nonce.count == Self.nonceByteCount else { throw .length }
        let status = unsafe key.withUnsafeBufferPointer { keyBytes in
            unsafe nonce.withUnsafeBufferPointer { nonceBytes in
                unsafe EVP_CipherInit_ex2(context, cipher, keyBytes.baseAddress, nonceBytes.baseAddress, isSealing, nil)
            }
        }
        guard status == 1 else { throw .library(.draining(after: "EVP_CipherInit_ex2")) }
    }

    private func authenticate(_ aad: Span<UInt8>) throws(CipherError) {
        guard aad.count > 0 else { return }
        var written: Int32 = 0
        let status = unsafe aad.withUnsafeBufferPointer {
            unsafe EVP_CipherUpdate(context, nil, &written, $0.baseAddress, Int32($0.count))
        }
        guard status == 1 else { throw .library(.draining(after: "EVP_CipherUpdate")) }
    }

    /// Transforms all of `input` and ends the message; a wrong tag shows here.
    private func transform(_ input: Span<UInt8>, to target: UnsafeMutableRawBufferPointer) throws(CipherError) {
        var written: Int32 = 0
        let start = unsafe target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        if input.count > 0 {
            let status = unsafe input.withUnsafeBufferPointer {
                unsafe EVP_CipherUpdate(context, start, &written, $0.baseAddress, Int32($0.count))
            }
            guard status == 1 else { throw .library(.draining(after: "EVP_CipherUpdate")) }
        }
        var scratch: (UInt64, UInt64) = (0, 0)
        let status = unsafe withUnsafeMutableBytes(of: &scratch) {
            unsafe EVP_CipherFinal_ex(context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), &written)
        }
        guard status == 1 else {
            OpenSSLError.forget()
            throw .notAuthentic
        }
    }

    private func control(_ command: Int32, _ tag: UnsafeMutableRawPointer?) throws(CipherError) {
        guard unsafe EVP_CIPHER_CTX_ctrl(context, command, Int32(Self.tagByteCount), tag) == 1 else {
            throw .library(.draining(after: "EVP_CIPHER_CTX_ctrl"))
        }
    }

    /// Appends `count` bytes that `fill` writes; when it throws, what it wrote is overwritten and not appended.
    private static func append(
        _ count: Int, to output: inout [UInt8], fill: (UnsafeMutableRawBufferPointer) throws(CipherError) -> Void
    ) throws(CipherError) {
        try output.append(addingCapacity: count) { (target: inout OutputSpan<UInt8>) throws(CipherError) in
            try unsafe target.withUnsafeMutableBufferPointer { bytes, initialized throws(CipherError) in
                let target = unsafe UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: bytes[..<count]))
                do throws(CipherError) {
                    try unsafe fill(target)
                } catch {
                    unsafe OPENSSL_cleanse(target.baseAddress, count)
                    throw error
                }
                initialized = count
            }
        }
    }
}
