internal import Indicators
internal import NIOCore
internal import Synchronization

/// One connection from another node, and whose it is.
final class PeerConnection: Sendable {
    let channel: any Channel
    let departure: Departure
    private let identity = Mutex<Identity?>(nil)

    init(_ channel: any Channel) {
        self.channel = channel
        departure = Departure(of: channel)
    }

    struct Identity: Sendable, Equatable {
        let point: [UInt8]
        let member: MemberID
    }

    /// The connection that the current task works for.
    @TaskLocal static var current: PeerConnection?

    /// Whose it is, once the handshake has shown it.
    var peer: Identity? { identity.withLock { $0 } }

    func belongs(to member: MemberID, by point: [UInt8]) {
        identity.withLock { $0 = Identity(point: point, member: member) }
    }

    /// Asks for no more requests on the connection and closes it when those under way are done.
    func wind() { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
}
