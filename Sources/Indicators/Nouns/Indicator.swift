/// Something a scam uses and others can recognise: a kind and a value in its one canonical form.
public struct Indicator: Sendable, Hashable {
    /// The family it belongs to.
    public let kind: IndicatorKind
    /// The canonical form; it is compared by its bytes, never by `String` equality.
    public let canonical: String

    /// Takes a canonical form as it is, without judging it.
    public init(kind: IndicatorKind, canonical: String) {
        self.kind = kind
        self.canonical = canonical
    }

    /// Canonical forms are compared by their bytes.
    public static func == (left: Self, right: Self) -> Bool {
        left.kind == right.kind && left.canonical.utf8.elementsEqual(right.canonical.utf8)
    }

    /// Equal bytes hash equally.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(canonical)
    }
}

extension Indicator: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Safe for logs: the value is left out.
    public var description: String { "\(kind.name) (\(canonical.utf8.count) bytes)" }

    /// Safe for logs: the value is left out.
    public var debugDescription: String { description }

    /// Safe for dumps: the value is left out.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
