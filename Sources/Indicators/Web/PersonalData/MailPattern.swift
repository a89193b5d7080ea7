/// Finds what looks like an e-mail address, more generously than the canonical form would take it.
enum MailPattern {
    /// Where the first address at or after `start` begins.
    ///
    /// A name, an @, a label, a dot and two letters suffice. With `asciiOnly` nothing beyond ASCII belongs to an address.
    static func firstStart(in text: Span<UInt8>, from start: Int, asciiOnly: Bool = false) -> Int? {
        var index = start
        while index < text.count {
            if text[index] == UInt8(ascii: "@"), endsLikeMail(text, from: index + 1, asciiOnly: asciiOnly) {
                let name = nameStart(in: text, before: index, notBefore: start, asciiOnly: asciiOnly)
                if name < index { return name }
            }
            index += 1
        }
        return nil
    }

    private static func nameStart(
        in text: Span<UInt8>, before at: Int, notBefore start: Int, asciiOnly: Bool
    ) -> Int {
        var index = at
        while index > start {
            let byte = text[index - 1]
            guard ByteSet.mailName.contains(byte) || (byte >= 0x80 && !asciiOnly) else { return index }
            index -= 1
        }
        return index
    }

    /// Whether a domain with a dot and at least two letters behind it stands there.
    private static func endsLikeMail(_ text: Span<UInt8>, from start: Int, asciiOnly: Bool) -> Bool {
        var index = start
        while index < text.count, isDomainByte(text[index], asciiOnly: asciiOnly) {
            if text[index] == UInt8(ascii: "."), index > start, index + 2 < text.count,
                isLetter(text[index + 1], asciiOnly: asciiOnly), isLetter(text[index + 2], asciiOnly: asciiOnly)
            {
                return true
            }
            index += 1
        }
        return false
    }

    private static func isDomainByte(_ byte: UInt8, asciiOnly: Bool) -> Bool {
        ByteSet.plainHost.contains(byte) || ASCII.isUpper(byte) || byte == UInt8(ascii: ".") || (byte >= 0x80 && !asciiOnly)
    }

    private static func isLetter(_ byte: UInt8, asciiOnly: Bool) -> Bool {
        ASCII.isLetter(byte) || (byte >= 0x80 && !asciiOnly)
    }
}
