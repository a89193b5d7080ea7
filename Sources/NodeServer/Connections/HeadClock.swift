internal import NIOCore
internal import NIOHTTPTypes

/// Ends a connection whose peer begins a request's head and does not finish it in time (HTTP/1.1): sees the bytes.
final class HeadClock: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let milliseconds: Int
    private let complaints: Complaints
    private var timer: Scheduled<Void>?
    private var isWaiting = true

    init(milliseconds: Int, complaints: Complaints) {
        self.milliseconds = milliseconds
        self.complaints = complaints
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isWaiting, timer == nil { start(context) }
        context.fireChannelRead(data)
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func headArrived() {
        timer?.cancel()
        (timer, isWaiting) = (nil, false)
    }

    func requestEnded() { isWaiting = true }

    private func start(_ context: ChannelHandlerContext) {
        let (channel, complaints) = (context.channel, complaints)
        timer = context.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            complaints.log(.slowHead)
            channel.close(promise: nil)
        }
    }
}
