public import CanonicalCoding
public import Indicators

/// How the weight of a report fades with the days since what it saw, in sixteenths of a half-life.
public enum Decay {
    /// Days after which a report of a kind weighs half.
    public static func halfLifeDays(of kind: IndicatorKind) -> Int {
        switch kind.name {
        case "phone", "phone-range": 60
        case "url": 14
        case "host", "domain": 30
        case "acct", "handle", "email": 180
        default: kind.isWallet ? 365 : 60
        }
    }

    /// What is left of the weight on a day.
    public static func factor(last: CalendarDay, on day: CalendarDay, halfLifeDays: Int) -> PartsPerMillion {
        let age = max(0, Int(day.daysSinceEpoch) - Int(last.daysSinceEpoch))
        let step = stepsPerHalfLife * age / halfLifeDays
        let halvings = step / stepsPerHalfLife
        guard halvings < UInt32.bitWidth else { return .zero }
        return PartsPerMillion(table[step % stepsPerHalfLife] >> UInt32(halvings))
    }

    /// The last day on which a report whose last day is given can be active.
    public static func lastActiveDay(last: CalendarDay, halfLifeDays: Int) -> CalendarDay {
        last.adding(days: Int32(activeHalfLives * halfLifeDays))
    }

    /// T[j] = ⌊1,000,000 · 2^(−j/16)⌋.
    public static let table: [UInt32] = [
        1_000_000, 957_603, 917_004, 878_126, 840_896, 805_245, 771_105, 738_413,
        707_106, 677_127, 648_419, 620_928, 594_603, 569_394, 545_253, 522_136,
    ]

    static let stepsPerHalfLife = 16
    static let activeHalfLives = 4
}
