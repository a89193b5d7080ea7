internal import Glibc
public import TransparencyLog

/// What the clocks of a machine show.
public struct ClockReading: Sendable, Hashable {
    /// The time of day.
    public let time: EntryTime
    /// Milliseconds since the machine started, those it slept included, by which a jump of the other is noticed.
    public let uptimeMilliseconds: Int64

    /// States a reading.
    public init(time: EntryTime, uptimeMilliseconds: Int64) {
        self.time = time
        self.uptimeMilliseconds = uptimeMilliseconds
    }

    /// Reads the clocks of this machine.
    public static func ofMachine() -> ClockReading {
        ClockReading(
            time: EntryTime(millisecondsSinceEpoch: milliseconds(of: CLOCK_REALTIME)),
            uptimeMilliseconds: milliseconds(of: CLOCK_BOOTTIME))
    }

    private static func milliseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
