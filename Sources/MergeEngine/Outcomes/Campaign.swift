/// Under which campaign a publisher reported an indicator. Names are compared by their bytes.
public enum Campaign: Sendable, Hashable, Comparable {
    /// The cell that would name it is not known here.
    case notShown
    /// The report names none.
    case none
    /// Beyond the campaigns of a publisher that are counted apart.
    case further
    /// The UTF-8 bytes of its name.
    case named([UInt8])

    /// The name as text; nothing for the cases without one.
    public var name: String? {
        guard case .named(let bytes) = self else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What has no name first, then the order of the bytes.
    public static func < (left: Self, right: Self) -> Bool {
        if case .named(let first) = left, case .named(let second) = right { return first.lexicographicallyPrecedes(second) }
        return left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .notShown: 0
        case .none: 1
        case .further: 2
        case .named: 3
        }
    }

    /// Campaigns of one publisher that are counted apart; who names more must not fill the memory of others.
    public static let limitPerPublisher = 1_000
    /// Longest name in bytes that is counted apart.
    public static let nameByteLimit = 256
}
