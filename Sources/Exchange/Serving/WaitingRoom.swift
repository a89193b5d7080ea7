internal import NodeAPI
internal import Synchronization

/// How many requests of one side may wait for the desk at once. Whoever asks more is told to come back, instead of waiting until nobody
/// listens any more, and the other side gets its turn.
final class WaitingRoom: Sendable {
    private let limit: Int
    private let share: Int
    private let waiting = Mutex(Waiting())

    private struct Waiting {
        var count = 0
        /// Of each that asks by name.
        var shares: [String: Int] = [:]
    }

    /// - Parameters:
    ///   - limit: requests that wait or are worked on at once.
    ///   - share: so many of them may be of one that asks by name, so that nobody fills the room alone.
    init(limit: Int, share: Int = .max) {
        self.limit = limit
        self.share = share
    }

    /// Waits for some work on the desk.
    ///
    /// - Throws: `Problem` (503) when there are too many, and what the work throws.
    func passing<Result>(_ name: String = "", _ work: () async throws -> Result) async throws -> Result {
        guard enters(name) else {
            throw Problem(.unavailable, "as many requests as may wait do", retryAfterSeconds: Self.retryAfterSeconds)
        }
        defer { leave(name) }
        return try await work()
    }

    private func enters(_ name: String) -> Bool {
        waiting.withLock { waiting in
            guard waiting.count < limit, waiting.shares[name, default: 0] < share else { return false }
            waiting.count += 1
            waiting.shares[name, default: 0] += 1
            return true
        }
    }

    private func leave(_ name: String) {
        waiting.withLock { waiting in
            waiting.count -= 1
            let left = waiting.shares[name, default: 1] - 1
            waiting.shares[name] = left > 0 ? left : nil
        }
    }

    private static let retryAfterSeconds = 2
}
