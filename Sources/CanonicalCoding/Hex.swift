/// Lower-case hexadecimal, the only case the formats allow.
public enum Hex {
    /// Writes two digits for every byte.
    public static func encode(_ bytes: [UInt8]) -> String {
        encode(bytes.span)
    }

    /// Writes two digits for every byte.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        unsafe String(unsafeUninitializedCapacity: bytes.count * 2) { output in
            for index in bytes.indices {
                unsafe output[index * 2] = digit(bytes[index] >> 4)
                unsafe output[index * 2 + 1] = digit(bytes[index] & 0x0F)
            }
            return bytes.count * 2
        }
    }

    /// Appends two digits for every byte.
    public static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        for index in bytes.indices {
            output.append(digit(bytes[index] >> 4))
            output.append(digit(bytes[index] & 0x0F))
        }
    }

    /// Reads pairs of lower-case digits; an odd count or any other character gives nothing.
    public static func decode(_ text: String) -> [UInt8]? {
        decode(text.utf8.span)
    }

    /// Reads pairs of lower-case digits; an odd count or any other character gives nothing.
    public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(text.count / 2)
        for index in 0..<text.count / 2 {
            guard let high = value(of: text[index * 2]), let low = value(of: text[index * 2 + 1]) else { return nil }
            output.append(high << 4 | low)
        }
        return output
    }

    /// What a digit stands for, or nothing when it is not one.
    static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character &- UInt8(ascii: "a") &+ 10
        default: nil
        }
    }

    /// The digit for a value below 16.
    static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
    }
}
