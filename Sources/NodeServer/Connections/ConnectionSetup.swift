internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1
internal import NIOHTTPTypesHTTP2

extension MemberChannel {
    func setUpHTTP1(_ channel: any Channel) throws -> Parts {
        try HTTP1Handlers.add(to: channel, isSecure: true, limits: limits, complaints: doorkeeper.complaints)
        return try Parts(wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }

    func setUpHTTP2(_ channel: any Channel) throws -> Streams {
        let (limits, complaints) = (limits, doorkeeper.complaints)
        let pipeline = channel.pipeline.syncOperations
        let streams = try pipeline.configureAsyncHTTP2Pipeline(
            mode: .server, connectionManagerConfiguration: limits.http2Life, http2HandlerConfiguration: limits.http2
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                let pipeline = stream.pipeline.syncOperations
                try pipeline.addHandler(HTTP2FramePayloadToHTTPServerCodec())
                try pipeline.addHandler(ExchangeGuard(isStream: true, limits: limits, complaints: complaints))
                return try Parts(wrappingChannelSynchronously: stream)
            }
        }
        try startLife(of: channel)
        let multiplexer = try pipeline.handler(type: NIOHTTP2Handler.self)
        try pipeline.addHandler(EndOfConnection(limits: limits, complaints: complaints), position: .after(multiplexer))
        return streams
    }

    /// The library's timers start when a connection becomes active, which it is already after a TLS handshake.
    private func startLife(of channel: any Channel) throws {
        let context = try channel.pipeline.syncOperations.context(handlerType: NIOHTTP2ServerConnectionManagementHandler.self)
        (context.handler as? NIOHTTP2ServerConnectionManagementHandler)?.channelActive(context: context)
    }
}

extension ListenerLimits {
    var http2: NIOHTTP2Handler.Configuration {
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: streamsPerConnection),
            HTTP2Setting(parameter: .maxHeaderListSize, value: headerBytes),
            HTTP2Setting(parameter: .initialWindowSize, value: windowBytes),
        ]
        connection.targetWindowSize = windowBytes
        var stream = NIOHTTP2Handler.StreamConfiguration()
        stream.targetWindowSize = windowBytes
        stream.outboundBufferSizeHighWatermark = 128 << 10
        stream.outboundBufferSizeLowWatermark = 64 << 10
        stream.streamResetFrameRateLimit.maximumCount = resetsPerThirtySeconds
        return NIOHTTP2Handler.Configuration(connection: connection, stream: stream)
    }

    var http2Life: NIOHTTP2ServerConnectionManagementHandler.Configuration {
        .init(
            maxIdleTime: .milliseconds(Int64(idleMilliseconds)), maxAge: nil,
            maxGraceTime: .milliseconds(Int64(graceMilliseconds)),
            keepalive: .init(pingInterval: .milliseconds(Int64(idleMilliseconds)), ackTimeout: .seconds(20)))
    }
}
