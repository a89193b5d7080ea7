/// A fraction from 0 to 1 as a whole number of millionths; the arithmetic of the score, the same on every machine.
public struct PartsPerMillion: Sendable, Hashable, Comparable {
    /// 0 to 1,000,000.
    public let value: UInt32

    /// Takes a number of millionths; more than a million becomes a million.
    public init(_ value: UInt32) {
        self.value = min(value, Self.scale)
    }

    /// Nothing.
    public static let zero = Self(0)
    /// Half of it, the reliability of an owner nobody judged.
    public static let half = Self(500_000)
    /// All of it.
    public static let one = Self(scale)

    /// A million.
    static let scale: UInt32 = 1_000_000

    /// Confidence in percent as a fraction.
    public init(percent: UInt8) {
        self.init(UInt32(percent) * 10_000)
    }

    /// What is missing to 1.
    var complement: Self { Self(Self.scale - value) }

    /// The product, divided by a million and rounded down.
    static func * (left: Self, right: Self) -> Self {
        Self(UInt32(UInt64(left.value) * UInt64(right.value) / UInt64(scale)))
    }

    /// The order of the numbers.
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

extension PartsPerMillion: CustomStringConvertible {
    /// The number of millionths.
    public var description: String { String(value) }
}
