/// What a column of a table, a member of a JSON object or a key of a YAML entry is read as.
struct ColumnMeaning: Sendable {
    /// The field it gives.
    var field: FeedField
    /// The kind that the name of the column gives its values.
    var hint: KindHint?
    /// The platform that the name of the column gives its values.
    var platform: StaticString?
    /// How its text is written.
    var style = Style.own
    /// Among several columns with values the lowest wins, and the first of them.
    var rank = 0
    /// Whether the name is also one for other things, so that a table must hold such values under it.
    var isUnsure = false

    /// How the text of a column is written.
    enum Style: Sendable, Hashable {
        /// As our own columns.
        case own
        /// A word of somebody else's vocabulary that may mean nothing to us.
        case loose
        /// Labels with `#` before and blanks between them.
        case hashtags
        /// The sign of the currency an address belongs to.
        case currency
    }

    /// Reads the name of a column; a name that means nothing gives nothing.
    init?(name: Span<UInt8>, layout: FeedLayout) {
        guard name.count <= Self.longestName else { return nil }
        let text = Self.key(name.string)
        guard let meaning = Self.names[layout]?[text] ?? (name.firstIndex(of: Byte.dot) == nil ? Self.plain[text] : nil) else {
            return nil
        }
        self = meaning
    }

    /// Reads a heading of a table: values may also be named in the plural, and with a word before that accuses them.
    init?(heading name: Span<UInt8>) {
        if let meaning = ColumnMeaning(name: name, layout: .plain) {
            self = meaning
            return
        }
        guard name.count <= Self.longestName else { return nil }
        let text = name.string
        var words = NameWords(text).words[...]
        while words.count > 1, let first = words.first, Self.accusingWords.contains(first) { words.removeFirst() }
        let key = words.joined()
        let singular = key.hasSuffix("es") ? [String(key.dropLast()), String(key.dropLast(2))] : [String(key.dropLast())]
        let keys = [key] + (key.hasSuffix("s") ? singular : [])
        guard !text.contains("."), let meaning = keys.lazy.compactMap({ Self.plain[$0] }).first, meaning.field == .value else {
            return nil
        }
        self = meaning
    }

    /// A name in small letters without the signs that stand between words.
    private static func key(_ name: String) -> String {
        name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    }

    /// Gives a field as our own columns do.
    init(
        _ field: FeedField, hint: KindHint? = nil, platform: StaticString? = nil, style: Style = .own, rank: Int = 0,
        isUnsure: Bool = false
    ) {
        self.field = field
        self.hint = hint
        self.platform = platform
        self.style = style
        self.rank = rank
        self.isUnsure = isUnsure
    }

    private static let longestName = 64
}

extension ColumnMeaning {
    /// Names that mean something in one arrangement only.
    private static let names: [FeedLayout: [String: ColumnMeaning]] = [
        .playerList: [
            "attributes": ColumnMeaning(.labels), "lastseen.time": ColumnMeaning(.last),
        ],
        .tagPack: [
            "address": ColumnMeaning(.value, hint: .wallet), "currency": ColumnMeaning(.kind, style: .currency),
            "network": ColumnMeaning(.kind, style: .currency, rank: 1), "label": ColumnMeaning(.labels),
            "abuse": ColumnMeaning(.labels), "source": ColumnMeaning(.source),
        ],
    ]
}
