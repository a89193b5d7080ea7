internal import Indicators
internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// The TLS settings for each peer. A peer is known by its key alone: the only authorities trusted for it are the certificates
/// made for its listed keys, so that every chain ends at one of those or nowhere.
final class PeerPins: Sendable {
    private let certificate: NIOSSLCertificate
    private let privateKey: NIOSSLPrivateKey
    private let anchors: @Sendable (MemberID) -> [[UInt8]]
    private let made = Mutex<[MemberID: Made]>([:])

    private struct Made {
        let anchors: [[UInt8]]
        let configuration: TLSConfiguration
    }

    init(
        certificateDER: [UInt8], privateKeyPEM: [UInt8], anchors: @escaping @Sendable (MemberID) -> [[UInt8]]
    ) throws {
        certificate = try NIOSSLCertificate(bytes: certificateDER, format: .der)
        privateKey = try NIOSSLPrivateKey(bytes: privateKeyPEM, format: .pem)
        self.anchors = anchors
    }

    /// The settings for a peer; nothing where no key of it is listed. The same keys give the same settings, which lets
    /// connections be used again.
    func configuration(for peer: MemberID) -> TLSConfiguration? {
        let current = anchors(peer)
        if let known = made.withLock({ $0[peer] }), known.anchors == current { return known.configuration }
        let roots = current.compactMap { try? NIOSSLCertificate(bytes: $0, format: .der) }
        guard !roots.isEmpty else { return nil }
        let configuration = configuration(roots)
        made.withLock { $0[peer] = Made(anchors: current, configuration: configuration) }
        return configuration
    }

    /// Host names are not looked at: where a node stands is no question of who it is.
    private func configuration(_ roots: [NIOSSLCertificate]) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv13
        configuration.trustRoots = .certificates(roots)
        configuration.certificateVerification = .noHostnameVerification
        configuration.certificateChain = [.certificate(certificate)]
        configuration.privateKey = .privateKey(privateKey)
        configuration.shutdownTimeout = .seconds(2)
        return configuration
    }
}
