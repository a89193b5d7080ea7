public import BodyFlow

/// What other members may cost a node: each limit of the listener, named here and nowhere else.
///
/// The limits of single calls are `CallLimits`, which both ends share.
public struct ListenerLimits: Sendable, Hashable {
    /// Connections at once; further ones are closed when they are accepted.
    public var connections = 1_024
    /// Connections of one member at once.
    public var connectionsPerMember = 32
    /// Requests under way at once; further ones are told to come back.
    public var requestsUnderWay = 256
    /// Requests of one member a second, in the long run.
    public var requestsPerSecond = 50
    /// Requests of one member that may come at once after a pause.
    public var requestBurst = 200
    /// The fields of a request's head, with their names, in bytes.
    public var headerBytes = 16 << 10
    /// The fields of a request's head.
    public var headerFields = 64
    /// Requests on one connection at once (HTTP/2).
    public var streamsPerConnection = 32
    /// What one connection, and one request on it, may send ahead of being read (HTTP/2).
    public var windowBytes = 1 << 20
    /// Requests that a connection may take back in half a minute (HTTP/2).
    public var resetsPerThirtySeconds = 100
    /// From the first byte to the end of the TLS handshake.
    public var handshakeMilliseconds = 10_000
    /// From the first byte to the end of a request's head.
    public var headMilliseconds = 10_000
    /// A connection on which nothing is asked.
    public var idleMilliseconds = 60_000
    /// How slowly bodies may flow, in both directions.
    public var pace = PaceFloor.standard
    /// The time an answer takes, in place of that of the call; for tests.
    public var deadlineMilliseconds: Int?
    /// The length of a request's body, where it is less than that of the call; for tests.
    public var requestBytes: Int?
    /// For which time the rest of a request that was refused is read and dropped, so that the answer arrives.
    public var lingerMilliseconds = 1_000
    /// For which time requests under way may go on when the node stops.
    public var graceMilliseconds = 10_000
    /// Log lines a second about connections that came to nothing; the others are counted.
    public var complaintsPerSecond = 5
    /// After how many seconds those that are told to come back should.
    public var retryAfterSeconds = 2

    /// The limits that fit most nodes.
    public init() {}
}
