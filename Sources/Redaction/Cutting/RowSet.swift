/// A set of row numbers of one segment, as far as two sets have to be told apart: how many, and a sum over a mix of each.
///
/// Sets of ten million rows so cost sixteen bytes each. It finds faults, not forgeries: both sides are made here.
public struct RowSet: Sendable, Hashable {
    /// How many rows.
    public private(set) var count = 0
    private var sum: UInt64 = 0

    /// No rows.
    public init() {}

    /// Adds a row that was not in it.
    public mutating func add(_ row: Int) {
        count += 1
        sum &+= Self.mix(UInt64(truncatingIfNeeded: row))
    }

    /// Adds the rows of a set that has none in common with it.
    public mutating func add(_ other: RowSet) {
        count += other.count
        sum &+= other.sum
    }

    /// The last steps of SplitMix64: near numbers come out far apart.
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
