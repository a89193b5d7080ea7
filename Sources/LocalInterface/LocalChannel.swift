internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypes
internal import NodeServer

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
            try HTTP1Handlers.add(to: channel, isSecure: false, limits: limits, complaints: complaints)
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
}
