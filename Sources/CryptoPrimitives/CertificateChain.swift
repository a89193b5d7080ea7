internal import COpenSSL

/// What a verifier of libcrypto says of a leaf and anchors, for tests: TLS itself is done by the TLS library.
package struct CertificateChain: Sendable {
    /// Which end of a connection shows the leaf.
    package enum Purpose: Sendable, CaseIterable {
        case server, client

        fileprivate var number: Int32 {
            switch self {
            case .server: X509_PURPOSE_SSL_SERVER
            case .client: X509_PURPOSE_SSL_CLIENT
            }
        }
    }

    private let leaf: [UInt8]
    private let anchors: [[UInt8]]

    /// A leaf, and the only anchors that are trusted, all in DER.
    package init(leaf: [UInt8], anchors: [[UInt8]]) {
        self.leaf = leaf
        self.anchors = anchors
    }

    /// Whether the leaf is trusted at a moment, in seconds since 1970, as the host of that name.
    ///
    /// - Throws: `OpenSSLError` for bytes that are no certificate.
    package func isTrusted(as host: String, for purpose: Purpose, at seconds: Int64) throws(OpenSSLError) -> Bool {
        defer { OpenSSLError.forget() }
        let store = try StoreHandle()
        for anchor in anchors { try store.trust(CertificateHandle.parsed(anchor)) }
        let leaf = try CertificateHandle.parsed(leaf)
        guard let context = unsafe X509_STORE_CTX_new() else { throw .draining(after: "X509_STORE_CTX_new") }
        defer { unsafe X509_STORE_CTX_free(context) }
        guard unsafe X509_STORE_CTX_init(context, store.pointer, leaf.pointer, nil) == 1,
            unsafe X509_STORE_CTX_set_purpose(context, purpose.number) == 1,
            unsafe X509_VERIFY_PARAM_set1_host(X509_STORE_CTX_get0_param(context), host, host.utf8.count) == 1
        else { throw .draining(after: "X509_STORE_CTX_init") }
        unsafe X509_STORE_CTX_set_time(context, 0, time_t(seconds))
        return unsafe X509_verify_cert(context) == 1
    }
}

/// The trusted certificates of one verification.
@safe
private struct StoreHandle: ~Copyable {
    let pointer: OpaquePointer

    init() throws(OpenSSLError) {
        guard let pointer = unsafe X509_STORE_new() else { throw .draining(after: "X509_STORE_new") }
        unsafe self.pointer = unsafe pointer
    }

    func trust(_ anchor: borrowing CertificateHandle) throws(OpenSSLError) {
        guard unsafe X509_STORE_add_cert(pointer, anchor.pointer) == 1 else { throw .draining(after: "X509_STORE_add_cert") }
    }

    deinit {
        unsafe X509_STORE_free(pointer)
    }
}
