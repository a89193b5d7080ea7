/// How far an item may travel: the markings of TLP 2.0, from least to most restricted.
public enum Marking: String, Sendable, Hashable, CaseIterable {
    case clear = "CLEAR"
    case green = "GREEN"
    case amber = "AMBER"
    case amberStrict = "AMBER+STRICT"
    case red = "RED"

    /// Reads the name as descriptors write it; another marking gives nothing.
    public init?(_ name: String) {
        self.init(rawValue: name)
    }

    /// The name as descriptors write it.
    public var name: String { rawValue }

    private var restriction: Int {
        switch self {
        case .clear: 0
        case .green: 1
        case .amber: 2
        case .amberStrict: 3
        case .red: 4
        }
    }
}

extension Marking: Comparable, CustomStringConvertible {
    /// Whether the left marking restricts less than the right one.
    public static func < (left: Self, right: Self) -> Bool { left.restriction < right.restriction }

    /// The name as descriptors write it.
    public var description: String { name }
}
