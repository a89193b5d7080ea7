/// A place in one line of a finished stream, and the few steps that the egress check makes over it.
struct EgressCursor {
    private(set) var offset = 0

    /// Whether the line ends here.
    func isAtEnd(_ line: Span<UInt8>) -> Bool { offset == line.count }

    /// Steps over a text when it comes next.
    mutating func take(_ text: StaticString, _ line: Span<UInt8>) -> Bool {
        let count = text.utf8CodeUnitCount
        guard line.count - offset >= count else { return false }
        for place in 0..<count where unsafe text.utf8Start[place] != line[offset + place] { return false }
        offset += count
        return true
    }

    /// The bytes between the quotes of the string that comes next, escapes as they stand.
    mutating func string(_ line: Span<UInt8>) -> Range<Int>? {
        guard offset < line.count, line[offset] == Self.quote else { return nil }
        let start = offset + 1
        var place = start
        while place < line.count, line[place] != Self.quote { place += line[place] == Self.backslash ? 2 : 1 }
        guard place < line.count else { return nil }
        offset = place + 1
        return start..<place
    }

    /// The number without a sign that comes next, of at most ten digits.
    mutating func number(_ line: Span<UInt8>) -> Int? {
        var value = 0
        let start = offset
        while offset < line.count, offset - start < 10, case let digit = line[offset] &- 0x30, digit < 10 {
            value = value * 10 + Int(digit)
            offset += 1
        }
        return offset > start ? value : nil
    }

    /// The list of nodes `[[height,index,"digest"],…]` that comes next; `body` may refuse one.
    mutating func nodes(_ line: Span<UInt8>, _ body: (_ height: Int, _ index: Int) -> Bool) -> Bool {
        guard take("[", line) else { return false }
        var isFirst = true
        while !take("]", line) {
            guard isFirst || take(",", line), take("[", line), let height = number(line), take(",", line),
                let index = number(line), take(",", line), string(line) != nil, take("]", line), body(height, index)
            else { return false }
            isFirst = false
        }
        return true
    }

    /// Steps over the value that comes next, whatever it is.
    mutating func skipValue(_ line: Span<UInt8>) -> Bool {
        let start = offset
        var depth = 0
        while offset < line.count {
            switch line[offset] {
            case Self.quote:
                guard string(line) != nil else { return false }
                if depth == 0 { return true }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return offset > start }
                depth -= 1
                if depth == 0 {
                    offset += 1
                    return true
                }
            case UInt8(ascii: ",") where depth == 0: return offset > start
            default: break
            }
            offset += 1
        }
        return false
    }

    /// The bytes behind base64url without padding; nothing for another character or a rest of one.
    static func base64URL(_ text: Span<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for place in text.indices {
            guard let value = sextet(text[place]) else { return nil }
            bits = bits << 6 | value
            bitCount += 6
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            bits &= 1 << bitCount - 1
        }
        return bitCount < 6 && bits == 0 ? bytes : nil
    }

    private static func sextet(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) - 48 + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
}
