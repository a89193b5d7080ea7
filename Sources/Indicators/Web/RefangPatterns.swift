/// The bracketed signs that refanging frees.
enum RefangPatterns {
    /// The text with `[:]//`, `[://]`, `(:)//` as `://` and `[//]` as `//`; nothing when none stands in it.
    static func freeingSeparators(in text: Span<UInt8>) -> [UInt8]? {
        rewriting(text) { text, index in
            if text.hasPrefix("[:]//", at: index) || text.hasPrefix("(:)//", at: index) { return Match(5, "://") }
            if text.hasPrefix("[://]", at: index) { return Match(5, "://") }
            if text.hasPrefix("[//]", at: index) { return Match(4, "//") }
            return nil
        }
    }

    /// The text with bracketed dots and at signs freed and the blanks around them gone; nothing when there are none.
    static func freeingSigns(in text: Span<UInt8>) -> [UInt8]? {
        rewriting(text) { text, index in
            switch text[index] {
            case UInt8(ascii: "["): squareSign(in: text, at: index)
            case UInt8(ascii: "("): sign(in: text, at: index, closing: UInt8(ascii: ")"))
            default: sign(in: text, at: index, closing: UInt8(ascii: "}"))
            }
        }
    }

    private static func squareSign(in text: Span<UInt8>, at index: Int) -> Match? {
        if text.hasPrefix("[d0t]", at: index) { return Match(5, ".", withBlanks: true) }
        if text.hasPrefix("[@]", at: index) { return Match(3, "@", withBlanks: true) }
        return sign(in: text, at: index, closing: UInt8(ascii: "]"))
    }

    private static func sign(in text: Span<UInt8>, at index: Int, closing: UInt8) -> Match? {
        if text.hasPrefix(".", at: index + 1), text.has(closing, at: index + 2) { return Match(3, ".", withBlanks: true) }
        if text.hasPrefix("dot", at: index + 1), text.has(closing, at: index + 4) { return Match(5, ".", withBlanks: true) }
        if text.hasPrefix("at", at: index + 1), text.has(closing, at: index + 3) { return Match(4, "@", withBlanks: true) }
        return nil
    }

    private struct Match {
        let length: Int
        let replacement: StaticString
        let takesBlanks: Bool

        init(_ length: Int, _ replacement: StaticString, withBlanks takesBlanks: Bool = false) {
            self.length = length
            self.replacement = replacement
            self.takesBlanks = takesBlanks
        }

        func append(to text: inout [UInt8]) {
            let bytes = unsafe UnsafeBufferPointer(start: replacement.utf8Start, count: replacement.utf8CodeUnitCount)
            unsafe text.append(contentsOf: bytes)
        }
    }

    private static func rewriting(_ text: Span<UInt8>, _ find: (Span<UInt8>, Int) -> Match?) -> [UInt8]? {
        var result: [UInt8] = []
        var copied = 0
        var index = 0
        while index < text.count {
            guard isOpening(text[index]), let match = find(text, index) else {
                index += 1
                continue
            }
            for position in copied..<index { result.append(text[position]) }
            if match.takesBlanks { removeTrailingBlanks(of: &result) }
            match.append(to: &result)
            index += match.length
            if match.takesBlanks { while let width = blankWidth(in: text, at: index) { index += width } }
            copied = index
        }
        guard copied > 0 else { return nil }
        for position in copied..<text.count { result.append(text[position]) }
        return result
    }

    private static func isOpening(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "[") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "{")
    }

    private static func removeTrailingBlanks(of text: inout [UInt8]) {
        while let last = text.last {
            if isBlank(last) {
                text.removeLast()
            } else if last == 0xA0, text.count > 1, text[text.count - 2] == 0xC2 {
                text.removeLast(2)
            } else {
                return
            }
        }
    }

    private static func blankWidth(in text: Span<UInt8>, at index: Int) -> Int? {
        guard index < text.count else { return nil }
        if isBlank(text[index]) { return 1 }
        return text.has(0xC2, at: index) && text.has(0xA0, at: index + 1) ? 2 : nil
    }

    /// Space and the controls from tab to carriage return.
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

extension Span where Element == UInt8 {
    /// Whether a given byte stands at an index that may lie beyond the end.
    func has(_ byte: UInt8, at index: Int) -> Bool { index < count && self[index] == byte }
}
