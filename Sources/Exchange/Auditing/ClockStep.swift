internal import CanonicalCoding
internal import LedgerFiles
public import TransparencyLog

/// A step of the clock that somebody acknowledged.
public struct ClockStep: Sendable, Hashable {
    /// The time of the last entry before.
    public let before: EntryTime
    /// What the clock showed.
    public let after: EntryTime
    /// The entry that tells of it.
    public let entry: UInt64

    /// By how many seconds the clock was behind the last entry; zero when it was not.
    public var secondsBehind: Int64 { max(0, before.millisecondsSinceEpoch - after.millisecondsSinceEpoch) / 1_000 }
}

extension Node {
    /// Lets the audit log go on after a step of the clock, with an entry that says so. Until the clock has caught up, entries carry the
    /// time of the last one before, and say in their details what the clock showed.
    ///
    /// - Parameter justification: how it is known that the clock is right now.
    /// - Throws: `LedgerError`, `FileError`, ``NodeError``.
    public func acknowledgeClock(because justification: String) throws -> ClockStep {
        let log = try openLedger()
        let after = clock().time
        let before = log.lastTime ?? after
        let event = LoggedEvent(
            .clockStep,
            [
                (.clockBefore, .string(before.description)), (.clockAfter, .string(after.description)),
                (.justification, .string(justification)),
            ])
        let committed = try commit([event], to: log)
        return ClockStep(before: before, after: after, entry: committed[0].index)
    }
}
