internal import NIOCore
internal import Synchronization

/// Tells whoever waits that a channel has closed: work for a peer that has left is work for nobody.
final class Departure: Sendable {
    private let state = Mutex(State())

    private struct State {
        var isOver = false
        var next = 0
        var waiting: [Int: AsyncStream<Never>.Continuation] = [:]
    }

    init(of channel: any Channel) { channel.closeFuture.whenComplete { _ in self.happens() } }

    /// Waits until the channel has closed, or the task is cancelled.
    func wait() async {
        let (end, continuation) = AsyncStream.makeStream(of: Never.self)
        guard let place = place(for: continuation) else { return }
        defer { state.withLock { _ = $0.waiting.removeValue(forKey: place) } }
        for await _ in end {}
    }

    private func place(for continuation: AsyncStream<Never>.Continuation) -> Int? {
        state.withLock { state in
            guard !state.isOver else { return nil }
            state.next += 1
            state.waiting[state.next] = continuation
            return state.next
        }
    }

    private func happens() {
        let waiting = state.withLock { state in
            state.isOver = true
            return state.waiting.values
        }
        for continuation in waiting { continuation.finish() }
    }
}
