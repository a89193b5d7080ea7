/// A text as the search for indicators sees it: bytes, decoded where a rule asks for characters.
struct ScannedText {
    let bytes: [UInt8]

    var count: Int { bytes.count }

    func has(_ byte: Character, at index: Int) -> Bool {
        index >= 0 && index < bytes.count && bytes[index] == byte.asciiValue
    }

    func hasPrefix(_ text: StaticString, at index: Int) -> Bool { bytes.span.hasPrefix(text, at: index) }

    /// The character at an index; a byte that begins none is U+FFFD and one byte wide.
    func scalar(at index: Int) -> (value: UInt32, width: Int) {
        let first = bytes[index]
        guard first >= 0x80 else { return (UInt32(first), 1) }
        let width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard (0xC2...0xF4).contains(first), index + width <= bytes.count else { return (0xFFFD, 1) }
        var value = UInt32(first) & (width == 2 ? 0x1F : width == 3 ? 0x0F : 0x07)
        for next in index + 1..<index + width {
            guard bytes[next] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            value = value << 6 | UInt32(bytes[next] & 0x3F)
        }
        let least: UInt32 = width == 2 ? 0x80 : width == 3 ? 0x800 : 0x1_0000
        guard value >= least, Unicode.Scalar(value) != nil else { return (0xFFFD, 1) }
        return (value, width)
    }

    /// What a character is to a name.
    enum Role { case spaced, unspaced, other }

    func role(at index: Int) -> (role: Role, width: Int) {
        guard index < bytes.count else { return (.other, 0) }
        let byte = bytes[index]
        if byte < 0x80 { return (Self.isName(byte) ? .spaced : .other, 1) }
        let (value, width) = scalar(at: index)
        return (Self.role(of: value), width)
    }

    func isName(at index: Int) -> Bool { role(at: index).role != .other }

    /// Whether an ASCII letter or digit stands there.
    func isWord(at index: Int) -> Bool {
        index >= 0 && index < bytes.count && (ASCII.isLetter(bytes[index]) || ASCII.isDigit(bytes[index]))
    }

    func isDigit(at index: Int) -> Bool { index >= 0 && index < bytes.count && ASCII.isDigit(bytes[index]) }

    private static func isName(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func role(of value: UInt32) -> Role {
        switch value {
        case 0xAD, 0x200B...0x200D, 0x2060, 0xFEFF, 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: return .spaced
        case 0xFFFD: return .other
        default: break
        }
        guard let scalar = Unicode.Scalar(value), isLetter(scalar) else { return .other }
        return isUnspaced(value) ? .unspaced : .spaced
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
            .decimalNumber:
            true
        default: false
        }
    }

    private static func isUnspaced(_ value: UInt32) -> Bool {
        switch value {
        case 0x0E00...0x109F, 0x1780...0x17FF, 0x2E80...0xD7FF, 0xF900...0xFAFF, 0xFF66...0xFFDC, 0x2_0000...: true
        default: false
        }
    }

    /// How many bytes a space, a tab or a no-break space takes; 0 when none stands there.
    func blankWidth(at index: Int) -> Int {
        guard index < bytes.count else { return 0 }
        switch bytes[index] {
        case 0x20, 0x09: return 1
        case 0xC2 where index + 1 < bytes.count && bytes[index + 1] == 0xA0: return 2
        default: return 0
        }
    }

    /// Where up to so many blanks end.
    func behindBlanks(from index: Int, atMost limit: Int) -> Int {
        var index = index
        for _ in 0..<limit {
            let width = blankWidth(at: index)
            if width == 0 { break }
            index += width
        }
        return index
    }
}
