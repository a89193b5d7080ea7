internal import Dispatch
public import Indicators
internal import Synchronization

/// Runs evaluations on threads of its own, one for each core, so that nothing that serves connections waits for them. How many may wait is bounded.
public final class EvaluationQueue: Sendable {
    private let threads: [DispatchQueue]
    private let limits: Limits
    private let state: Mutex<State>

    /// How many may wait.
    public struct Limits: Sendable, Hashable {
        /// Evaluations that wait or run: full messages take about a second of a core each, so the last is answered well within its deadline.
        public var underWay = 32
        /// Of them, of one member.
        public var ofOneMember = 16

        /// The limits that fit most evaluators.
        public init() {}
    }

    private struct State {
        /// Of each thread, how many wait or run.
        var loads: [Int]
        var shares: [MemberID: Int] = [:]
    }

    /// - Parameter threads: so many evaluations run at once.
    public init(threads count: Int, limits: Limits = Limits()) {
        threads = (0..<max(1, count)).map { DispatchQueue(label: "evaluation-\($0)") }
        self.limits = limits
        state = Mutex(State(loads: [Int](repeating: 0, count: max(1, count))))
    }

    /// Does some work of a member; nothing when too many wait.
    public func run<Result: Sendable>(for member: MemberID, _ work: @escaping @Sendable () -> Result) async -> Result? {
        guard let thread = enter(member) else { return nil }
        defer { leave(member, thread) }
        return await withCheckedContinuation { continuation in
            threads[thread].async { continuation.resume(returning: work()) }
        }
    }

    /// How many wait or run.
    package var count: Int { state.withLock { $0.loads.reduce(0, +) } }

    private func enter(_ member: MemberID) -> Int? {
        state.withLock { state in
            guard state.loads.reduce(0, +) < limits.underWay, state.shares[member, default: 0] < limits.ofOneMember,
                let thread = state.loads.indices.min(by: { state.loads[$0] < state.loads[$1] })
            else { return nil }
            state.loads[thread] += 1
            state.shares[member, default: 0] += 1
            return thread
        }
    }

    private func leave(_ member: MemberID, _ thread: Int) {
        state.withLock { state in
            state.loads[thread] -= 1
            let left = state.shares[member, default: 1] - 1
            state.shares[member] = left > 0 ? left : nil
        }
    }
}
