/// What may be done with an item: the markings of PAP, from least to most restricted.
public enum PermissibleAction: String, Sendable, Hashable, CaseIterable, Comparable {
    case clear = "CLEAR"
    case green = "GREEN"
    case amber = "AMBER"
    case red = "RED"

    private var restriction: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Whether the left one restricts less than the right one.
    public static func < (left: Self, right: Self) -> Bool { left.restriction < right.restriction }
}
