/// Where a string stands in its line: the bytes between the quotes.
public struct ScannedString: Sendable, Hashable {
    /// The offset after the opening quote.
    public let start: Int
    /// The offset of the closing quote.
    public let end: Int
    /// Whether the bytes hold escapes, so that they are not the text itself.
    public let hasEscapes: Bool

    /// The offsets of the bytes between the quotes.
    public var range: Range<Int> { start..<end }
}

extension CanonicalText {
    /// The string whose opening quote stands at an offset.
    @inline(__always)
    func string(_ quote: Int) throws(JSONError) -> ScannedString {
        let start = quote &+ 1
        let end = plainEnd(start)
        if end < count, byte(end) == UInt8(ascii: "\""), end &- start <= JSONLimits.signedLine.stringBytes {
            return ScannedString(start: start, end: end, hasEscapes: false)
        }
        return try unusualString(start, plainEnd: end)
    }

    /// The same for a string with escapes or characters beyond ASCII, or a very long one.
    private func unusualString(_ start: Int, plainEnd end: Int) throws(JSONError) -> ScannedString {
        var at = end
        var hasEscapes = false
        while true {
            guard at < count else { throw .syntax(.unexpectedEnd, at: count) }
            let byte = byte(at)
            if byte == UInt8(ascii: "\"") { break }
            if byte >= 0x80 {
                at = try multibyteEnd(at)
            } else if byte == UInt8(ascii: "\\") {
                at = try escapeEnd(at)
                hasEscapes = true
            } else {
                throw .syntax(.controlCharacter, at: at)
            }
            at = plainEnd(at)
        }
        let found = ScannedString(start: start, end: at, hasEscapes: hasEscapes)
        if at - start > JSONLimits.signedLine.stringBytes { try requireLength(found) }
        return found
    }

    /// The first byte from an offset on that is a quote, a backslash, a control character or not ASCII.
    @inline(__always)
    func plainEnd(_ start: Int) -> Int {
        var at = start
        while at &+ 16 <= count {
            let first = Self.specialBytes(in: word(at))
            let second = Self.specialBytes(in: word(at &+ 8))
            if first | second != 0 {
                let bits = first != 0 ? first.trailingZeroBitCount : second.trailingZeroBitCount &+ 64
                return at &+ bits &>> 3
            }
            at &+= 16
        }
        return lastPlainEnd(at)
    }

    /// The same within the last fifteen bytes of the line.
    private func lastPlainEnd(_ start: Int) -> Int {
        var at = start
        if at + 8 <= count {
            let special = Self.specialBytes(in: word(at))
            if special != 0 { return at + special.trailingZeroBitCount >> 3 }
            at += 8
        }
        guard at < count, count >= 8 else { return shortPlainEnd(at) }
        let left = count - at
        let special = Self.specialBytes(in: word(count - 8) >> UInt64(8 * (8 - left)))
        return special == 0 ? count : at + special.trailingZeroBitCount >> 3
    }

    private func shortPlainEnd(_ start: Int) -> Int {
        var at = start
        while at < count, case let byte = byte(at), byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""),
            byte != UInt8(ascii: "\\")
        { at += 1 }
        return at
    }

    @inline(__always)
    private func word(_ offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// A word whose lowest set bit is the top bit of the first special byte; later bytes may be flagged wrongly.
    @inline(__always)
    private static func specialBytes(in word: UInt64) -> UInt64 {
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let controls = (word &- ones &* 0x20) & ~word
        return (controls | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | word) & topBits
    }

    private func multibyteEnd(_ start: Int) throws(JSONError) -> Int {
        var at = start
        let buffer = unsafe buffer
        while at < count, byte(at) >= 0x80 {
            let length = unsafe UTF8Text.sequenceLength(in: buffer, at: at)
            guard length > 0 else { throw .syntax(.notUTF8, at: at) }
            at += length
        }
        return at
    }

    /// The end of an escape that RFC 8785 would write.
    private func escapeEnd(_ backslash: Int) throws(JSONError) -> Int {
        guard backslash + 1 < count else { throw .syntax(.unexpectedEnd, at: count) }
        switch byte(backslash + 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return backslash + 2
        case UInt8(ascii: "u"):
            guard backslash + 6 <= count, byte(backslash + 2) == UInt8(ascii: "0"),
                byte(backslash + 3) == UInt8(ascii: "0"), let high = Hex.value(of: byte(backslash + 4)),
                let low = Hex.value(of: byte(backslash + 5)), case let control = high << 4 | low, control < 0x20,
                JSONEscapes.letter(for: control) == nil
            else { throw .syntax(.notCanonical, at: backslash) }
            return backslash + 6
        default: throw .syntax(.invalidEscape, at: backslash)
        }
    }

    private func requireLength(_ string: ScannedString) throws(JSONError) {
        guard !string.hasEscapes || decoded(string).count > JSONLimits.signedLine.stringBytes else { return }
        throw .limit(.stringLength, at: string.start - 1)
    }

    /// The text of a string whose escapes were checked.
    func decoded(_ string: ScannedString) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(string.end - string.start)
        var at = string.start
        while at < string.end {
            let byte = byte(at)
            if byte != UInt8(ascii: "\\") {
                output.append(byte)
                at += 1
            } else if at + 1 < string.end, let short = JSONEscapes.byte(for: self.byte(at + 1)) {
                output.append(short)
                at += 2
            } else {
                guard at + 5 < string.end else { break }
                let high = Hex.value(of: self.byte(at + 4)) ?? 0
                output.append(high << 4 | (Hex.value(of: self.byte(at + 5)) ?? 0))
                at += 6
            }
        }
        return output
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let topBits: UInt64 = 0x8080_8080_8080_8080
}
