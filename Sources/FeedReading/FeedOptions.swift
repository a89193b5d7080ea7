public import Indicators

/// What the person who publishes says about a feed.
public struct FeedOptions: Sendable {
    /// The kind of all values whose row does not name one.
    public var kind: FeedKind = .auto
    /// The format; nil recognises it by content.
    public var format: FeedFormat?
    /// Which column, or which constant, gives which field.
    public var mappings: [FieldMapping] = []
    /// The region of phone numbers without a country code; a row's own region wins.
    public var region: RegionCode?
    /// The limits.
    public var limits: FeedLimits = .standard

    /// Options that leave everything to recognition.
    public init() {}
}

/// The kind of a feed's values.
public enum FeedKind: Sendable, Hashable {
    /// Guessed value by value.
    case auto
    /// Any kind of wallet, told apart by the address.
    case anyWallet
    /// One kind.
    case fixed(IndicatorKind)

    /// Reads `auto`, `wallet` or the name of a kind that has a canonical form.
    ///
    /// - Throws: ``FeedError`` with the reason `unknownKind`.
    public init(parsing text: String) throws(FeedError) {
        switch text {
        case "auto": self = .auto
        case "wallet": self = .anyWallet
        default:
            guard let kind = try? IndicatorKind(parsing: text), kind.isKnown else {
                throw FeedError(.unknownKind(text))
            }
            self = .fixed(kind)
        }
    }
}

/// One `--map`: a field of a row and where a feed keeps it.
public struct FieldMapping: Sendable, Hashable {
    /// Where a field comes from.
    public enum Origin: Sendable, Hashable {
        /// A column, JSON member (`a.b` for a member of a member) or YAML key by its name.
        case named(String)
        /// A column of a table by its number, counted from 1.
        case numbered(Int)
        /// The same text for every row.
        case constant(String)
    }

    /// The field; nil for `rows`, which names the member that holds the list of rows.
    public let field: FeedField?
    /// Where it comes from.
    public let origin: Origin

    /// Reads `field=column`, `field=3`, `field==constant` or `rows=member`.
    ///
    /// - Throws: ``FeedError`` with the reason `badMapping` or `unknownField`.
    public init(parsing text: String) throws(FeedError) {
        guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { throw FeedError(.badMapping(text)) }
        let name = String(text[..<sign])
        var column = String(text[text.utf8.index(after: sign)...])
        if name == "rows" {
            self.field = nil
        } else if let field = FeedField(rawValue: name) {
            self.field = field
        } else {
            throw FeedError(.unknownField(name))
        }
        if column.hasPrefix("="), field != nil {
            column.removeFirst()
            self.origin = .constant(column)
        } else if let number = Int(column), number > 0, field != nil {
            self.origin = .numbered(number)
        } else {
            self.origin = .named(column)
        }
        guard !column.isEmpty else { throw FeedError(.badMapping(text)) }
    }

    /// Says where a field comes from.
    public init(_ field: FeedField, from origin: Origin) {
        self.field = field
        self.origin = origin
    }
}
