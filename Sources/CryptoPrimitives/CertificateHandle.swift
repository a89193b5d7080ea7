internal import COpenSSL

/// A certificate as libcrypto holds it.
@safe
struct CertificateHandle: ~Copyable {
    let pointer: OpaquePointer

    /// Takes ownership of what `call` returned; nil becomes the error of that call.
    private init(_ pointer: OpaquePointer?, from call: String) throws(OpenSSLError) {
        guard let pointer = unsafe pointer else { throw .draining(after: call) }
        unsafe self.pointer = unsafe pointer
    }

    /// Begins a certificate of a key, with a serial number that nobody can guess.
    static func draft(of key: P256PublicKey, valid seconds: Range<Int64>) throws(OpenSSLError) -> CertificateHandle {
        let draft = try unsafe CertificateHandle(X509_new(), from: "X509_new")
        let pointer = unsafe draft.pointer
        try draft.check(unsafe X509_set_version(pointer, version3), "X509_set_version")
        try draft.check(unsafe X509_set_pubkey(pointer, key.handle.pointer), "X509_set_pubkey")
        try draft.setSerialNumber()
        try unsafe draft.set(X509_getm_notBefore(pointer), to: seconds.lowerBound)
        try unsafe draft.set(X509_getm_notAfter(pointer), to: seconds.upperBound)
        return draft
    }

    /// Reads exactly one certificate.
    static func parsed(_ bytes: [UInt8]) throws(OpenSSLError) -> CertificateHandle {
        var readCount = 0
        let pointer = unsafe bytes.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            let pointer = unsafe d2i_X509(nil, &position, buffer.count)
            if let start = buffer.baseAddress, let end = unsafe position { readCount = unsafe end - start }
            return unsafe pointer
        }
        let certificate = try unsafe CertificateHandle(pointer, from: "d2i_X509")
        guard readCount == bytes.count else { throw OpenSSLError(call: "d2i_X509", codes: []) }
        return certificate
    }

    deinit {
        unsafe X509_free(pointer)
    }

    /// Says whose it is and who vouches for it, each by a common name alone.
    func setNames(subject: String, issuer: String) throws(OpenSSLError) {
        try unsafe Self.setCommonName(subject, of: X509_get_subject_name(pointer))
        try unsafe Self.setCommonName(issuer, of: X509_get_issuer_name(pointer))
    }

    /// Adds an extension as the library's configuration files write it; `value` holds nothing that others wrote.
    func add(_ kind: Int32, _ value: String) throws(OpenSSLError) {
        guard let made = unsafe X509V3_EXT_conf_nid(nil, nil, kind, value) else { throw .draining(after: "X509V3_EXT_conf_nid") }
        defer { unsafe X509_EXTENSION_free(made) }
        try check(unsafe X509_add_ext(pointer, made, -1), "X509_add_ext")
    }

    /// Signs with ECDSA and SHA-256, and gives the bytes.
    func signed(by key: P256PrivateKey) throws(OpenSSLError) -> [UInt8] {
        guard unsafe X509_sign(pointer, key.handle.pointer, EVP_sha256()) > 0 else { throw .draining(after: "X509_sign") }
        var start: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_X509(pointer, &start)
        guard let first = unsafe start, count > 0 else { throw .draining(after: "i2d_X509") }
        defer { unsafe CRYPTO_free(first, nil, 0) }
        return unsafe [UInt8](UnsafeBufferPointer(start: first, count: Int(count)))
    }

    /// Sixteen bytes, positive and in their shortest form: the first one is 40 to 7f.
    private func setSerialNumber() throws(OpenSSLError) {
        var bytes = SecureRandom.bytes(16)
        bytes[0] = bytes[0] & 0x3f | 0x40
        try check(unsafe ASN1_STRING_set(X509_get_serialNumber(pointer), bytes, Int32(bytes.count)), "ASN1_STRING_set")
    }

    private func set(_ time: UnsafeMutablePointer<ASN1_TIME>?, to seconds: Int64) throws(OpenSSLError) {
        guard unsafe ASN1_TIME_set(time, time_t(seconds)) != nil else { throw .draining(after: "ASN1_TIME_set") }
    }

    /// The bound of 64 characters that old rules set to common names would cut the longest names, so the string is given its type
    /// here, which leaves the bound out.
    private static func setCommonName(_ name: String, of target: OpaquePointer?) throws(OpenSSLError) {
        let bytes = Array(name.utf8)
        let status = unsafe X509_NAME_add_entry_by_NID(
            target, NID_commonName, V_ASN1_UTF8STRING, bytes, Int32(bytes.count), -1, 0)
        guard status == 1 else { throw .draining(after: "X509_NAME_add_entry_by_NID") }
    }

    private func check(_ status: Int32, _ call: String) throws(OpenSSLError) {
        guard status == 1 else { throw .draining(after: call) }
    }

    /// X.509 counts its versions from 0.
    private static let version3 = 2
}
