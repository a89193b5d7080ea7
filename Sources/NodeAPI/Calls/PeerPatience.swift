public import CanonicalCoding
public import Indicators
internal import Synchronization

/// How much a peer may have refused in a minute: a refusal costs it nothing, and this node work or an entry of its log.
public final class PeerPatience: Sendable {
    private struct Minute {
        var start: Timestamp
        var refusals = 0
    }

    private let minutes = Mutex<[MemberID: Minute]>([:])

    /// Nothing was refused yet.
    public init() {}

    /// So many refusals of one member in a minute are worked out; then it is told to come back.
    public static let refusalLimit = 30
    private static let windowSeconds: Int64 = 60

    /// What to tell a peer that has had too much refused; nothing for any other.
    public func problem(for peer: MemberID, at time: Timestamp) -> Problem? {
        minutes.withLock { minutes in
            guard let minute = minutes[peer], minute.refusals >= Self.refusalLimit else { return nil }
            let left = minute.start.secondsSinceEpoch + Self.windowSeconds - time.secondsSinceEpoch
            guard (1...Self.windowSeconds).contains(left) else { return nil }
            return Problem(.tooManyRequests, "too much was refused", retryAfterSeconds: Int(left))
        }
    }

    /// Notes a refusal.
    public func refused(_ peer: MemberID, at time: Timestamp) {
        minutes.withLock { minutes in
            var minute = minutes[peer] ?? Minute(start: time)
            let age = time.secondsSinceEpoch - minute.start.secondsSinceEpoch
            if !(0..<Self.windowSeconds).contains(age) { minute = Minute(start: time) }
            minute.refusals += 1
            minutes[peer] = minute
        }
    }
}
