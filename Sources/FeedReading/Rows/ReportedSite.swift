/// What may not stand in the text of a site.
enum ReportedSite {
    /// Why a text is not reported as a site; nothing when it may be one.
    static func fault(_ text: Span<UInt8>) -> FeedRefusalReason? {
        let (start, hasScheme) = afterScheme(text)
        let end = endOfHost(text, from: start)
        if !hasScheme, let sign = text.firstIndex(of: Byte.at, from: start), sign > start, sign + 1 < end { return .mailAddress }
        for index in start..<end where isListSyntax(text[index]) { return .patternRule }
        return endsWithOpenPath(text, from: end) ? .patternRule : nil
    }

    /// Whether a path is left open by `*`; in a query it may be what a page was asked.
    private static func endsWithOpenPath(_ text: Span<UInt8>, from start: Int) -> Bool {
        guard start < text.count, text[text.count - 1] == Byte.asterisk else { return false }
        return text.firstIndex(of: UInt8(ascii: "?"), from: start) == nil && text.firstIndex(of: Byte.hash, from: start) == nil
    }

    /// Whether a text that fits no kind is a pattern of names rather than a name.
    static func isPattern(_ text: Span<UInt8>) -> Bool {
        guard text.firstIndex(of: Byte.dot) != nil else { return false }
        var isPattern = false
        for index in text.indices {
            if Byte.isBlank(text[index]) { return false }
            if text[index] == Byte.asterisk || text[index] == Byte.caret || text[index] == Byte.dollar || text[index] == Byte.bar
            {
                isPattern = true
            }
        }
        return isPattern
    }

    /// Whether an e-mail address is one of many.
    static func isMailPattern(_ text: Span<UInt8>) -> Bool { text.firstIndex(of: Byte.asterisk) != nil }

    private static func isListSyntax(_ byte: UInt8) -> Bool {
        byte == Byte.asterisk || byte == Byte.dollar || byte == Byte.comma || byte == Byte.bar || byte == Byte.caret
    }

    /// Where the host begins, and whether a scheme stands before it.
    private static func afterScheme(_ text: Span<UInt8>) -> (start: Int, hasScheme: Bool) {
        guard let slash = text.firstIndex(of: Byte.slash), slash > 0, slash + 1 < text.count, text[slash + 1] == Byte.slash else {
            return (0, false)
        }
        var end = slash
        while end > 0, !Byte.isLetter(text[end - 1]), !Byte.isDigit(text[end - 1]), text[end - 1] != Byte.asterisk { end -= 1 }
        for index in 0..<end where !Byte.isLetter(text[index]) && !Byte.isDigit(text[index]) && text[index] != Byte.asterisk {
            return (0, false)
        }
        return (slash + 2, true)
    }

    private static func endOfHost(_ text: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < text.count, text[end] != Byte.slash, text[end] != UInt8(ascii: "?"), text[end] != Byte.hash { end += 1 }
        return end
    }
}
