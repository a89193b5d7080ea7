internal import HummingbirdCore
internal import Logging
package import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1

/// What stands on a connection of HTTP/1.1.
package enum HTTP1Handlers {
    /// Sets the handlers up, in the order in which bytes come through them.
    ///
    /// - Parameter isSecure: whether TLS stands before them.
    /// - Throws: when the connection is gone already.
    package static func add(
        to channel: any Channel, isSecure: Bool, limits: ListenerLimits, complaints: Complaints
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HeadClock(milliseconds: limits.headMilliseconds, complaints: complaints))
        var limited = NIOHTTPDecoderLimitConfiguration()
        limited.maxHeaderFieldSize = limits.headerBytes
        limited.maxHeaderListSize = limits.headerBytes
        limited.maxHeaderFieldCount = limits.headerFields
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limited)
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: isSecure))
        try pipeline.addHandler(ExchangeGuard(isStream: false, limits: limits, complaints: complaints))
        try pipeline.addHandler(
            HTTPConnectionStateHandler(
                idleTimeout: .milliseconds(limits.idleMilliseconds),
                logger: Logger(label: "http1") { _ in SwiftLogNoOpLogHandler() }))
    }
}
