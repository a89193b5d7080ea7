/// The digits a text names as a phone number, and whether a plus stands before them.
struct PhoneText {
    private(set) var digits = PhoneDigits()
    private(set) var hasPlus = false

    /// Reads what a person or a feed wrote.
    mutating func read(_ text: Span<UInt8>) throws(PhoneRefusal) {
        if text.isEmpty { throw PhoneRefusal(.empty) }
        if text.count > PhoneLimits.inputBytes { throw PhoneRefusal(.tooLong) }
        if readPlain(text) {
            if digits.count < PhoneLimits.leastInternationalDigits { throw PhoneRefusal(.notAPhoneNumber) }
            return
        }
        self = PhoneText()
        try readAny(PhoneCandidate(in: text).symbols)
    }

    /// Reads a text of ASCII digits with blanks, dashes, dots, slashes and brackets; false where it holds more.
    ///
    /// It is a shortcut: such a text can hold no extension, no letters and no parameters.
    private mutating func readPlain(_ text: Span<UInt8>) -> Bool {
        var collector = PhoneDigits.Collector()
        var at = 0
        while at < text.count, Self.isLeading(text[at]) { at += 1 }
        while at < text.count, text[at] == UInt8(ascii: "+") {
            hasPlus = true
            at += 1
        }
        while at < text.count {
            let value = text[at] &- UInt8(ascii: "0")
            if value < 10 {
                collector.append(value)
            } else if !Self.isPlainPunctuation(text[at]) {
                return false
            }
            at += 1
        }
        digits = collector.digits
        return true
    }

    /// Printable characters that may stand before a number and mean nothing there.
    private static func isLeading(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: ";"): false
        default: byte >= 0x20 && byte < 0x7F
        }
    }

    private static func isPlainPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "/"), UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }

    /// Reads any characters, with the rules for extensions and letters.
    private mutating func readAny(_ symbols: ArraySlice<PhoneSymbol>) throws(PhoneRefusal) {
        let extensionStart = PhoneShape.extensionStart(in: symbols)
        guard PhoneShape.isViable(symbols, extensionAt: extensionStart) else { throw PhoneRefusal(.notAPhoneNumber) }
        var number = symbols
        if let start = extensionStart {
            let rest = symbols[..<start]
            if PhoneShape.isViable(rest, extensionAt: PhoneShape.extensionStart(in: rest)) { number = rest }
        }
        hasPlus = number.first == .plus
        let spellsLetters = number.count(where: \.isLetter) >= Self.lettersOfAWord
        var collector = PhoneDigits.Collector()
        for symbol in number {
            switch symbol {
            case .digit(let value): collector.append(value)
            case .foreignDigit(let value) where !spellsLetters: collector.append(value)
            case .letter(let byte) where spellsLetters: collector.append(Self.key(of: byte))
            default: break
            }
        }
        digits = collector.digits
    }

    /// The digit on whose key a small letter stands, as E.161 has it.
    private static func key(of letter: UInt8) -> UInt8 {
        switch letter {
        case ...UInt8(ascii: "c"): 2
        case ...UInt8(ascii: "f"): 3
        case ...UInt8(ascii: "i"): 4
        case ...UInt8(ascii: "l"): 5
        case ...UInt8(ascii: "o"): 6
        case ...UInt8(ascii: "s"): 7
        case ...UInt8(ascii: "v"): 8
        default: 9
        }
    }

    /// Fewer letters than these are taken for slips and left out.
    private static let lettersOfAWord = 3
}
