/// A set of columns of one segment, by their place in the descriptor.
///
/// A segment has at most 64 columns, so the set is one machine word.
public struct ColumnSet: Sendable, Hashable, OptionSet {
    /// One bit for each place, the lowest for place 0.
    public let rawValue: UInt64

    /// The set of the places whose bits are set.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The set of these places, each below 64.
    public init(_ indices: some Sequence<Int>) {
        self.rawValue = indices.reduce(0) { $0 | 1 << UInt64($1) }
    }

    /// The set of all places below a count of at most 64.
    public init(first count: Int) {
        self.rawValue = count >= UInt64.bitWidth ? .max : (1 << UInt64(count)) - 1
    }

    /// The set of one place, below 64.
    @inlinable
    public static func column(_ index: Int) -> ColumnSet {
        ColumnSet(rawValue: 1 << UInt64(index))
    }

    /// Whether the set holds a place.
    @inlinable
    public func contains(column index: Int) -> Bool {
        rawValue >> UInt64(index) & 1 == 1
    }

    /// How many places it holds.
    public var count: Int { rawValue.nonzeroBitCount }

    /// The places it holds, ascending.
    public var indices: [Int] {
        (0..<UInt64.bitWidth).filter { contains(column: $0) }
    }
}
