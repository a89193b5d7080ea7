extension PhoneSymbol {
    var isDigit: Bool {
        switch self {
        case .digit, .foreignDigit: true
        default: false
        }
    }

    /// A letter from a to z in any case.
    var isLetter: Bool {
        switch self {
        case .letter, .foldedLetter: true
        default: false
        }
    }

    /// Punctuation that may stand between digits, the star and the x of carrier codes included.
    var groups: Bool {
        switch self {
        case .mark(let byte): Self.isGroupingMark(byte)
        case .letter(let byte): byte == UInt8(ascii: "x")
        case .noBreakSpace, .wideDot, .grouping, .longVowel: true
        default: false
        }
    }

    /// Whether a number can begin here.
    var canBegin: Bool { isDigit || self == .plus }

    /// Whether a number can end here: letters and numbers of any script, and the hash after an extension.
    var canEnd: Bool {
        switch self {
        case .digit, .foreignDigit, .letter, .foldedLetter, .labelLetter, .longVowel, .otherLetter: true
        case .mark: self == .hash
        case .grouping, .noBreakSpace, .wideDot, .wideMark, .combiningAcute, .other: false
        }
    }

    /// A blank as extension labels know it.
    var isBlank: Bool {
        switch self {
        case .noBreakSpace: true
        case .mark(let byte): byte == UInt8(ascii: " ") || byte == 0x09
        default: false
        }
    }

    /// A sign that may close an extension label.
    var isLabelStop: Bool {
        switch self {
        case .wideDot: true
        case .mark(let byte): byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
        default: false
        }
    }

    /// Whether the last symbol of any extension label can be this one.
    var endsLabel: Bool {
        switch self {
        case .letter(let byte): Self.isLastLetter(byte)
        case .labelLetter, .combiningAcute, .wideMark: true
        case .mark(let byte):
            byte == UInt8(ascii: "#") || byte == UInt8(ascii: "~") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "=")
        default: false
        }
    }

    /// The symbol as a label spells it, in which the long s is an s.
    var ignoringCase: PhoneSymbol {
        if case .foldedLetter(let byte) = self { .letter(byte) } else { self }
    }

    private static func isGroupingMark(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "/"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "~"), UInt8(ascii: "*"):
            true
        default: false
        }
    }

    private static func isLastLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "n"), UInt8(ascii: "o"), UInt8(ascii: "t"), UInt8(ascii: "x"): true
        default: false
        }
    }
}
