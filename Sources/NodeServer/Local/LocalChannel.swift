internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1

/// Sets up each connection of this machine: admission, then HTTP/1.1.
struct LocalChannel: HTTPChannelHandler {
    struct Value: ServerChildChannelValue {
        let parts: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
        var channel: any Channel { parts.channel }
    }

    let responder: Responder
    let desk: ConnectionDesk
    let complaints: Complaints
    let meters: ListenerMeters
    let limits: ListenerLimits

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        if case .refused = desk.takes(channel, isStranger: false) {
            complaints.log(.tooManyConnections)
            return channel.close().flatMapThrowing { throw ConnectionRefused() }
        }
        count(channel)
        return channel.eventLoop.makeCompletedFuture {
            try addHandlers(to: channel)
            return Value(
                parts: try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
        }
    }

    func handle(value: Value, logger: Logger) async { await handleHTTP(asyncChannel: value.parts, logger: logger) }

    private func count(_ channel: any Channel) {
        let (desk, meters) = (desk, meters)
        meters.connections(desk.connectionCount)
        channel.closeFuture.whenComplete { _ in meters.connections(desk.connectionCount) }
    }

    private func addHandlers(to channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HeadClock(milliseconds: limits.headMilliseconds, complaints: complaints))
        var limited = NIOHTTPDecoderLimitConfiguration()
        limited.maxHeaderFieldSize = limits.headerBytes
        limited.maxHeaderListSize = limits.headerBytes
        limited.maxHeaderFieldCount = limits.headerFields
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limited)
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandler(ExchangeGuard(isStream: false, limits: limits, complaints: complaints))
        try pipeline.addHandler(
            HTTPConnectionStateHandler(
                idleTimeout: .milliseconds(limits.idleMilliseconds),
                logger: Logger(label: "http1") { _ in SwiftLogNoOpLogHandler() }))
    }
}
