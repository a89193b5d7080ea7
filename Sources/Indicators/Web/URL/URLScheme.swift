/// What stands before the authority of a web address.
struct URLScheme {
    /// Whether the scheme is https.
    let isSecure: Bool
    /// Where the authority begins, slashes skipped.
    let end: Int

    /// Reads `http:` or `https:` with any number of slashes, or none of it, which stands for http.
    ///
    /// A name before a colon is another scheme unless digits to the end of the authority make it a host with a port, or it
    /// holds a dot, which no scheme in use does.
    ///
    /// - Throws: ``WebRefusal`` with the reason `unsupportedScheme`.
    @inline(__always)
    init(readingLeniently text: Span<UInt8>) throws(WebRefusal) {
        if let own = Self.ownScheme(text) {
            self = own
        } else {
            try Self.refuseOther(in: text)
            self.isSecure = false
            self.end = Self.skippingSlashes(text, from: 0)
        }
    }

    /// `http:` or `https:` in any case at the start.
    @inline(__always)
    static func ownScheme(_ text: Span<UInt8>) -> URLScheme? {
        guard text.count > 4, text[0] | 0x20 == UInt8(ascii: "h"), text[1] | 0x20 == UInt8(ascii: "t"),
            text[2] | 0x20 == UInt8(ascii: "t"), text[3] | 0x20 == UInt8(ascii: "p")
        else { return nil }
        let isSecure = text[4] | 0x20 == UInt8(ascii: "s")
        let colon = isSecure ? 5 : 4
        guard text.has(UInt8(ascii: ":"), at: colon) else { return nil }
        return URLScheme(isSecure: isSecure, end: skippingSlashes(text, from: colon + 1))
    }

    private init(isSecure: Bool, end: Int) {
        self.isSecure = isSecure
        self.end = end
    }

    @inline(__always)
    private static func skippingSlashes(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count, ASCII.isSlash(text[index]) { index += 1 }
        return index
    }

    private static func refuseOther(in text: Span<UInt8>) throws(WebRefusal) {
        guard let first = text.first, ASCII.isLetter(first) else { return }
        var hasDot = false
        var index = 1
        while index < text.count, text[index] != UInt8(ascii: ":") {
            let byte = text[index]
            hasDot = hasDot || byte == UInt8(ascii: ".")
            guard ASCII.isLetter(byte) || ASCII.isDigit(byte) || isSchemeMark(byte) else { return }
            index += 1
        }
        guard index < text.count else { return }
        if text.hasPrefix("://", at: index) { throw WebRefusal(.unsupportedScheme) }
        if !hasDot, !isPort(text, from: index + 1) { throw WebRefusal(.unsupportedScheme) }
    }

    @inline(__always)
    private static func isSchemeMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }

    private static func isPort(_ text: Span<UInt8>, from start: Int) -> Bool {
        var index = start
        while index < text.count, ASCII.isDigit(text[index]) { index += 1 }
        return index == text.count || ByteSet.authorityEnd.contains(text[index])
    }
}

extension URLScheme {
    /// Whether tabs or line breaks stand in the text, which the URL standard removes wherever they are.
    static func holdsLineBreaks(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where isLineBreak(text[index]) { return true }
        return false
    }

    /// The text without tabs, line breaks, and the blanks and controls at both ends.
    static func withoutLineBreaks(_ text: Span<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for index in text.indices where !isLineBreak(text[index]) { result.append(text[index]) }
        return result
    }

    private static func isLineBreak(_ byte: UInt8) -> Bool {
        byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
