internal import COpenSSL

/// X25519 key agreement (RFC 7748).
public enum X25519 {
    /// The number of bytes of a key, public or private, and of a shared secret.
    public static let byteCount = 32

    /// Makes a new private key.
    public static func generate() -> SecretBytes {
        .random(count: byteCount)
    }

    /// The public key that belongs to a private key.
    ///
    /// - Throws: ``KeyError/length`` or ``KeyError/library(_:)``.
    public static func publicKey(of privateKey: SecretBytes) throws(KeyError) -> [UInt8] {
        guard privateKey.count == byteCount else { throw .length }
        do {
            return try KeyHandle.raw(EVP_PKEY_X25519, privateKey: privateKey).rawPublicKey()
        } catch { throw .library(error) }
    }

    /// What the owner of `privateKey` and the owner of `peer` have in common.
    ///
    /// - Throws: ``KeyError/length``; ``KeyError/weak`` when `peer` is of small order, which makes the result zero
    ///   whatever the private key; ``KeyError/library(_:)``.
    public static func sharedSecret(_ privateKey: SecretBytes, _ peer: [UInt8]) throws(KeyError) -> SecretBytes {
        guard privateKey.count == byteCount, peer.count == byteCount else { throw .length }
        let secret: SecretBytes?
        do {
            secret = try derive(
                KeyHandle.raw(EVP_PKEY_X25519, privateKey: privateKey),
                KeyHandle.raw(EVP_PKEY_X25519, publicKey: peer.span))
        } catch { throw .library(error) }
        guard let secret, secret != zero else { throw .weak }
        return secret
    }

    /// nil when libcrypto refuses the result, which it does when it is zero.
    private static func derive(_ own: KeyHandle, _ peer: KeyHandle) throws(OpenSSLError) -> SecretBytes? {
        let context = try AgreementContext(own)
        try context.setPeer(peer)
        return context.derive(byteCount)
    }

    private static let zero = SecretBytes(copying: [UInt8](repeating: 0, count: byteCount).span)
}

/// One key agreement.
@safe
private struct AgreementContext: ~Copyable {
    private let pointer: OpaquePointer

    init(_ key: KeyHandle) throws(OpenSSLError) {
        guard let pointer = unsafe EVP_PKEY_CTX_new(key.pointer, nil) else { throw .draining(after: "EVP_PKEY_CTX_new") }
        guard unsafe EVP_PKEY_derive_init(pointer) == 1 else {
            unsafe EVP_PKEY_CTX_free(pointer)
            throw .draining(after: "EVP_PKEY_derive_init")
        }
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe EVP_PKEY_CTX_free(pointer)
    }

    func setPeer(_ peer: KeyHandle) throws(OpenSSLError) {
        guard unsafe EVP_PKEY_derive_set_peer_ex(pointer, peer.pointer, 0) == 1 else {
            throw .draining(after: "EVP_PKEY_derive_set_peer_ex")
        }
    }

    func derive(_ byteCount: Int) -> SecretBytes? {
        var isDerived = false
        let secret = unsafe SecretBytes(count: byteCount) { target in
            var count = byteCount
            let start = unsafe target.baseAddress?.assumingMemoryBound(to: UInt8.self)
            isDerived = unsafe EVP_PKEY_derive(pointer, start, &count) == 1 && count == byteCount
        }
        OpenSSLError.forget()
        return isDerived ? secret : nil
    }
}
