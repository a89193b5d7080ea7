/// Undoes the writing that keeps links from being clicked: refang, version 1.
///
/// In this order: blanks, controls, U+00A0 and U+FEFF go from both ends; one `<` first and one `>` last go, and blanks inside
/// them, as any reader of web addresses drops them; a leading
/// `hxxp` or `h**p` becomes `http`; separators and then dots and at signs in brackets are freed. Only for texts that come
/// in, never for signed ones.
public enum Refang {
    /// Whether the text is plain ASCII that refanging leaves as it is; it then holds no blank and no control either.
    public static func isPlain(_ text: Span<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        if first == UInt8(ascii: "<") || text[text.count - 1] == UInt8(ascii: ">") { return false }
        if first | 0x20 == UInt8(ascii: "h"), text.count > 4, text[1] | 0x20 != UInt8(ascii: "t"),
            maskedScheme(in: text, at: 0) != nil
        {
            return false
        }
        return unsafe text.withUnsafeBytes { bytes in unsafe holdsOnlyPlainBytes(bytes) }
    }

    /// The text as its writer meant it.
    public static func rewriting(_ text: Span<UInt8>) -> [UInt8] {
        var (start, end) = trimmed(text, from: 0, to: text.count)
        if start < end, text[start] == UInt8(ascii: "<") { start += 1 }
        if start < end, text[end - 1] == UInt8(ascii: ">") { end -= 1 }
        (start, end) = trimmed(text, from: start, to: end)
        var result: [UInt8] = []
        result.reserveCapacity(end - start)
        if let scheme = maskedScheme(in: text, at: start) {
            result.append(contentsOf: "http".utf8)
            start = scheme
        }
        for index in start..<max(start, end) { result.append(text[index]) }
        free(&result)
        return result
    }

    /// Frees what stands in brackets until nothing changes, so that a freed text is never free of a bracket only by half.
    private static func free(_ text: inout [UInt8]) {
        for _ in 0..<WebLimits.rereadings {
            let length = text.count
            if let freed = RefangPatterns.freeingSeparators(in: text.span) { text = freed }
            if let freed = RefangPatterns.freeingSigns(in: text.span) { text = freed }
            if text.count == length { return }
        }
    }

    /// Whether a result holds anything that refanging would change again.
    static func changes(_ text: Span<UInt8>) -> Bool {
        RefangPatterns.freeingSeparators(in: text) != nil || RefangPatterns.freeingSigns(in: text) != nil
    }

    /// The offset behind a `hxxp` or `h**p` that begins a scheme: a host name may begin so too, and hold a `(` next.
    private static func maskedScheme(in text: Span<UInt8>, at start: Int) -> Int? {
        guard text.hasPrefix("hxxp", at: start) || text.hasPrefix("h**p", at: start) else { return nil }
        var next = start + 4
        if next < text.count, text[next] | 0x20 == UInt8(ascii: "s") { next += 1 }
        guard next < text.count else { return nil }
        switch text[next] {
        case UInt8(ascii: ":"): return start + 4
        case UInt8(ascii: "["), UInt8(ascii: "("): return text.has(UInt8(ascii: ":"), at: next + 1) ? start + 4 : nil
        default: return nil
        }
    }

    private static func trimmed(_ text: Span<UInt8>, from first: Int, to last: Int) -> (start: Int, end: Int) {
        var (start, end) = (first, last)
        while start < end {
            let width = blankWidth(in: text, from: start, end: end)
            if width == 0 { break }
            start += width
        }
        while start < end {
            let width = blankWidth(in: text, before: end, start: start)
            if width == 0 { break }
            end -= width
        }
        return (start, end)
    }
}

extension Refang {
    private static func holdsOnlyPlainBytes(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let count = bytes.count
        guard count >= 8 else {
            for index in 0..<count where unsafe isNotable(bytes[index]) { return false }
            return true
        }
        var index = 0
        while index + 8 < count {
            if hasNotable(unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) { return false }
            index += 8
        }
        return !hasNotable(unsafe bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
    }

    /// Whether one of eight bytes is not visible ASCII, or is `(`, `[` or `{`; all eight are judged at once.
    @inline(__always)
    private static func hasNotable(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let parenthesis = word ^ (ones &* 0x28)
        let bracket = (word | (ones &* 0x20)) ^ (ones &* 0x7B)
        let low = (word &- ones &* 0x21) & ~word
        let high = (word &+ ones) | word
        let opening = ((parenthesis &- ones) & ~parenthesis) | ((bracket &- ones) & ~bracket)
        return (low | high | opening) & (ones &* 0x80) != 0
    }

    private static func isNotable(_ byte: UInt8) -> Bool {
        byte &- 0x21 > 0x5D || byte == 0x5B || byte == 0x28 || byte == 0x7B
    }

    /// How many bytes a blank, a control, U+00A0 or U+FEFF takes at `index`; 0 when none stands there.
    private static func blankWidth(in text: Span<UInt8>, from index: Int, end: Int) -> Int {
        let byte = text[index]
        if byte <= 0x20 || byte == 0x7F { return 1 }
        if byte == 0xC2, index + 1 < end, (0x80...0xA0).contains(text[index + 1]) { return 2 }
        if byte == 0xEF, index + 2 < end, text[index + 1] == 0xBB, text[index + 2] == 0xBF { return 3 }
        return 0
    }

    private static func blankWidth(in text: Span<UInt8>, before end: Int, start: Int) -> Int {
        for width in 1...3 where end - width >= start {
            if blankWidth(in: text, from: end - width, end: end) == width { return width }
        }
        return 0
    }
}

extension Span {
    /// The first element, if there is one.
    @inline(__always)
    var first: Element? { isEmpty ? nil : self[0] }
}
