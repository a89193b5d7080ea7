/// A count as a table shows it.
public enum ShownCount: Sendable, Hashable {
    /// The count.
    case exact(Int)
    /// From 1 to one less than this.
    case below(Int)
    /// Not shown, because it would give another count away.
    case suppressed

    /// The count, where it is shown.
    public var exact: Int? {
        if case .exact(let count) = self { count } else { nil }
    }
}

/// How small a count may be in a table that leaves (docs/spec/outcomes.md).
public struct CountFloor: Sendable, Hashable {
    /// The smallest count that is shown beside 0.
    public let smallest: Int

    /// A floor of a usual kind; nothing for one that hides nothing or everything.
    public init?(smallest: Int) {
        guard Self.range.contains(smallest) else { return nil }
        self.smallest = smallest
    }

    private init(known smallest: Int) { self.smallest = smallest }

    /// Five.
    public static let standard = CountFloor(known: 5)
    /// With 2, "below 2" would say 1.
    public static let range = 3...1_000

    func isSmall(_ count: Int) -> Bool { 0 < count && count < smallest }

    func shown(_ count: Int) -> ShownCount { isSmall(count) ? .below(smallest) : .exact(count) }
}
