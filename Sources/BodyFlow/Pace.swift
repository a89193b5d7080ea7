internal import NodeAPI
internal import Synchronization

/// How slowly a body may flow before it is given up.
public struct PaceFloor: Sendable, Hashable {
    /// Nothing at all flows for at most this long.
    public var idleMilliseconds: Int
    /// What flows is counted over windows of this length.
    public var windowMilliseconds: Int
    /// A window in which fewer bytes flow is the last.
    public var bytesPerWindow: Int

    /// States a floor.
    public init(idleMilliseconds: Int, windowMilliseconds: Int, bytesPerWindow: Int) {
        self.idleMilliseconds = idleMilliseconds
        self.windowMilliseconds = windowMilliseconds
        self.bytesPerWindow = bytesPerWindow
    }

    /// The floor of the interface.
    public static let standard = PaceFloor(
        idleMilliseconds: CallLimits.idleSeconds * 1_000, windowMilliseconds: 10_000,
        bytesPerWindow: CallLimits.slowestBytesPerTenSeconds)
}

/// The pace of one exchange: told of every byte that flows, it says when too little does.
///
/// An exchange is either waiting, for at most a stated time, or flowing, at no less than the floor.
public final class Pace: Sendable {
    private let floor: PaceFloor
    private let phase: Mutex<Phase>

    /// Begins to wait or, without a time, to flow.
    public init(_ floor: PaceFloor, waitingMilliseconds: Int? = nil) {
        self.floor = floor
        let now = ContinuousClock.now
        phase = Mutex(waitingMilliseconds.map { .waiting(until: now + .milliseconds($0)) } ?? .flowing(Flow(at: now)))
    }

    /// Says that bytes flowed.
    public func flowed(_ bytes: Int) {
        let now = ContinuousClock.now
        phase.withLock { phase in
            if case .flowing(var flow) = phase {
                flow.took(bytes, at: now)
                phase = .flowing(flow)
            } else {
                phase = .flowing(Flow(at: now))
            }
        }
    }

    /// Says that nothing need flow for a time.
    public func waits(milliseconds: Int) {
        phase.withLock { $0 = .waiting(until: .now + .milliseconds(milliseconds)) }
    }

    /// Watches until too little flows.
    ///
    /// - Throws: ``TooSlow`` then, or what cancels the task.
    public func watch() async throws -> Never {
        let step = Duration.milliseconds(max(5, min(250, min(floor.idleMilliseconds, floor.windowMilliseconds) / 4)))
        while true {
            try await Task.sleep(for: step)
            if isTooSlow(at: .now) { throw TooSlow() }
        }
    }

    private func isTooSlow(at now: ContinuousClock.Instant) -> Bool {
        phase.withLock { phase in
            switch phase {
            case .waiting(let end): return now >= end
            case .flowing(var flow):
                defer { phase = .flowing(flow) }
                return flow.isTooSlow(floor, at: now)
            }
        }
    }
}

/// Too little flowed for too long.
public struct TooSlow: Error, Sendable, Hashable {
    /// The only one.
    public init() {}
}

private enum Phase: Sendable {
    case waiting(until: ContinuousClock.Instant)
    case flowing(Flow)
}

private struct Flow: Sendable {
    var last: ContinuousClock.Instant
    var windowStart: ContinuousClock.Instant
    var windowBytes = 0

    init(at now: ContinuousClock.Instant) { (last, windowStart) = (now, now) }

    mutating func took(_ bytes: Int, at now: ContinuousClock.Instant) {
        last = now
        windowBytes += bytes
    }

    mutating func isTooSlow(_ floor: PaceFloor, at now: ContinuousClock.Instant) -> Bool {
        if now - last >= .milliseconds(floor.idleMilliseconds) { return true }
        guard now - windowStart >= .milliseconds(floor.windowMilliseconds) else { return false }
        defer { (windowStart, windowBytes) = (now, 0) }
        return windowBytes < floor.bytesPerWindow
    }
}

/// Works while a pace holds.
///
/// The work is cancelled when too little flows, and must heed that.
///
/// - Throws: ``TooSlow``, or what the work throws.
public func keeping<Value: Sendable>(
    _ pace: Pace, _ work: @escaping @Sendable (Pace) async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work(pace) }
        group.addTask { try await pace.watch() }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
