internal import COpenSSL

/// A key as libcrypto holds it, freed with the last reference.
@safe
final class KeyHandle: Sendable {
    // libcrypto locks what changes inside a key, so any thread may use it.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes ownership of what `call` returned; nil becomes the error of that call.
    init(_ pointer: OpaquePointer?, from call: String) throws(OpenSSLError) {
        guard let pointer = unsafe pointer else { throw .draining(after: call) }
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe EVP_PKEY_free(pointer)
    }

    /// A key from the 32 raw bytes of Ed25519 or X25519.
    static func raw(_ algorithm: Int32, publicKey bytes: Span<UInt8>) throws(OpenSSLError) -> KeyHandle {
        let pointer = unsafe bytes.withUnsafeBufferPointer {
            unsafe EVP_PKEY_new_raw_public_key(algorithm, nil, $0.baseAddress, $0.count)
        }
        return try unsafe KeyHandle(pointer, from: "EVP_PKEY_new_raw_public_key")
    }

    /// A key pair from the 32 secret bytes of Ed25519 or X25519.
    static func raw(_ algorithm: Int32, privateKey secret: SecretBytes) throws(OpenSSLError) -> KeyHandle {
        let pointer = unsafe secret.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer {
                unsafe EVP_PKEY_new_raw_private_key(algorithm, nil, $0.baseAddress, $0.count)
            }
        }
        return try unsafe KeyHandle(pointer, from: "EVP_PKEY_new_raw_private_key")
    }

    /// The 32 raw public bytes of Ed25519 or X25519.
    func rawPublicKey() throws(OpenSSLError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        var count = bytes.count
        guard unsafe EVP_PKEY_get_raw_public_key(pointer, &bytes, &count) == 1, count == 32 else {
            throw .draining(after: "EVP_PKEY_get_raw_public_key")
        }
        return bytes
    }
}

/// One signing or verifying operation.
@safe
struct SignatureContext: ~Copyable {
    private let pointer: OpaquePointer

    init() throws(OpenSSLError) {
        guard let pointer = unsafe EVP_MD_CTX_new() else { throw .draining(after: "EVP_MD_CTX_new") }
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe EVP_MD_CTX_free(pointer)
    }

    /// Signs; `digest` is nil where the algorithm brings its own.
    mutating func sign(
        _ message: [UInt8], with key: KeyHandle, digest: OpaquePointer?, maximumByteCount: Int
    ) throws(OpenSSLError) -> [UInt8] {
        guard unsafe EVP_DigestSignInit(pointer, nil, digest, nil, key.pointer) == 1 else {
            throw .draining(after: "EVP_DigestSignInit")
        }
        var signature = [UInt8](repeating: 0, count: maximumByteCount)
        var count = signature.count
        guard unsafe EVP_DigestSign(pointer, &signature, &count, message, message.count) == 1 else {
            throw .draining(after: "EVP_DigestSign")
        }
        signature.removeLast(signature.count - count)
        return signature
    }

    /// Whether the signature is good; a failure of the library counts as no.
    mutating func isValid(
        _ signature: [UInt8], for message: [UInt8], with key: KeyHandle, digest: OpaquePointer?
    ) -> Bool {
        defer { OpenSSLError.forget() }
        guard unsafe EVP_DigestVerifyInit(pointer, nil, digest, nil, key.pointer) == 1 else { return false }
        return unsafe EVP_DigestVerify(pointer, signature, signature.count, message, message.count) == 1
    }
}
