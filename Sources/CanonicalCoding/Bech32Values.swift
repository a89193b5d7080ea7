/// Why a string is not Bech32 or Bech32m.
public enum Bech32Error: Error, Sendable, Hashable {
    /// Longer than allowed, or too short for its checksum.
    case length
    /// A byte outside visible ASCII, or one outside the alphabet after the separator.
    case character
    /// Upper and lower case letters together.
    case mixedCase
    /// No `1` at all.
    case noSeparator
    /// Nothing before the separator.
    case emptyPrefix
    /// Neither constant comes out.
    case checksum
    /// More than four spare bits, or spare bits that are not zero.
    case padding
}

extension Bech32 {
    /// The value 0 to 31 of a data character in either case, nil outside the alphabet.
    @inline(__always)
    public static func value(of character: UInt8) -> UInt8? {
        let value = valueTable[Int(character)]
        return value < 32 ? value : nil
    }

    /// The lower-case character of a value below 32.
    static func character(of value: UInt8) -> UInt8 { alphabet[Int(value)] }

    /// Five-bit values of `bytes`, the last one filled with zero bits.
    public static func values(of bytes: [UInt8]) -> [UInt8] {
        var values: [UInt8] = []
        values.reserveCapacity((bytes.count * 8 + 4) / 5)
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            pending = (pending << 8 | UInt32(byte)) & 0xfff
            bits += 8
            while bits >= 5 {
                bits -= 5
                values.append(UInt8(pending >> bits & 31))
            }
        }
        if bits > 0 { values.append(UInt8(pending << (5 - bits) & 31)) }
        return values
    }

    /// The bytes that five-bit `values` carry.
    ///
    /// - Throws: ``Bech32Error/padding`` when a value too many is left over or the spare bits are not zero.
    public static func bytes(ofValues values: [UInt8]) throws(Bech32Error) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * 5 / 8)
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for value in values {
            pending = (pending << 5 | UInt32(value)) & 0xfff
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(pending >> bits & 255))
            }
        }
        guard bits < 5, pending & (1 << bits - 1) == 0 else { throw .padding }
        return bytes
    }

    @inline(__always)
    static func lowerCased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

    private static let valueTable: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() {
            table[Int(character)] = UInt8(value)
            if character >= UInt8(ascii: "a") { table[Int(character & 0xdf)] = UInt8(value) }
        }
        return table
    }()
}

/// The running BCH checksum over five-bit values.
struct Checksum {
    private var state: UInt32 = 1

    /// Begins with the expanded prefix, in lower case.
    init(prefix: Span<UInt8>) {
        for index in prefix.indices { append(Bech32.lowerCased(prefix[index]) >> 5) }
        append(0)
        for index in prefix.indices { append(Bech32.lowerCased(prefix[index]) & 31) }
    }

    @inline(__always)
    mutating func append(_ value: UInt8) {
        let top = state >> 25
        state = (state & 0x1ff_ffff) << 5 ^ UInt32(value)
        state ^= (0 &- (top & 1)) & 0x3b6a_57b2
        state ^= (0 &- (top >> 1 & 1)) & 0x2650_8e6d
        state ^= (0 &- (top >> 2 & 1)) & 0x1ea1_19fa
        state ^= (0 &- (top >> 3 & 1)) & 0x3d42_33dd
        state ^= (0 &- (top >> 4 & 1)) & 0x2a14_62b3
    }

    /// The variant whose constant came out after the checksum characters, if one did.
    var variant: Bech32.Variant? {
        state == Bech32.Variant.bech32.residue ? .bech32 : state == Bech32.Variant.bech32m.residue ? .bech32m : nil
    }

    /// The six values that close the string.
    func closing(_ variant: Bech32.Variant) -> [UInt8] {
        var copy = self
        for _ in 0..<Bech32.checksumCount { copy.append(0) }
        let residue = copy.state ^ variant.residue
        return (0..<Bech32.checksumCount).map { UInt8(residue >> (5 * (5 - UInt32($0))) & 31) }
    }
}
