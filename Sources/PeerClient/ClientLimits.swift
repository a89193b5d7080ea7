internal import AsyncHTTPClient
public import BodyFlow
internal import NIOCore

/// What other members' nodes may cost this one; the limits of single calls are `CallLimits`, which both ends share.
public struct ClientLimits: Sendable, Hashable {
    /// From the first packet to the end of the TLS handshake.
    public var connectMilliseconds = 5_000
    /// Connections to one node at once.
    public var connectionsPerPeer = 4
    /// A connection on which nothing is asked.
    public var idleMilliseconds = 50_000
    /// How slowly bodies may flow, in both directions.
    public var pace = PaceFloor.standard
    /// The time until an answer begins, in place of that of the call; for tests.
    public var deadlineMilliseconds: Int?

    /// The limits that fit most nodes.
    public init() {}

    /// No redirects, no unpacking, no second try.
    var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .milliseconds(Int64(connectMilliseconds))),
            ignoreUncleanSSLShutdown: false, decompression: .disabled)
        configuration.connectionPool.idleTimeout = .milliseconds(Int64(idleMilliseconds))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerPeer
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .automatic
        return configuration
    }
}
