/// Bech32 and Bech32m strings (BIP 173, BIP 350): a prefix, the separator `1`, five-bit values, six values of checksum.
///
/// Works on bytes; nothing here knows what a prefix stands for. Upper case is as good as lower case, a mixture is refused.
public enum Bech32 {
    /// Which constant the checksum ends in.
    public enum Variant: Sendable, Hashable {
        /// BIP 173: witness version 0, age recipients and identities.
        case bech32
        /// BIP 350: witness versions 1 to 16.
        case bech32m

        var residue: UInt32 { self == .bech32 ? 1 : 0x2bc8_30a3 }
    }

    /// Where the parts of a string lie, its characters and its checksum proved.
    public struct Layout: Sendable, Hashable {
        /// The constant the checksum ended in.
        public let variant: Variant
        /// Offset of the last `1`; the prefix is everything before it.
        public let separator: Int
        /// Offsets of the data characters, checksum left out.
        public let data: Range<Int>
        /// Whether the letters are upper case.
        public let isUpperCase: Bool
    }

    /// A string taken apart.
    public struct Decoded: Sendable, Hashable {
        /// The prefix in lower case, visible ASCII.
        public let humanReadablePart: String
        /// Five-bit values without the checksum.
        public let values: [UInt8]
        /// The constant the checksum ended in.
        public let variant: Variant
        /// Whether the string was written in upper case.
        public let isUpperCase: Bool
    }

    /// The length BIP 173 allows; beyond it the checksum no longer finds every four errors.
    public static let standardLengthLimit = 90

    static let checksumCount = 6

    /// Finds the parts of `text` and proves its checksum, without allocating.
    ///
    /// - Throws: ``Bech32Error``, for every form that is not Bech32 or Bech32m.
    public static func layout(
        of text: Span<UInt8>, lengthLimit: Int = standardLengthLimit
    ) throws(Bech32Error) -> Layout {
        guard text.count <= lengthLimit else { throw .length }
        let (separator, isUpperCase) = try prefix(of: text)
        guard separator > 0 else { throw separator == 0 ? .emptyPrefix : .noSeparator }
        guard text.count - separator - 1 >= checksumCount else { throw .length }
        var checksum = Checksum(prefix: text.extracting(..<separator))
        for index in separator + 1..<text.count {
            guard let value = value(of: text[index]) else { throw .character }
            checksum.append(value)
        }
        guard let variant = checksum.variant else { throw .checksum }
        return Layout(
            variant: variant, separator: separator, data: separator + 1..<text.count - checksumCount,
            isUpperCase: isUpperCase)
    }

    /// Takes `text` apart.
    ///
    /// - Throws: ``Bech32Error``, for every form that is not Bech32 or Bech32m.
    public static func decode(
        _ text: Span<UInt8>, lengthLimit: Int = standardLengthLimit
    ) throws(Bech32Error) -> Decoded {
        let layout = try layout(of: text, lengthLimit: lengthLimit)
        var prefix = ""
        for index in 0..<layout.separator { prefix.unicodeScalars.append(Unicode.Scalar(lowerCased(text[index]))) }
        var values: [UInt8] = []
        values.reserveCapacity(layout.data.count)
        for index in layout.data { values.append(value(of: text[index]) ?? 0) }
        return Decoded(
            humanReadablePart: prefix, values: values, variant: layout.variant, isUpperCase: layout.isUpperCase)
    }

    /// The lower-case string of five-bit `values` under `humanReadablePart`.
    ///
    /// Requires a lower-case prefix of visible ASCII characters and values below 32.
    public static func encode(humanReadablePart: String, values: [UInt8], variant: Variant) -> String {
        let prefix = Array(humanReadablePart.utf8)
        precondition(!prefix.isEmpty && prefix.allSatisfy { (33...126).contains($0) && lowerCased($0) == $0 })
        precondition(values.allSatisfy { $0 < 32 })
        var checksum = Checksum(prefix: prefix.span)
        for value in values { checksum.append(value) }
        var text = prefix
        text.reserveCapacity(prefix.count + values.count + checksumCount + 1)
        text.append(UInt8(ascii: "1"))
        for value in values + checksum.closing(variant) { text.append(character(of: value)) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The lower-case string of `bytes` under `humanReadablePart`, regrouped into five-bit values.
    public static func encode(humanReadablePart: String, bytes: [UInt8], variant: Variant) -> String {
        encode(humanReadablePart: humanReadablePart, values: values(of: bytes), variant: variant)
    }

    private static func prefix(of text: Span<UInt8>) throws(Bech32Error) -> (separator: Int, isUpperCase: Bool) {
        var separator = -1
        var hasLower = false
        var hasUpper = false
        for index in text.indices {
            let byte = text[index]
            guard (33...126).contains(byte) else { throw .character }
            if byte == UInt8(ascii: "1") { separator = index }
            hasLower = hasLower || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            hasUpper = hasUpper || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        }
        guard !(hasLower && hasUpper) else { throw .mixedCase }
        return (separator, hasUpper)
    }
}
