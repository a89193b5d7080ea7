/// Checks that bytes are UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
public enum UTF8Text {
    /// Whether all the bytes are valid UTF-8.
    public static func isValid(_ bytes: Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBytes { unsafe isValid($0) }
    }

    private static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        let count = bytes.count
        while index < count {
            while index + 8 <= count,
                unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & highBits == 0
            { index += 8 }
            guard index < count else { return true }
            if unsafe bytes[index] < 0x80 {
                index += 1
            } else {
                let length = unsafe sequenceLength(in: bytes, at: index)
                guard length > 0 else { return false }
                index += length
            }
        }
        return true
    }

    /// How many bytes the sequence that begins with a byte above 0x7F has, or 0 when it is not valid.
    static func sequenceLength(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let left = bytes.count - index
        let lead = unsafe bytes[index]
        switch lead {
        case 0xC2...0xDF:
            return unsafe left >= 2 && isTrailing(bytes[index + 1]) ? 2 : 0
        case 0xE0...0xEF:
            guard left >= 3, unsafe isTrailing(bytes[index + 1]), unsafe isTrailing(bytes[index + 2]) else { return 0 }
            let second = unsafe bytes[index + 1]
            return (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ? 0 : 3
        case 0xF0...0xF4:
            guard left >= 4, unsafe isTrailing(bytes[index + 1]), unsafe isTrailing(bytes[index + 2]),
                unsafe isTrailing(bytes[index + 3])
            else { return 0 }
            let second = unsafe bytes[index + 1]
            return (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F) ? 0 : 4
        default:
            return 0
        }
    }

    private static func isTrailing(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    private static let highBits: UInt64 = 0x8080_8080_8080_8080
}
