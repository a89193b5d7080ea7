internal import CanonicalCoding
internal import Indicators

/// Reads the texts of further fields; nothing means that the text does not have the field's form.
enum FieldText {
    /// A text without control characters.
    static func line(_ text: Span<UInt8>) -> String? {
        let contents = text.contents
        guard !contents.hasControls, contents.isASCII || UTF8Text.isValid(text) else { return nil }
        return text.string
    }

    /// A text whose only control characters are tabs and line ends.
    static func paragraph(_ text: Span<UInt8>) -> String? {
        let contents = text.contents
        guard contents.isASCII || UTF8Text.isValid(text) else { return nil }
        if contents.hasControls {
            for index in text.indices where text[index] < Byte.space || text[index] == 0x7F {
                guard Byte.isBlank(text[index]) || text[index] == Byte.lineFeed else { return nil }
            }
        }
        return text.string
    }

    /// A number that is not negative, in digits.
    static func number(_ text: Span<UInt8>) -> Int? {
        guard text.count <= longestNumber - 1 else { return nil }
        var number = 0
        for index in text.indices {
            guard Byte.isDigit(text[index]) else { return nil }
            number = number * 10 + Int(text[index] - Byte.zero)
        }
        return number
    }

    /// A marking with or without `TLP:`, in any case; `WHITE` is the former name of `CLEAR`.
    static func marking(_ text: Span<UInt8>) -> Marking? {
        guard text.count <= 32 else { return nil }
        var name = text.string.uppercased()
        if name.hasPrefix("TLP:") { name.removeFirst(4) }
        return Marking(name == "WHITE" ? "CLEAR" : name)
    }

    /// A code of `a-z`, `0-9`, `.` and `-`; capital letters become small ones.
    static func code(_ text: Span<UInt8>, lengths: ClosedRange<Int>) -> String? {
        guard lengths.contains(text.count) else { return nil }
        for index in text.indices {
            let byte = text[index]
            guard Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.dot || byte == Byte.minus else { return nil }
        }
        return lowercased(text)
    }

    /// The slug of a platform, also by another name of it such as `x`.
    static func platform(_ text: Span<UInt8>) -> String? {
        code(text, lengths: 1...32).flatMap { Platform($0)?.slug }
    }

    /// So many ASCII letters, made capital.
    static func capitals(_ text: Span<UInt8>, count: Int) -> String? {
        guard text.count == count else { return nil }
        for index in text.indices where !Byte.isLetter(text[index]) { return nil }
        return text.string.uppercased()
    }

    /// A region of phone numbers.
    static func region(_ text: Span<UInt8>) -> RegionCode? {
        capitals(text, count: 2).flatMap { RegionCode($0) }
    }

    /// A language tag such as `de` or `pt-BR`.
    static func languageTag(_ text: Span<UInt8>) -> String? {
        guard (2...35).contains(text.count), Byte.isLetter(text[0]), Byte.isLetter(text[1]) else { return nil }
        for index in text.indices {
            guard Byte.isLetter(text[index]) || Byte.isDigit(text[index]) || text[index] == Byte.minus else { return nil }
        }
        return text.string
    }

    /// The text with its ASCII capitals made small.
    static func lowercased(_ text: Span<UInt8>) -> String {
        text.string.lowercased()
    }

    /// The most characters a number may have.
    static let longestNumber = 19
}
