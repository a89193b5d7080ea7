internal import COpenSSL

/// PEM texts (RFC 7468) in memory that is overwritten after use.
enum PEM {
    /// The longest text that is read.
    static let maximumByteCount = 1 << 16

    /// Writes one text.
    static func encode(label: String, _ content: SecretBytes) throws(OpenSSLError) -> SecretBytes {
        let output = try MemoryFile()
        let status = content.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer {
                unsafe PEM_write_bio(output.pointer, label, "", $0.baseAddress, $0.count)
            }
        }
        guard status > 0 else { throw .draining(after: "PEM_write_bio") }
        return output.content()
    }

    /// The label and content of the first text, or nil when there is none or it has headers.
    static func decode(_ text: Span<UInt8>) -> (label: String, content: SecretBytes)? {
        guard text.count <= maximumByteCount, let input = try? MemoryFile() else { return nil }
        defer { OpenSSLError.forget() }
        let written = unsafe text.withUnsafeBytes { unsafe BIO_write(input.pointer, $0.baseAddress, Int32($0.count)) }
        guard written == Int32(text.count) else { return nil }
        var label: UnsafeMutablePointer<CChar>?
        var header: UnsafeMutablePointer<CChar>?
        var data: UnsafeMutablePointer<UInt8>?
        var count = 0
        let flags = UInt32(PEM_FLAG_SECURE) | UInt32(PEM_FLAG_ONLY_B64)
        guard unsafe PEM_read_bio_ex(input.pointer, &label, &header, &data, &count, flags) == 1 else { return nil }
        defer {
            unsafe CRYPTO_secure_free(label, nil, 0)
            unsafe CRYPTO_secure_free(header, nil, 0)
            unsafe CRYPTO_secure_clear_free(data, count, nil, 0)
        }
        guard let name = unsafe label, let start = unsafe data else { return nil }
        let content = unsafe SecretBytes(copying: Span(_unsafeStart: start, count: count))
        return unsafe (String(cString: name), content)
    }
}

/// A file of libcrypto in locked memory.
@safe
private struct MemoryFile: ~Copyable {
    let pointer: OpaquePointer

    init() throws(OpenSSLError) {
        guard let pointer = unsafe BIO_new(BIO_s_secmem()) else { throw .draining(after: "BIO_new") }
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe BIO_free_all(pointer)
    }

    /// Everything written so far.
    borrowing func content() -> SecretBytes {
        let count = unsafe BIO_ctrl_pending(pointer)
        return unsafe SecretBytes(count: count) { target in
            _ = unsafe BIO_read(pointer, target.baseAddress, Int32(target.count))
        }
    }
}
