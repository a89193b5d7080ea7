internal import Glibc

/// The bytes that feeds give a meaning to, by name.
enum Byte {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let exclamation = UInt8(ascii: "!")
    static let quote = UInt8(ascii: "\"")
    static let hash = UInt8(ascii: "#")
    static let dollar = UInt8(ascii: "$")
    static let apostrophe = UInt8(ascii: "'")
    static let asterisk = UInt8(ascii: "*")
    static let plus = UInt8(ascii: "+")
    static let comma = UInt8(ascii: ",")
    static let minus = UInt8(ascii: "-")
    static let dot = UInt8(ascii: ".")
    static let slash = UInt8(ascii: "/")
    static let zero = UInt8(ascii: "0")
    static let colon = UInt8(ascii: ":")
    static let semicolon = UInt8(ascii: ";")
    static let at = UInt8(ascii: "@")
    static let leftBracket = UInt8(ascii: "[")
    static let backslash = UInt8(ascii: "\\")
    static let rightBracket = UInt8(ascii: "]")
    static let caret = UInt8(ascii: "^")
    static let leftBrace = UInt8(ascii: "{")
    static let bar = UInt8(ascii: "|")
    static let rightBrace = UInt8(ascii: "}")

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == space || byte == tab || byte == carriageReturn || byte == 0x0B || byte == 0x0C
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }
}

extension Span<UInt8> {
    /// The part of a range that is left without blanks at both ends.
    func trimming(_ range: Range<Int>) -> Range<Int> {
        var (first, last) = (range.lowerBound, range.upperBound)
        while first < last, Byte.isBlank(self[first]) { first += 1 }
        while last > first, Byte.isBlank(self[last - 1]) { last -= 1 }
        return first..<last
    }

    /// The part that is left without blanks at both ends.
    var trimmedRange: Range<Int> { trimming(0..<count) }

    /// Where a byte first stands at or after a place.
    func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        guard start < count else { return nil }
        return unsafe withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress else { return nil }
            guard let found = unsafe memchr(base + start, Int32(byte), bytes.count - start) else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// Whether an ASCII text stands at a place.
    func hasText(_ text: StaticString, at start: Int = 0) -> Bool {
        guard start >= 0, count - start >= text.utf8CodeUnitCount else { return false }
        return unsafe withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return text.utf8CodeUnitCount == 0 }
            return unsafe memcmp(base + start, text.utf8Start, text.utf8CodeUnitCount) == 0
        }
    }

    /// Whether the bytes are those of an ASCII text.
    func isText(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && hasText(text) }

    /// A copy of the bytes.
    var array: [UInt8] { unsafe withUnsafeBufferPointer { unsafe Array($0) } }

    /// The bytes as text; bytes that are not UTF-8 become replacement characters.
    var string: String { unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) } }

    /// Which sorts of bytes occur.
    var contents: ByteContents {
        unsafe withUnsafeBytes { bytes in
            var contents = ByteContents()
            let words = bytes.count & ~7
            for place in stride(from: 0, to: words, by: 8) {
                contents.add(unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            }
            if words == bytes.count { return contents }
            // The last word overlaps the one before; a text too short for that is filled up with blanks.
            if bytes.count >= 8 {
                contents.add(unsafe bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
            } else {
                var word: UInt64 = 0x2020_2020_2020_2020
                for place in 0..<bytes.count { word = unsafe word << 8 | UInt64(bytes[place]) }
                contents.add(word)
            }
            return contents
        }
    }
}

/// Which sorts of bytes a text holds, judged eight at a time.
struct ByteContents {
    /// The top bit of a byte is set where the text held a control character; tabs count.
    private var controls: UInt64 = 0
    private var high: UInt64 = 0
    private var hashes: UInt64 = 0

    /// Whether there are control characters.
    var hasControls: Bool { controls & Self.topBits != 0 }

    /// Whether there is nothing above ASCII.
    var isASCII: Bool { high & Self.topBits == 0 }

    /// Whether there is a `#`, which may begin a comment.
    var hasHash: Bool { hashes & Self.topBits != 0 }

    /// Adds eight bytes.
    mutating func add(_ word: UInt64) {
        controls |= (word &- Self.each * 0x20) & ~word
        controls |= Self.zeros(word ^ (Self.each * 0x7F))
        hashes |= Self.zeros(word ^ (Self.each * 0x23))
        high |= word
    }

    /// A word with a top bit set exactly when one of the bytes is zero.
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- each) & ~word }

    private static let each: UInt64 = 0x0101_0101_0101_0101
    private static let topBits: UInt64 = 0x8080_8080_8080_8080
}

extension [UInt8] {
    /// Appends a copy of a span's bytes.
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
