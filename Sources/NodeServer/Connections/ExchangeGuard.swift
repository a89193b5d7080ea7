internal import BodyFlow
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Stands where requests and answers pass: closes after an answer that ends the connection or leaves a request unread, and on
/// a peer that reads nothing.
///
/// What is left of a refused request is dropped for a short time before the close, since a close with bytes unread could take
/// the answer away from the peer.
final class ExchangeGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: ListenerLimits
    private let complaints: Complaints
    private let isStream: Bool
    private var requestsRead = 0
    private var answersWritten = 0
    private var isLast = false
    private var isLingering = false
    private var stall: Scheduled<Void>?
    private var clock: HeadClock?

    /// - Parameter isStream: whether this is one request of a connection (HTTP/2) and not all of it.
    init(isStream: Bool, limits: ListenerLimits, complaints: Complaints) {
        self.isStream = isStream
        self.limits = limits
        self.complaints = complaints
    }

    func handlerAdded(context: ChannelHandlerContext) {
        clock = try? context.pipeline.syncOperations.handler(type: HeadClock.self)
    }

    func handlerRemoved(context: ChannelHandlerContext) { stall?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        stall?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isLingering else { return }
        switch unwrapInboundIn(data) {
        case .head: clock?.headArrived()
        case .body: break
        case .end:
            requestsRead += 1
            clock?.requestEnded()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): if head.headerFields[.connection] == "close" { isLast = true }
        case .body: break
        case .end:
            answersWritten += 1
            if isLast || requestsRead < answersWritten { linger(context) }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stall?.cancel()
        stall = context.channel.isWritable ? nil : closing(context, after: limits.pace.idleMilliseconds, as: .slowReader)
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if !isStream { complaints.log(.malformed, detail: Complaints.name(of: error)) }
        context.fireErrorCaught(error)
    }

    private func linger(_ context: ChannelHandlerContext) {
        isLingering = true
        _ = closing(context, after: limits.lingerMilliseconds, as: nil)
    }

    private func closing(
        _ context: ChannelHandlerContext, after milliseconds: Int, as reason: Complaints.Reason?
    ) -> Scheduled<Void> {
        let (channel, complaints) = (context.channel, complaints)
        return context.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            guard channel.isActive else { return }
            if let reason { complaints.log(reason) }
            channel.close(promise: nil)
        }
    }
}
