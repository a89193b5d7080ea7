public import Indicators

/// How requests reach other members' nodes: over the network, or over the simulated one of tests.
public protocol PeerTransport: Sendable {
    /// Sends a request and waits for the whole answer.
    ///
    /// - Parameter sink: takes the pieces of the body of a success as they come, after it was told how the answer begins. Without
    ///   one the body is collected, up to the limit of the call.
    /// - Throws: ``PeerFailure`` when there is no answer. An answer that says no is an answer.
    func send(_ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?) async throws(PeerFailure) -> PeerAnswer

    /// Whether a member has an address.
    func reaches(_ peer: MemberID) -> Bool
}

/// Takes a body piece by piece.
public protocol PieceSink: Sendable {
    /// Told before the first piece; the answer has no body yet.
    ///
    /// - Throws: when the body is not wanted.
    func begin(_ answer: PeerAnswer) throws
    /// Takes the next piece.
    ///
    /// - Throws: when no more is wanted.
    func take(_ piece: [UInt8]) throws
}

extension PeerTransport {
    /// Sends a request whose answer is small.
    ///
    /// - Throws: ``PeerFailure``.
    public func send(_ request: PeerRequest, to peer: MemberID) async throws(PeerFailure) -> PeerAnswer {
        try await send(request, to: peer, sink: nil)
    }

    /// Sends a call without a body.
    ///
    /// - Throws: ``PeerFailure``.
    public func send(_ call: PeerCall, to peer: MemberID) async throws(PeerFailure) -> PeerAnswer {
        try await send(PeerRequest(call), to: peer, sink: nil)
    }
}

/// Why there is no answer.
public struct PeerFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    public enum Reason: String, Sendable, CaseIterable {
        /// No address is known here.
        case noAddress = "no-address"
        /// Nothing answers there.
        case unreachable
        /// It did not show the key that the registry lists for the member, or would not take ours.
        case identity
        /// It took too long.
        case timeout
        /// The connection broke in the middle.
        case broken
        /// It says no to what every peer may ask.
        case refused
        /// The answer is longer than it may be.
        case tooLong = "too-long"
        /// The answer is not of this protocol.
        case malformed
        /// What came could not be kept here.
        case sink
        /// This node is stopping.
        case stopped
    }

    /// What went wrong.
    public let reason: Reason
    /// The member that was asked.
    public let peer: MemberID
    /// More for people, nothing from the peer's own mouth.
    public let detail: String

    /// States a failure.
    public init(_ reason: Reason, _ peer: MemberID, detail: String = "") {
        self.reason = reason
        self.peer = peer
        self.detail = detail
    }

    /// One sentence.
    public var description: String {
        let what =
            switch reason {
            case .noAddress: "has no address here"
            case .unreachable: "does not answer"
            case .identity: "did not prove its identity, or does not take ours"
            case .timeout: "takes too long"
            case .broken: "broke off in the middle of an answer"
            case .refused: "does not let us ask"
            case .tooLong: "answers more than it may"
            case .malformed: "does not answer in this protocol"
            case .sink: "sent what could not be kept here"
            case .stopped: "was not asked to the end, since this node stops"
            }
        return "\(peer.name) \(what)\(detail.isEmpty ? "" : ": \(detail)")"
    }
}

/// What answers other members' requests: the node's exchange, or what a test puts in its place.
public protocol PeerAnswering: Sendable {
    /// The member whose TLS key, 65 bytes of an uncompressed P-256 point, the registry lists as usable now; nothing for any other.
    func member(ofTLSKey point: [UInt8]) async -> MemberID?

    /// Answers a member's request. Whatever goes wrong is an answer, too.
    func answer(_ request: PeerRequest, from peer: MemberID) async -> PeerAnswer

    /// A directory for bodies that are too long for memory; what lies there is removed after the answer.
    var spool: String { get }
}
