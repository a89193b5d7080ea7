internal import NIOCore
internal import NIOSSL

/// What a listener shows of itself in a TLS handshake: its certificate and the key to it.
public struct ListenerIdentity: Sendable {
    let certificate: NIOSSLCertificate
    let privateKey: NIOSSLPrivateKey

    /// Reads a certificate (DER) and its key (PEM).
    ///
    /// - Throws: what the TLS library says of bytes that are none.
    public init(certificateDER: [UInt8], privateKeyPEM: [UInt8]) throws {
        certificate = try NIOSSLCertificate(bytes: certificateDER, format: .der)
        privateKey = try NIOSSLPrivateKey(bytes: privateKeyPEM, format: .pem)
    }

    /// TLS 1.3 only, a certificate asked of every client, HTTP/2 offered first.
    ///
    /// The library's own verification never runs: ``PinnedKey`` replaces it. No names of authorities are sent, and the
    /// system's are not even loaded.
    var configuration: TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv13
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([])
        configuration.sendCANameList = false
        configuration.applicationProtocols = ["h2", "http/1.1"]
        configuration.shutdownTimeout = .seconds(2)
        return configuration
    }
}
