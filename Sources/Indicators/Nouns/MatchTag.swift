internal import CanonicalCoding
public import CryptoPrimitives

/// Sixteen bytes that stand for an indicator without giving it away: a tag, or a publisher's `pop`.
public struct MatchTag: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    /// How many bytes a tag has.
    public static let byteCount = 16
    /// How many characters its text form has.
    public static let textByteCount = 22

    /// Takes sixteen bytes from the start of a span.
    ///
    /// - Precondition: the span has at least ``byteCount`` bytes.
    public init(prefixOf bytes: Span<UInt8>) {
        precondition(bytes.count >= Self.byteCount, "a tag has sixteen bytes")
        self.high = Self.bigEndian(bytes, at: 0)
        self.low = Self.bigEndian(bytes, at: 8)
    }

    /// Takes the first sixteen bytes of a digest.
    public init(prefixOf digest: Digest256) {
        let words = unsafe digest.withUnsafeBytes { unsafe $0.loadUnaligned(as: (UInt64, UInt64).self) }
        self.high = UInt64(bigEndian: words.0)
        self.low = UInt64(bigEndian: words.1)
    }

    /// Takes exactly sixteen bytes, or gives nothing.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(prefixOf: bytes.span)
    }

    /// Reads the text form: 22 characters of unpadded base64url with zero spare bits.
    public init?(base64url text: String) {
        self.init(base64url: text.utf8.span)
    }

    /// Reads the text form from bytes, without allocating.
    public init?(base64url text: Span<UInt8>) {
        guard text.count == Self.textByteCount else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        var seen: UInt8 = 0
        for index in 0..<10 {
            let sextet = Self.sextet(text[index])
            seen |= sextet
            high = high << 6 | UInt64(sextet)
        }
        for index in 11..<21 {
            let sextet = Self.sextet(text[index])
            seen |= sextet
            low = low << 6 | UInt64(sextet)
        }
        let middle = Self.sextet(text[10])
        let last = Self.sextet(text[21])
        guard seen | middle | last <= 63, last & 0x0F == 0 else { return nil }
        self.high = high << 4 | UInt64(middle >> 2)
        self.low = UInt64(middle & 3) << 62 | low << 2 | UInt64(last >> 4)
    }

    /// The six bits a character stands for, 0xFF outside the alphabet; without branches, since tags are random.
    @inline(__always)
    private static func sextet(_ character: UInt8) -> UInt8 {
        let upper = character &- UInt8(ascii: "A")
        let lower = character &- UInt8(ascii: "a")
        let digit = character &- UInt8(ascii: "0")
        var value: UInt8 = 0xFF
        value = upper < 26 ? upper : value
        value = lower < 26 ? lower &+ 26 : value
        value = digit < 10 ? digit &+ 52 : value
        value = character == UInt8(ascii: "-") ? 62 : value
        return character == UInt8(ascii: "_") ? 63 : value
    }

    private static func bigEndian(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in offset..<offset + 8 { value = value << 8 | UInt64(bytes[index]) }
        return value
    }
}

extension MatchTag {
    /// The sixteen bytes.
    public var bytes: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(Self.byteCount)
        append(to: &output)
        return output
    }

    /// Appends the sixteen bytes.
    public func append(to output: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) { output.append(UInt8(truncatingIfNeeded: high >> UInt64(shift))) }
        for shift in stride(from: 56, through: 0, by: -8) { output.append(UInt8(truncatingIfNeeded: low >> UInt64(shift))) }
    }

    /// The text form of cells: 22 characters of unpadded base64url.
    public var base64url: String { Base64URL.encode(bytes) }

    /// Appends the text form of cells.
    public func appendBase64URL(to output: inout [UInt8]) {
        Base64URL.append(bytes.span, to: &output)
    }

    /// The first 12 bits, which choose the bucket of the state digest.
    public var bucket: Int { Int(high >> 52) }

    /// The two halves as big-endian numbers, whose order is the order of the bytes.
    public var words: (high: UInt64, low: UInt64) { (high, low) }

    /// Makes a tag from the halves that ``words`` gives.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

extension MatchTag: Comparable, CustomStringConvertible {
    /// The order of the bytes.
    public static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }

    /// The text form of cells.
    public var description: String { base64url }
}
