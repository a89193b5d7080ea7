extension RowBuilder {
    /// Takes the text of a column as what the column is read as.
    mutating func take(_ text: Span<UInt8>, as meaning: ColumnMeaning) {
        switch (meaning.field, meaning.style) {
        case (.value, _):
            takeValue(text, hint: meaning.hint)
            if let platform = meaning.platform { takeDefaultPlatform(platform.description) }
        case (.kind, .currency): takeCurrencyOfAddress(text)
        case (.kind, let style): takeKind(text, isLoose: style == .loose)
        case (.labels, .hashtags): takeHashtags(text)
        default: take(meaning.field, text, isLoose: meaning.rank > 0)
        }
    }

    /// Takes the platform that a feed's arrangement implies, unless the person named one.
    mutating func takeDefaultPlatform(_ platform: String) {
        if !namesPlatform { take(.platform, platform.utf8.span) }
    }

    /// Takes the scam code that a feed's arrangement implies, unless the row or the person named one.
    mutating func takeDefaultScam(_ code: String?) {
        if let code, !namesScam { take(.scam, code.utf8.span) }
    }

    /// Takes labels with blanks between them and `#` before each.
    private mutating func takeHashtags(_ text: Span<UInt8>) {
        var start = 0
        while start < text.count {
            let end = text.firstIndex(of: Byte.space, from: start) ?? text.count
            var first = start
            while first < end, text[first] == Byte.hash { first += 1 }
            takeLabel(text.extracting(first..<end))
            start = end + 1
        }
    }
}
