internal import CanonicalCoding
internal import Indicators
internal import NodeAPI
internal import Synchronization

/// How much a peer may have refused in a minute: each refusal is an entry of the audit log, which nobody may fill up.
final class PeerPatience: Sendable {
    private struct Minute {
        var start: Timestamp
        var refusals = 0
    }

    private let minutes = Mutex<[MemberID: Minute]>([:])

    /// So many refusals of one member in a minute are logged; then it is told to come back.
    static let refusalLimit = 30
    private static let windowSeconds: Int64 = 60

    /// What to tell a peer that has had too much refused; nothing for any other.
    func problem(for peer: MemberID, at time: Timestamp) -> Problem? {
        minutes.withLock { minutes in
            guard let minute = minutes[peer], minute.refusals >= Self.refusalLimit else { return nil }
            let left = minute.start.secondsSinceEpoch + Self.windowSeconds - time.secondsSinceEpoch
            guard (1...Self.windowSeconds).contains(left) else { return nil }
            return Problem(.tooManyRequests, "too much was refused", retryAfterSeconds: Int(left))
        }
    }

    /// Notes a refusal.
    func refused(_ peer: MemberID, at time: Timestamp) {
        minutes.withLock { minutes in
            var minute = minutes[peer] ?? Minute(start: time)
            let age = time.secondsSinceEpoch - minute.start.secondsSinceEpoch
            if !(0..<Self.windowSeconds).contains(age) { minute = Minute(start: time) }
            minute.refusals += 1
            minutes[peer] = minute
        }
    }
}
