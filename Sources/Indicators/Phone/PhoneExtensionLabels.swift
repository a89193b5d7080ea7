/// The words and signs that announce an extension.
enum PhoneExtensionLabels {
    /// The parameter of RFC 3966.
    static let linkParameter = symbols(";ext=")

    /// Words that can only mean an extension, in English, Spanish, Russian and full-width letters.
    static let explicit: [[PhoneSymbol]] = {
        var words = ["\u{434}\u{43E}\u{431}", "anexo"]
        for begin in ["ext", "xt"] {
            for middle in ["", "ensio", "ensio\u{301}", "ensi\u{F3}"] {
                words += [begin + middle, begin + middle + "n"]
            }
        }
        let wide = "\u{FF58}\u{FF54}"
        words += [wide, wide + "\u{FF4E}", "\u{FF45}" + wide, "\u{FF45}" + wide + "\u{FF4E}"]
        return words.map(symbols)
    }()

    /// Signs and words that may also mean something else.
    static let ambiguous: [[PhoneSymbol]] =
        ["x", "\u{FF58}", "#", "\u{FF03}", "~", "int", "\u{FF49}\u{FF4E}\u{FF54}"].map(symbols)

    private static func symbols(_ text: String) -> [PhoneSymbol] {
        text.unicodeScalars.map { PhoneSymbol($0.value) }
    }
}
