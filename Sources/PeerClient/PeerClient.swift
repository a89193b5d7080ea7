internal import AsyncHTTPClient
internal import BodyFlow
internal import HTTPTypes
public import Indicators
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
public import NodeAPI
internal import Synchronization

/// Calls other members' nodes over HTTPS: shows the node's own certificate, takes no peer but the one whose key is pinned, and
/// never tries again by itself.
public final class PeerClient: PeerTransport {
    /// The address of a member's node, such as `https://node.example:8443`; nothing where none is known.
    public typealias Addresses = @Sendable (MemberID) -> String?
    /// Certificates (DER) that stand for the keys that a member's node may show; none where no key is listed.
    public typealias Anchors = @Sendable (MemberID) -> [[UInt8]]

    let client: HTTPClient
    let limits: ClientLimits
    private let addresses: Addresses
    private let pins: PeerPins

    /// Prepares a client. It must be shut down before it goes.
    ///
    /// - Parameters:
    ///   - certificateDER: The node's own certificate.
    ///   - privateKeyPEM: The key to it.
    /// - Throws: what the TLS library says of bytes that are no certificate or key.
    public init(
        certificateDER: [UInt8], privateKeyPEM: [UInt8], addresses: @escaping Addresses, anchors: @escaping Anchors,
        limits: ClientLimits = .init()
    ) throws {
        pins = try PeerPins(certificateDER: certificateDER, privateKeyPEM: privateKeyPEM, anchors: anchors)
        self.addresses = addresses
        self.limits = limits
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: limits.configuration)
    }

    /// Whether a member has an address.
    public func reaches(_ peer: MemberID) -> Bool { addresses(peer) != nil }

    /// Sends a request and waits for the whole answer.
    ///
    /// - Throws: ``PeerFailure``.
    public func send(
        _ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?
    ) async throws(PeerFailure) -> PeerAnswer {
        let exchange = PeerExchange(
            client: client, request: request, message: try message(request, to: peer), sink: sink, limits: limits)
        do {
            return try await exchange.run()
        } catch {
            throw PeerFailure(of: error, peer)
        }
    }

    /// Closes all connections; requests under way end as broken.
    ///
    /// - Throws: when it was shut down before.
    public func shutdown() async throws { try await client.shutdown() }

    private func message(_ request: PeerRequest, to peer: MemberID) throws(PeerFailure) -> HTTPClientRequest {
        guard let address = addresses(peer) else { throw PeerFailure(.noAddress, peer) }
        let base = address.hasSuffix("/") ? String(address.dropLast()) : address
        guard base.hasPrefix("https://") else { throw PeerFailure(.noAddress, peer, detail: "the address is no https URL") }
        guard let tls = pins.configuration(for: peer) else {
            throw PeerFailure(.identity, peer, detail: "no key of it is listed for TLS")
        }
        var message = HTTPClientRequest(url: base + request.call.path)
        message.tlsConfiguration = tls
        message.method = request.call.method == .post ? .POST : .GET
        if request.firstByte > 0, let tag = request.entityTag {
            message.headers.add(name: "Range", value: "bytes=\(request.firstByte)-")
            message.headers.add(name: "If-Range", value: "\"\(tag)\"")
        }
        return message
    }
}
