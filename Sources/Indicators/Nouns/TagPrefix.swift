internal import CanonicalCoding

/// The first bits of match tags: the name of a bucket, by which a lookup asks for many tags and not for one.
public struct TagPrefix: Sendable, Hashable {
    /// How many bits it names.
    public let bitCount: Int
    /// The bits, the first one highest; all behind them are 0.
    private let high: UInt64

    /// More bits are never needed: with so many tags a bucket would have one.
    public static let longest = 48

    /// The first bits of a tag.
    ///
    /// - Precondition: `bitCount` is 0 to ``longest``.
    public init(of tag: MatchTag, bitCount: Int) {
        precondition((0...Self.longest).contains(bitCount))
        self.bitCount = bitCount
        high = tag.words.high & Self.mask(bitCount)
    }

    /// Reads the hexadecimal form.
    ///
    /// - Returns: nothing for another length, or where a bit is set behind the last.
    public init?(hex: String, bitCount: Int) {
        guard (0...Self.longest).contains(bitCount), let bytes = Hex.decode(hex), bytes.count == (bitCount + 7) / 8 else {
            return nil
        }
        let high = bytes.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (56 - 8 * UInt64($1.offset)) }
        guard high & ~Self.mask(bitCount) == 0 else { return nil }
        self.bitCount = bitCount
        self.high = high
    }

    /// The bits as hexadecimal digits, as few bytes as hold them.
    public var hex: String {
        Hex.encode((0..<((bitCount + 7) / 8)).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * UInt64($0))) })
    }

    /// The lowest and the highest first half of the tags that begin so.
    public var bounds: ClosedRange<UInt64> { high...(high | ~Self.mask(bitCount)) }

    /// Whether a tag begins so.
    public func begins(_ tag: MatchTag) -> Bool { bounds.contains(tag.words.high) }

    private static func mask(_ bitCount: Int) -> UInt64 { bitCount == 0 ? 0 : UInt64.max << UInt64(64 - bitCount) }
}
