/// Looks for characters beyond ASCII that no address or name may hold.
enum TextScan {
    /// Whether valid UTF-8 holds a control character: U+0000–U+001F, U+007F–U+009F.
    static func holdsControl(_ text: Span<UInt8>) -> Bool {
        for index in text.indices {
            let byte = text[index]
            if byte < 0x20 || byte == 0x7F { return true }
            if byte == 0xC2, index + 1 < text.count, text[index + 1] < 0xA0 { return true }
        }
        return false
    }

    /// Whether valid UTF-8 holds a blank beyond ASCII: U+00A0, U+1680, U+2000–U+200A, U+2028, U+2029, U+202F, U+205F, U+3000.
    static func holdsForeignBlank(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where text[index] >= 0xC2 && index + 1 < text.count {
            let second = text[index + 1]
            let third = index + 2 < text.count ? text[index + 2] : 0
            switch (text[index], second, third) {
            case (0xC2, 0xA0, _), (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9),
                (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
                return true
            default: continue
            }
        }
        return false
    }
}
