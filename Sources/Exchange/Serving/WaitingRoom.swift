internal import NodeAPI
internal import Synchronization

/// How many requests of one side may wait for the desk at once. Whoever asks more is told to come back, instead of waiting until nobody
/// listens any more, and the other side gets its turn.
final class WaitingRoom: Sendable {
    private let limit: Int
    private let waiting = Mutex(0)

    /// - Parameter limit: requests that wait or are worked on at once.
    init(limit: Int) { self.limit = limit }

    /// Waits for some work on the desk.
    ///
    /// - Throws: `Problem` (503) when there are too many, and what the work throws.
    func passing<Result>(_ work: () async throws -> Result) async throws -> Result {
        guard enters() else {
            throw Problem(.unavailable, "as many requests as may wait do", retryAfterSeconds: Self.retryAfterSeconds)
        }
        defer { waiting.withLock { $0 -= 1 } }
        return try await work()
    }

    private func enters() -> Bool {
        waiting.withLock { waiting in
            guard waiting < limit else { return false }
            waiting += 1
            return true
        }
    }

    private static let retryAfterSeconds = 2
}
