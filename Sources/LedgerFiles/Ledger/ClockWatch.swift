internal import TransparencyLog

/// What the clock may show when entries are committed.
///
/// Entries never go back in time. A clock a little behind the last entry gives that entry's time; one that is further behind, or that
/// jumped while the log was open, stops the log until it has caught up or somebody acknowledged the step.
public struct ClockWatch: Sendable {
    /// More than this is a step and no drift.
    public static let stepLimitSeconds: Int64 = 2
    /// What was decided must be committed within this time.
    public static let captureLimitSeconds: Int64 = 60

    /// The reading at the last batch.
    private(set) var last: ClockReading?

    /// Begins, where one that watched before left off.
    init(after last: ClockReading? = nil) { self.last = last }

    /// Refuses a jump since the last batch.
    ///
    /// - Parameter uptime: milliseconds since the machine started, if the caller knows them.
    mutating func requireSteady(_ clock: EntryTime, uptime: Int64?) throws(LedgerError) {
        guard let uptime else { return }
        if let last {
            let passed = clock.millisecondsSinceEpoch - last.time.millisecondsSinceEpoch
            let jump = passed - (uptime - last.uptimeMilliseconds)
            guard abs(jump) <= Self.stepLimitSeconds * 1000 else { throw .clockStep(seconds: jump / 1000) }
        }
        last = ClockReading(time: clock, uptimeMilliseconds: uptime)
    }

    /// Takes the clock as it is now for steady.
    mutating func acknowledge() { last = nil }

    /// Refuses what was decided too long ago, or after the clock shows now.
    static func requireFresh(_ event: Event, _ clock: EntryTime) throws(LedgerError) {
        let age = clock.millisecondsSinceEpoch - event.capturedAt.millisecondsSinceEpoch
        guard age <= captureLimitSeconds * 1000, age >= -stepLimitSeconds * 1000 else { throw .stale(seconds: age / 1000) }
    }

    /// By how much the clock is behind the last entry, if that is more than drift.
    static func secondsBehind(_ clock: EntryTime, _ last: EntryTime?) -> Int64? {
        guard let last else { return nil }
        let behind = last.millisecondsSinceEpoch - clock.millisecondsSinceEpoch
        return behind > stepLimitSeconds * 1000 ? behind / 1000 : nil
    }
}
