public import Indicators
internal import Synchronization

/// Wakes the rounds with peers: something has changed here, or a peer has told that it has news.
public final class PeerBell: Sendable {
    private struct State {
        var rings: [MemberID: Ring] = [:]
        var away: Set<MemberID> = []
    }

    private let state = Mutex(State())

    /// A bell that nobody hears yet.
    public init() {}

    /// Wakes the round with a peer.
    public func ring(for peer: MemberID) { state.withLock { $0.rings[peer] }?.ring() }

    /// Wakes the rounds with all peers.
    public func ringAll() { for ring in state.withLock({ Array($0.rings.values) }) { ring.ring() } }

    /// Notes whether a peer could not be asked.
    func note(_ peer: MemberID, isAway: Bool) {
        state.withLock { state in
            if isAway { state.away.insert(peer) } else { state.away.remove(peer) }
        }
    }

    /// Whether a member could not be asked lately, or is none that is asked.
    func isAway(_ peer: MemberID) -> Bool { state.withLock { $0.away.contains(peer) || $0.rings[peer] == nil } }

    func rings(for peer: MemberID) -> Ring {
        let ring = Ring()
        state.withLock { $0.rings[peer] = ring }
        return ring
    }

    func forget(_ peer: MemberID) {
        state.withLock { state in
            state.rings[peer] = nil
            state.away.remove(peer)
        }
    }
}

/// One wake-up that waits: any number of rings before the next wait are one.
final class Ring: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Bool, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            defer { state.waiter = nil }
            state.isRung = state.waiter == nil
            return state.waiter
        }
        waiter?.resume(returning: true)
    }

    /// Waits for a ring, or so long.
    ///
    /// - Parameter isHasty: whether a ring ends the wait at once; after a failure it does so only after a second, so that a peer that
    ///   does not answer is not asked in a tight loop.
    /// - Returns: whether it rang.
    func wait(atMost seconds: Double, isHasty: Bool) async -> Bool {
        let patience = isHasty ? 0 : min(Self.patienceSeconds, seconds)
        if patience > 0 { try? await Task.sleep(for: .seconds(patience)) }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.rung() }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds - patience))
                return false
            }
            let isRung = await group.next() ?? false
            group.cancelAll()
            return isRung
        }
    }

    private static let patienceSeconds = 1.0

    /// Whether it rang before the task was cancelled.
    private func rung() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isRung = state.withLock { state -> Bool? in
                    if state.isRung || Task.isCancelled {
                        defer { state.isRung = false }
                        return state.isRung
                    }
                    state.waiter = waiter
                    return nil
                }
                if let isRung { waiter.resume(returning: isRung) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: false)
        }
    }
}
