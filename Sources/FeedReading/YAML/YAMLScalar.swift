/// The ways YAML writes a scalar.
enum YAMLScalar {
    /// How a node is written, by its first character.
    enum Style {
        case plain
        case singleQuoted
        case doubleQuoted
        case literal
        case folded
        case flowList
        case flowMapping
    }

    /// The style a first character announces; nothing for anchors, aliases, tags, directives and reserved characters.
    static func style(_ first: UInt8) -> Style? {
        switch first {
        case Byte.apostrophe: .singleQuoted
        case Byte.quote: .doubleQuoted
        case Byte.bar: .literal
        case UInt8(ascii: ">"): .folded
        case Byte.leftBracket: .flowList
        case Byte.leftBrace: .flowMapping
        case UInt8(ascii: "&"), Byte.asterisk, Byte.exclamation, UInt8(ascii: "%"), Byte.at, UInt8(ascii: "`"),
            Byte.rightBracket, Byte.rightBrace, Byte.comma:
            nil
        default: .plain
        }
    }

    /// Whether a plain scalar stands for nothing.
    static func isNull(_ text: Span<UInt8>) -> Bool {
        text.isEmpty || text.isText("~") || text.isText("null") || text.isText("Null") || text.isText("NULL")
    }

    /// The part of a line that belongs to a plain scalar: up to a comment, without blanks at its ends.
    static func plainPart(_ text: Span<UInt8>, _ range: Range<Int>) throws(YAMLEntryReader.Fault) -> Range<Int> {
        for place in range where place > range.lowerBound {
            if text[place] == Byte.hash, Byte.isBlank(text[place - 1]) { return text.trimming(range.lowerBound..<place) }
            if Byte.isBlank(text[place]), text[place - 1] == Byte.colon { throw YAMLEntryReader.Fault() }
        }
        return text.trimming(range)
    }

    /// Where the closing quote stands.
    static func closingQuote(_ text: Span<UInt8>, from start: Int, to end: Int, _ style: Style) -> Int? {
        var place = start
        while place < end {
            if style == .singleQuoted, text[place] == Byte.apostrophe {
                guard place + 1 < end, text[place + 1] == Byte.apostrophe else { return place }
                place += 1
            } else if style == .doubleQuoted, text[place] == Byte.quote {
                return place
            } else if style == .doubleQuoted, text[place] == Byte.backslash {
                place += 1
            }
            place += 1
        }
        return nil
    }

    /// Appends the text between quotes, with its escapes undone.
    static func append(
        _ text: Span<UInt8>, _ style: Style, to output: inout [UInt8]
    ) throws(YAMLEntryReader.Fault) {
        var place = 0
        while place < text.count {
            let byte = text[place]
            if style == .singleQuoted, byte == Byte.apostrophe {
                place += 1
            } else if style == .doubleQuoted, byte == Byte.backslash {
                place = try appendEscape(text, at: place + 1, to: &output)
                continue
            }
            output.append(byte)
            place += 1
        }
    }

    /// Appends what an escape stands for and gives the place behind it.
    private static func appendEscape(
        _ text: Span<UInt8>, at place: Int, to output: inout [UInt8]
    ) throws(YAMLEntryReader.Fault) -> Int {
        guard place < text.count else { throw YAMLEntryReader.Fault() }
        let digits: Int
        switch text[place] {
        case Byte.quote, Byte.backslash, Byte.slash, Byte.space:
            output.append(text[place])
            return place + 1
        case UInt8(ascii: "n"):
            output.append(Byte.lineFeed)
            return place + 1
        case UInt8(ascii: "t"):
            output.append(Byte.tab)
            return place + 1
        case UInt8(ascii: "x"): digits = 2
        case UInt8(ascii: "u"): digits = 4
        case UInt8(ascii: "U"): digits = 8
        default: throw YAMLEntryReader.Fault()
        }
        guard place + 1 + digits <= text.count,
            let code = UInt32(text.extracting(place + 1..<place + 1 + digits).string, radix: 16),
            let scalar = Unicode.Scalar(code)
        else { throw YAMLEntryReader.Fault() }
        output.append(contentsOf: UTF8.encode(scalar) ?? .init())
        return place + 1 + digits
    }
}
