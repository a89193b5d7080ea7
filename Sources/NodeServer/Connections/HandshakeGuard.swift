internal import Indicators
internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// Stands behind the TLS handler: ends handshakes that take too long, and lets nothing pass before the peer is known.
final class HandshakeGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let connection: PeerConnection
    private let desk: ConnectionDesk
    private let complaints: Complaints
    private let limits: ListenerLimits
    private var timer: Scheduled<Void>?
    private var isDone = false

    init(_ connection: PeerConnection, desk: ConnectionDesk, complaints: Complaints, limits: ListenerLimits) {
        self.connection = connection
        self.desk = desk
        self.complaints = complaints
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let (channel, complaints) = (context.channel, complaints)
        timer = context.eventLoop.scheduleTask(in: .milliseconds(Int64(limits.handshakeMilliseconds))) {
            complaints.log(.slowHandshake)
            channel.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted: completed(context)
        case is ChannelShouldQuiesceEvent where !isDone: return context.close(promise: nil)
        case ChannelEvent.inputClosed where !isDone: return context.close(promise: nil)
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isDone {
            // Who leaves without a farewell has left all the same.
            if case NIOSSLError.uncleanShutdown = error { return context.close(promise: nil) }
            return context.fireErrorCaught(error)
        }
        // A refusal of ours was logged where it was decided, and shows here as a handshake that failed.
        let name = Complaints.name(of: error)
        if !name.contains("CERTIFICATE_VERIFY_FAILED") { complaints.log(.handshake, detail: name) }
        context.close(promise: nil)
    }

    /// The certificate of the connection must be the one whose key was looked up, and its member must have room.
    private func completed(_ context: ChannelHandlerContext) {
        timer?.cancel()
        isDone = true
        let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()
        guard let certificate, let peer = connection.peer, PinnedKey.point(of: certificate) == peer.point else {
            complaints.log(.noCertificate)
            return context.close(promise: nil)
        }
        guard desk.takes(connection, of: peer.member) else {
            complaints.log(.tooManyOfMember, member: peer.member.name)
            return context.close(promise: nil)
        }
        desk.knows(context.channel)
    }
}
