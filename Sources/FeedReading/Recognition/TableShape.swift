internal import Indicators

/// What the texts of a table look like: values, names of columns, or data of another sort.
struct TableShape {
    let options: FeedOptions

    /// Whether a text looks like a value.
    func looksLikeValue(_ text: [UInt8]) -> Bool {
        !text.isEmpty && KindSettler(kind: options.kind, region: options.region).guess(text.span) != nil
    }

    /// Whether a text looks like a value of a sort; a number as it is dialled counts without a region, too.
    func isOf(_ family: ValueFamily, _ text: [UInt8]) -> Bool {
        if family == .phone, ValueShape.isPhoneLike(text.span) { return true }
        guard let kind = KindSettler(kind: options.kind, region: options.region).guess(text.span),
            let known = KnownKind(kind)
        else { return false }
        return ValueFamily(known) == family
    }

    /// Whether a text is the name of a column.
    func isName(_ text: [UInt8]) -> Bool {
        if ColumnMeaning(heading: text.span) != nil { return true }
        return options.mappings.contains { $0.origin == .named(text.span.string) }
    }

    /// Whether a record is a heading: it holds no data, and either names of columns or, above values, nothing like one.
    func isHeading(_ record: [[UInt8]], above rest: ArraySlice<[[UInt8]]>) -> Bool {
        for (column, text) in record.enumerated() {
            if looksLikeValue(text) || Self.isDate(text.span) || Self.isCode(text.span) { return false }
            if Self.isNumber(text.span), Self.holdsNumbers(rest, column) { return false }
        }
        if record.contains(where: { isName($0) }) { return true }
        return rest.count > 1 && rest.count { $0.contains { looksLikeValue($0) } } * 2 > rest.count
    }

    /// A day, with the year first or last.
    private static func isDate(_ text: Span<UInt8>) -> Bool {
        if text.count >= 10, !Byte.isDigit(text[4]), DayText.day(text) != nil { return true }
        let date = text.extracting(first: 10)
        guard date.count >= 6, Byte.isDigit(date[0]) else { return false }
        var (digits, signs) = (0, 0)
        for index in date.indices {
            if Byte.isDigit(date[index]) { digits += 1 } else if Self.isBetweenDays(date[index]) { signs += 1 } else { break }
        }
        return signs == 2 && digits >= 4
    }

    private static func isBetweenDays(_ byte: UInt8) -> Bool {
        byte == Byte.dot || byte == Byte.slash || byte == Byte.minus
    }

    /// A digest, an address or another long text of letters and digits without blanks.
    private static func isCode(_ text: Span<UInt8>) -> Bool {
        guard text.count >= shortestCode else { return false }
        var (digits, letters) = (0, 0)
        for index in text.indices {
            if Byte.isDigit(text[index]) { digits += 1 } else if Byte.isLetter(text[index]) { letters += 1 } else { return false }
        }
        return digits > 0 && letters > 0
    }

    /// Digits and the signs between them, as in counters, amounts and phone numbers.
    private static func isNumber(_ text: Span<UInt8>) -> Bool {
        var digits = 0
        for index in text.indices {
            switch text[index] {
            case let byte where Byte.isDigit(byte): digits += 1
            case Byte.space, Byte.dot, Byte.comma, Byte.minus, Byte.plus, Byte.slash, UInt8(ascii: "("), UInt8(ascii: ")"): break
            default: return false
            }
        }
        return digits > 0
    }

    private static func holdsNumbers(_ records: ArraySlice<[[UInt8]]>, _ column: Int) -> Bool {
        let texts = records.compactMap { column < $0.count && !$0[column].isEmpty ? $0[column] : nil }
        return !texts.isEmpty && texts.count { isNumber($0.span) } * 2 > texts.count
    }

    private static let shortestCode = 25
}
