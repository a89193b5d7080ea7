/// Walks over the bytes of one canonical JSON value that the container already checked, without building objects.
///
/// Bytes that are not canonical JSON give nothing or `false`; they never trap.
struct CellCursor {
    var position: Int

    init(at position: Int = 0) {
        self.position = position
    }

    /// The next byte, or 0 at the end.
    func peek(_ cell: Span<UInt8>) -> UInt8 {
        position < cell.count ? cell[position] : 0
    }

    /// Steps over one expected byte.
    mutating func take(_ byte: UInt8, _ cell: Span<UInt8>) -> Bool {
        guard position < cell.count, cell[position] == byte else { return false }
        position += 1
        return true
    }

    /// Whether everything was read.
    func isAtEnd(_ cell: Span<UInt8>) -> Bool { position == cell.count }

    /// The raw content of a string, escapes left in.
    mutating func string(_ cell: Span<UInt8>) -> Range<Int>? {
        guard take(UInt8(ascii: "\""), cell) else { return nil }
        let start = position
        while let mark = Self.firstMark(cell, from: position) {
            if cell[mark] == UInt8(ascii: "\"") {
                position = mark + 1
                return start..<mark
            }
            position = mark + 2
        }
        return nil
    }

    /// The next quote or backslash, eight bytes at a time.
    private static func firstMark(_ cell: Span<UInt8>, from start: Int) -> Int? {
        var at = start
        while at + 8 <= cell.count {
            let word = unsafe cell.withUnsafeBytes { bytes in
                unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            }
            let hits = zeroBytes(word ^ quotes) | zeroBytes(word ^ backslashes)
            if hits != 0 { return at + (hits.trailingZeroBitCount >> 3) }
            at += 8
        }
        while at < cell.count {
            if cell[at] == UInt8(ascii: "\"") || cell[at] == UInt8(ascii: "\\") { return at }
            at += 1
        }
        return nil
    }

    private static let quotes: UInt64 = 0x2222_2222_2222_2222
    private static let backslashes: UInt64 = 0x5C5C_5C5C_5C5C_5C5C

    /// The top bit of every zero byte; above the lowest zero byte others may show too.
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// A member's name and its colon; the name as a number of up to eight bytes, 0 when it is longer.
    ///
    /// Names of up to seven bytes, which most are, come out of one word together with their closing quote.
    mutating func memberName(_ cell: Span<UInt8>) -> UInt64? {
        guard position + 9 < cell.count, cell[position] == UInt8(ascii: "\"") else { return longMemberName(cell) }
        let start = position + 1
        let word = unsafe cell.withUnsafeBytes { bytes in
            unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        }
        let quotes = Self.zeroBytes(word ^ Self.quotes)
        let length = quotes.trailingZeroBitCount >> 3
        guard quotes != 0, length > 0, cell[start + length + 1] == UInt8(ascii: ":") else { return longMemberName(cell) }
        let name = word.byteSwapped >> UInt64(64 - 8 * length)
        guard Self.zeroBytes(name ^ Self.backslashes) == 0 else { return longMemberName(cell) }
        position = start + length + 2
        return name
    }

    private mutating func longMemberName(_ cell: Span<UInt8>) -> UInt64? {
        guard let range = string(cell), take(UInt8(ascii: ":"), cell) else { return nil }
        return Self.packed(cell, range)
    }

    /// A whole number.
    mutating func integer(_ cell: Span<UInt8>) -> Int64? {
        let isNegative = take(UInt8(ascii: "-"), cell)
        let start = position
        var value: Int64 = 0
        while position < cell.count, position - start < Self.digitLimit {
            let digit = cell[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value * 10 + Int64(digit)
            position += 1
        }
        guard position > start else { return nil }
        return isNegative ? -value : value
    }

    /// Steps over any value.
    mutating func skipValue(_ cell: Span<UInt8>) -> Bool {
        var depth = 0
        repeat {
            switch peek(cell) {
            case UInt8(ascii: "\""):
                guard string(cell) != nil else { return false }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return false }
                depth -= 1
                position += 1
            case 0:
                return false
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { return false }
                position += 1
            default:
                skipScalar(cell)
            }
        } while depth > 0
        return true
    }

    private mutating func skipScalar(_ cell: Span<UInt8>) {
        position += 1
        while position < cell.count {
            switch cell[position] {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":"): return
            default: position += 1
            }
        }
    }

    /// Up to eight bytes as one big-endian number, so that short names can be compared at once; 0 when longer.
    static func packed(_ cell: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        guard range.count <= 8 else { return 0 }
        var value: UInt64 = 0
        for index in range { value = value << 8 | UInt64(cell[index]) }
        return value
    }

    /// No number of the JSON domain has more digits.
    private static let digitLimit = 17
}

/// The text of a range of bytes.
func text(_ cell: Span<UInt8>, _ range: Range<Int>) -> String {
    unsafe String(unsafeUninitializedCapacity: range.count) { target in
        for (offset, index) in range.enumerated() { unsafe target[offset] = cell[index] }
        return range.count
    }
}
