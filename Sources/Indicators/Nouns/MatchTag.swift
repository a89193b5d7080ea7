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
        let (first, second, third) = unsafe text.withUnsafeBytes { bytes in
            unsafe (
                bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self).bigEndian,
                bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian,
                bytes.loadUnaligned(fromByteOffset: 14, as: UInt64.self).bigEndian
            )
        }
        guard let one = TagCharacters.bits(of: first), let two = TagCharacters.bits(of: second),
            let three = TagCharacters.bits(of: third), three & 0xF == 0
        else { return nil }
        self.high = one << 16 | two >> 32
        self.low = (two & 0xFFFF_FFFF) << 32 | (three & 0xF_FFFF_FFFF) >> 4
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

/// Reads eight characters of base64url at once, in one machine word; tags are random, so branches would be guessed wrong.
private enum TagCharacters {
    /// The 48 bits that eight characters stand for, the first character highest; nothing outside the alphabet.
    static func bits(of characters: UInt64) -> UInt64? {
        guard characters & topBits == 0 else { return nil }
        let upper = atLeast(0x41, characters) & ~atLeast(0x5B, characters)
        let lower = atLeast(0x61, characters) & ~atLeast(0x7B, characters)
        let digit = atLeast(0x30, characters) & ~atLeast(0x3A, characters)
        let dash = atLeast(0x2D, characters) & ~atLeast(0x2E, characters)
        let line = atLeast(0x5F, characters) & ~atLeast(0x60, characters)
        guard (upper | lower | digit | dash | line) & topBits == topBits else { return nil }
        let offsets =
            spread(upper, 0xBF) | spread(lower, 0xB9) | spread(digit, 0x04) | spread(dash, 0x11) | spread(line, 0xE0)
        return joined(((characters & ~topBits) &+ (offsets & ~topBits)) ^ (offsets & topBits))
    }

    /// The top bit of every byte that is at least `bound`; the other bits mean nothing.
    private static func atLeast(_ bound: UInt64, _ characters: UInt64) -> UInt64 {
        characters &+ (0x80 - bound) &* everyByte
    }

    /// A number in every byte whose top bit is set.
    private static func spread(_ mask: UInt64, _ number: UInt64) -> UInt64 { ((mask & topBits) >> 7) &* number }

    /// Eight times six bits side by side.
    private static func joined(_ sextets: UInt64) -> UInt64 {
        let pairs = (sextets & 0x3F00_3F00_3F00_3F00) >> 2 | sextets & 0x003F_003F_003F_003F
        let fours = (pairs & 0x0FFF_0000_0FFF_0000) >> 4 | pairs & 0x0000_0FFF_0000_0FFF
        return (fours & 0x00FF_FFFF_0000_0000) >> 8 | fours & 0x0000_0000_00FF_FFFF
    }

    private static let everyByte: UInt64 = 0x0101_0101_0101_0101
    private static let topBits: UInt64 = 0x8080_8080_8080_8080
}
