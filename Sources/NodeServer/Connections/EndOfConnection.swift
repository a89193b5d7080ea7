internal import NIOCore
internal import NIOHTTP2

/// Closes a connection that the peer has left, on which it does not speak HTTP/2 as it should, or which it does not give up
/// although it was told that no more requests are taken.
///
/// The library waits for the peer's part in a farewell, and a bad peer never plays it.
final class EndOfConnection: ChannelDuplexHandler {
    typealias InboundIn = HTTP2Frame
    typealias InboundOut = HTTP2Frame
    typealias OutboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let limits: ListenerLimits
    private let complaints: Complaints
    private var timer: Scheduled<Void>?

    init(limits: ListenerLimits, complaints: Complaints) {
        self.limits = limits
        self.complaints = complaints
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .goAway = unwrapOutboundIn(data).payload, timer == nil {
            let channel = context.channel
            timer = context.eventLoop.scheduleTask(in: .milliseconds(Int64(limits.graceMilliseconds))) {
                channel.close(promise: nil)
            }
        }
        context.write(data, promise: promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        complaints.log(.malformed, detail: Complaints.name(of: error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }
}
