internal import COpenSSL

/// EncryptedPrivateKeyInfo with PBES2, scrypt and AES-256-CBC (RFC 8018, RFC 7914).
///
/// It is written out here because the calls of libcrypto for it stop at 32 MiB of scrypt memory, below the cost that
/// keys of a node use; files within that limit are exchanged with OpenSSL both ways.
enum PassphraseEncryption {
    private static let identifierPBES2: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d]
    private static let identifierScrypt: [UInt8] = [0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x04, 0x0b]
    private static let identifierAES256CBC: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a]
    private static let keyByteCount = 32
    private static let blockByteCount = 16

    static func seal(
        _ secret: SecretBytes, passphrase: SecretBytes, cost: ScryptCost
    ) throws(OpenSSLError) -> [UInt8] {
        let salt = SecureRandom.bytes(16)
        let vector = SecureRandom.bytes(blockByteCount)
        let key = try Scrypt.derive(passphrase, salt: salt, cost: cost, count: keyByteCount)
        var cipher = try BlockCipher(key: key, vector: vector, isSealing: true)
        guard let sealed = try cipher.transform(secret) else { throw .draining(after: "EVP_CipherFinal_ex") }
        let content = sealed.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        let parameters = scryptParameters(salt: salt, cost: cost)
        let encryption = DER.element(
            DER.sequence,
            DER.element(DER.objectIdentifier, identifierAES256CBC) + DER.element(DER.octetString, vector))
        let algorithm = DER.element(
            DER.sequence,
            DER.element(DER.objectIdentifier, identifierPBES2) + DER.element(DER.sequence, parameters + encryption))
        return DER.element(DER.sequence, algorithm + DER.element(DER.octetString, content))
    }

    static func open(
        _ bytes: Span<UInt8>, passphrase: SecretBytes
    ) throws(PrivateKeyFileError) -> SecretBytes {
        let parts = try parse(bytes)
        let opened: SecretBytes?
        do {
            let key = try Scrypt.derive(passphrase, salt: parts.salt, cost: parts.cost, count: keyByteCount)
            var cipher = try BlockCipher(key: key, vector: parts.vector, isSealing: false)
            opened = try cipher.transform(SecretBytes(copying: bytes.extracting(parts.content)))
        } catch { throw .library(error) }
        guard let opened else { throw .passphraseWrong }
        return opened
    }

    private static func scryptParameters(salt: [UInt8], cost: ScryptCost) -> [UInt8] {
        let numbers =
            DER.integer(1 << cost.logarithm) + DER.integer(cost.blockSize) + DER.integer(cost.parallelization)
        let content = DER.element(DER.octetString, salt) + numbers
        return DER.element(
            DER.sequence, DER.element(DER.objectIdentifier, identifierScrypt) + DER.element(DER.sequence, content))
    }

    private struct Parts {
        let salt: [UInt8]
        let cost: ScryptCost
        let vector: [UInt8]
        let content: Range<Int>
    }

    private static func parse(_ bytes: Span<UInt8>) throws(PrivateKeyFileError) -> Parts {
        var whole = DERCursor(count: bytes.count)
        guard var info = whole.next(DER.sequence, in: bytes), whole.isAtEnd,
            var algorithm = info.next(DER.sequence, in: bytes),
            let content = info.next(DER.octetString, in: bytes)?.range, info.isAtEnd,
            algorithm.skip(DER.objectIdentifier, identifierPBES2, in: bytes),
            var parameters = algorithm.next(DER.sequence, in: bytes), algorithm.isAtEnd,
            var derivation = parameters.next(DER.sequence, in: bytes),
            var encryption = parameters.next(DER.sequence, in: bytes), parameters.isAtEnd,
            encryption.skip(DER.objectIdentifier, identifierAES256CBC, in: bytes),
            let vector = encryption.next(DER.octetString, in: bytes)?.range, encryption.isAtEnd,
            vector.count == blockByteCount
        else { throw .malformed }
        let (salt, cost) = try parseScrypt(&derivation, in: bytes)
        return Parts(salt: salt, cost: cost, vector: vector.map { bytes[$0] }, content: content)
    }

    private static func parseScrypt(
        _ derivation: inout DERCursor, in bytes: Span<UInt8>
    ) throws(PrivateKeyFileError) -> (salt: [UInt8], cost: ScryptCost) {
        guard derivation.skip(DER.objectIdentifier, identifierScrypt, in: bytes),
            var numbers = derivation.next(DER.sequence, in: bytes), derivation.isAtEnd,
            let salt = numbers.next(DER.octetString, in: bytes)?.range,
            let n = numbers.nextInteger(in: bytes), n > 1, n & (n - 1) == 0,
            let r = numbers.nextInteger(in: bytes), let p = numbers.nextInteger(in: bytes),
            numbers.isAtEnd || numbers.nextInteger(in: bytes) == keyByteCount && numbers.isAtEnd
        else { throw .malformed }
        guard let cost = ScryptCost(logarithm: n.trailingZeroBitCount, blockSize: r, parallelization: p) else {
            throw .costTooHigh
        }
        return (salt.map { bytes[$0] }, cost)
    }
}

/// AES-256-CBC with padding, for one message.
@safe
private struct BlockCipher: ~Copyable {
    private let context: OpaquePointer

    init(key: SecretBytes, vector: [UInt8], isSealing: Bool) throws(OpenSSLError) {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .draining(after: "EVP_CIPHER_CTX_new") }
        let status = key.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer {
                unsafe EVP_CipherInit_ex2(context, EVP_aes_256_cbc(), $0.baseAddress, vector, isSealing ? 1 : 0, nil)
            }
        }
        guard status == 1 else {
            unsafe EVP_CIPHER_CTX_free(context)
            throw .draining(after: "EVP_CipherInit_ex2")
        }
        unsafe self.context = unsafe context
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// The whole message transformed, or nil when its padding is wrong.
    mutating func transform(_ input: SecretBytes) throws(OpenSSLError) -> SecretBytes? {
        var first: Int32 = 0
        var last: Int32 = 0
        var statuses: (Int32, Int32) = (0, 0)
        let output = unsafe SecretBytes(count: input.count + 16) { target in
            input.withBytes { bytes in
                unsafe bytes.withUnsafeBufferPointer { source in
                    let start = unsafe target.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    statuses.0 = unsafe EVP_CipherUpdate(
                        context, start, &first, source.baseAddress, Int32(source.count))
                    statuses.1 = unsafe EVP_CipherFinal_ex(context, start?.advanced(by: Int(first)), &last)
                }
            }
        }
        guard statuses.0 == 1 else { throw .draining(after: "EVP_CipherUpdate") }
        OpenSSLError.forget()
        guard statuses.1 == 1 else { return nil }
        return output.withBytes { SecretBytes(copying: $0.extracting(..<Int(first + last))) }
    }
}
