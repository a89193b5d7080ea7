internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP2
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP2
internal import NIOSSL
internal import NIOTLS
internal import NodeAPI

/// Sets up each connection: admission, TLS with the pinned key of a member, then HTTP/2 or HTTP/1.1.
struct MemberChannel: HTTPChannelHandler {
    struct Value: ServerChildChannelValue {
        let connection: PeerConnection
        let negotiated: EventLoopFuture<Negotiated>
        var channel: any Channel { connection.channel }
    }

    typealias Parts = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
    typealias Streams = NIOHTTP2Handler.AsyncStreamMultiplexer<Parts>

    enum Negotiated: Sendable {
        case http1(Parts)
        case http2(Streams)
    }

    let responder: Responder
    let tls: NIOSSLContext
    let doorkeeper: Doorkeeper
    let limits: ListenerLimits

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        switch doorkeeper.desk.takes(channel, isStranger: true) {
        case .taken: break
        case .takenInsteadOf(let other):
            doorkeeper.complaints.log(.tooManyConnections)
            other.close(promise: nil)
        case .refused:
            doorkeeper.complaints.log(.tooManyConnections)
            return channel.close().flatMapThrowing { throw ConnectionRefused() }
        }
        doorkeeper.count(channel)
        let connection = PeerConnection(channel)
        return channel.eventLoop.makeCompletedFuture {
            try secure(connection)
            return Value(connection: connection, negotiated: try negotiating(on: channel))
        }
    }

    func handle(value: Value, logger: Logger) async {
        await PeerConnection.$current.withValue(value.connection) {
            switch try? await value.negotiated.get() {
            case .http1(let parts): await handleHTTP(asyncChannel: parts, logger: logger)
            case .http2(let streams): await handle(streams, logger)
            case nil: value.channel.close(promise: nil)
            }
        }
    }

    private func handle(_ streams: Streams, _ logger: Logger) async {
        try? await withThrowingDiscardingTaskGroup { group in
            for try await stream in streams.inbound {
                group.addTask { await handleHTTP(asyncChannel: stream, logger: logger) }
            }
        }
    }

    private func secure(_ connection: PeerConnection) throws {
        let (channel, doorkeeper) = (connection.channel, doorkeeper)
        let handler = NIOSSLServerHandler(
            context: tls,
            customVerificationCallback: { certificates, promise in
                // The library asks by callback and is answered by promise; asking the registry waits, so a task must do it.
                promise.completeWithTask { await doorkeeper.verify(certificates, on: connection) }
            })
        try channel.pipeline.syncOperations.addHandler(handler)
        try channel.pipeline.syncOperations.addHandler(
            HandshakeGuard(connection, desk: doorkeeper.desk, complaints: doorkeeper.complaints, limits: limits))
    }

    private func negotiating(on channel: any Channel) throws -> EventLoopFuture<Negotiated> {
        let handler = NIOTypedApplicationProtocolNegotiationHandler<Negotiated> { result in
            channel.eventLoop.makeCompletedFuture {
                switch result {
                case .negotiated("h2"): .http2(try setUpHTTP2(channel))
                case .negotiated("http/1.1"), .fallback: .http1(try setUpHTTP1(channel))
                case .negotiated: throw ConnectionRefused()
                }
            }
        }
        try channel.pipeline.syncOperations.addHandler(handler)
        return handler.protocolNegotiationResult
    }
}

/// A connection that was closed before anything was asked on it.
package struct ConnectionRefused: Error {
    package init() {}
}

/// Decides whose connection is let in.
struct Doorkeeper: Sendable {
    let answering: any PeerAnswering
    let desk: ConnectionDesk
    let complaints: Complaints
    let meters: ListenerMeters

    /// Keeps the count of connections right, in the metrics too.
    func count(_ channel: any Channel) {
        let (desk, meters) = (desk, meters)
        meters.connections(desk.connectionCount)
        channel.closeFuture.whenComplete { _ in meters.connections(desk.connectionCount) }
    }

    func verify(_ certificates: [NIOSSLCertificate], on connection: PeerConnection) async -> NIOSSLVerificationResult {
        guard let leaf = certificates.first, let point = PinnedKey.point(of: leaf) else {
            complaints.log(certificates.isEmpty ? .noCertificate : .otherKey)
            return .failed
        }
        guard let member = await answering.member(ofTLSKey: point) else {
            complaints.log(.unknownKey)
            return .failed
        }
        connection.belongs(to: member, by: point)
        return .certificateVerified
    }
}
