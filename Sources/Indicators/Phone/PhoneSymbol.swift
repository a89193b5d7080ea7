/// What a character means in a phone number.
enum PhoneSymbol: Equatable {
    /// An ASCII digit.
    case digit(UInt8)
    /// A decimal digit of another script.
    case foreignDigit(UInt8)
    /// An ASCII letter, as its small form.
    case letter(UInt8)
    /// The long s and the Kelvin sign, which count as s and k where case is ignored.
    case foldedLetter(UInt8)
    /// A letter of an extension label that is no ASCII letter, as its small form.
    case labelLetter(UInt16)
    /// A letter or number that has no meaning here.
    case otherLetter
    /// ASCII punctuation, and tab, as they are; a full-width plus is a plus.
    case mark(UInt8)
    case noBreakSpace
    case wideDot
    /// Any other character that may group digits.
    case grouping
    /// The Japanese long vowel mark, which groups digits and is a letter.
    case longVowel
    /// The full-width hash and tilde, which announce an extension and group nothing.
    case wideMark
    case combiningAcute
    case other

    /// The meaning of a Unicode scalar.
    init(_ scalar: UInt32) {
        self = scalar < 0x80 ? Self.ascii(UInt8(truncatingIfNeeded: scalar)) : Self.beyondASCII(scalar)
    }

    private static func ascii(_ byte: UInt8) -> PhoneSymbol {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): .letter(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter(byte | 0x20)
        default: .mark(byte)
        }
    }

    private static func beyondASCII(_ scalar: UInt32) -> PhoneSymbol {
        switch scalar {
        case 0xA0: .noBreakSpace
        case 0xFF0B: .plus
        case 0xFF0E: .wideDot
        case 0xAD, 0x200B, 0x2010...0x2015, 0x2053, 0x2060, 0x2212, 0x223C, 0x3000, 0xFF08, 0xFF09, 0xFF0D, 0xFF0F,
            0xFF3B, 0xFF3D:
            .grouping
        case 0x30FC: .longVowel
        case 0xFF03, 0xFF5E: .wideMark
        case 0x301: .combiningAcute
        case 0x17F: .foldedLetter(UInt8(ascii: "s"))
        case 0x212A: .foldedLetter(UInt8(ascii: "k"))
        case 0xF3, 0xD3: .labelLetter(0xF3)
        case 0xFF21...0xFF3A: .labelLetter(UInt16(scalar) + 0x20)
        case 0xFF41...0xFF5A: .labelLetter(UInt16(scalar))
        case 0x414, 0x434, 0x1C81: .labelLetter(0x434)
        case 0x41E, 0x43E, 0x1C82: .labelLetter(0x43E)
        case 0x411, 0x431: .labelLetter(0x431)
        default: character(scalar)
        }
    }

    private static func character(_ scalar: UInt32) -> PhoneSymbol {
        let characters = PhoneCharacters()
        if let value = characters.digitValue(of: scalar) { return .foreignDigit(value) }
        return characters.isLetterOrNumber(scalar) ? .otherLetter : .other
    }
}

extension PhoneSymbol {
    static var plus: PhoneSymbol { .mark(UInt8(ascii: "+")) }
    static var hash: PhoneSymbol { .mark(UInt8(ascii: "#")) }
    static var comma: PhoneSymbol { .mark(UInt8(ascii: ",")) }
    static var hyphen: PhoneSymbol { .mark(UInt8(ascii: "-")) }
    static var semicolon: PhoneSymbol { .mark(UInt8(ascii: ";")) }

    /// The meanings of all characters of valid UTF-8.
    static func reading(_ text: Span<UInt8>) -> [PhoneSymbol] {
        var symbols: [PhoneSymbol] = []
        symbols.reserveCapacity(text.count)
        var at = 0
        while at < text.count { symbols.append(PhoneSymbol(scalar(in: text, at: &at))) }
        return symbols
    }

    /// Decodes one scalar of valid UTF-8 and moves past it.
    static func scalar(in text: Span<UInt8>, at place: inout Int) -> UInt32 {
        let lead = UInt32(text[place])
        if lead < 0x80 {
            place += 1
            return lead
        }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var scalar = lead & (0x7F >> UInt32(length))
        for offset in 1..<length { scalar = scalar << 6 | UInt32(text[place + offset] & 0x3F) }
        place += length
        return scalar
    }
}
