/// Tells spellings of telephone numbers by how they begin.
enum PhoneSpelling {
    /// Whether a text begins with a plus, in ASCII or full width, after blanks, an opening parenthesis or `tel:`.
    static func namesCountry(_ text: Span<UInt8>) -> Bool {
        var index = 0
        while index < text.count, text[index] <= 0x20 { index += 1 }
        if text.hasPrefix("tel:", at: index) { index += 4 }
        if text.has(UInt8(ascii: "("), at: index) { index += 1 }
        if text.has(UInt8(ascii: "+"), at: index) { return true }
        return text.has(0xEF, at: index) && text.has(0xBC, at: index + 1) && text.has(0x8B, at: index + 2)
    }
}
