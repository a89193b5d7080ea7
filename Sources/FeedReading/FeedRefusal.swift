public import Indicators

/// One row that was not read, and why.
public struct FeedRefusal: Sendable, Hashable {
    /// The physical line, counted from 1, on which the row begins.
    public let line: Int
    /// The number of the row, counted from 1 among all rows of the feed.
    public let number: Int
    /// The rule it breaks.
    public let reason: FeedRefusalReason
    /// The field at fault, where it is not the value.
    public let field: FeedField?
    /// The first bytes of the row for the person who asked; never for logs.
    public let excerpt: [UInt8]
    /// The rule of the canonical form, when ``reason`` is `notCanonical`.
    public let canonicalReason: IndicatorError.Reason?

    init(
        line: Int, number: Int, reason: FeedRefusalReason, field: FeedField? = nil, excerpt: [UInt8] = [],
        canonicalReason: IndicatorError.Reason? = nil
    ) {
        self.line = line
        self.number = number
        self.reason = reason
        self.field = field
        self.excerpt = excerpt
        self.canonicalReason = canonicalReason
    }

    /// A stable name for reports: that of the rule, with the field or the rule of the canonical form behind a colon.
    public var code: String {
        if let canonicalReason { return "\(reason.rawValue):\(canonicalReason.rawValue)" }
        return field.map { "\(reason.rawValue):\($0.rawValue)" } ?? reason.rawValue
    }
}

extension FeedRefusal: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where and why, without the row itself.
    public var description: String {
        "line \(line): \(field.map { "\($0.rawValue): " } ?? "")\(reason.sentence)"
    }

    /// Safe for logs, as ``description``.
    public var debugDescription: String { description }

    /// Safe for dumps: the excerpt is left out.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A rule that a row can break; the raw value is a stable name for reports.
public enum FeedRefusalReason: String, Error, Sendable, Hashable, CaseIterable {
    // bytes
    case notUTF8 = "not-utf-8"
    case controlCharacter = "control-character"
    case lineTooLong = "line-too-long"
    // form
    case missingValue = "missing-value"
    case unclosedQuote = "unclosed-quote"
    case strayQuote = "stray-quote"
    case columnCount = "column-count"
    case tooManyColumns = "too-many-columns"
    case notAValue = "not-a-value"
    case severalValues = "several-values"
    case notJSON = "not-json"
    case notYAML = "not-yaml"
    case recordTooLarge = "record-too-large"
    // meaning
    case benignList = "benign-list"
    case meaningNotStated = "meaning-not-stated"
    case notAccused = "not-accused"
    case exceptionRule = "exception-rule"
    case cosmeticRule = "cosmetic-rule"
    case ruleOptions = "rule-options"
    case patternRule = "pattern-rule"
    case localName = "local-name"
    // kind
    case unknownKind = "unknown-kind"
    case siteOrAccount = "site-or-account"
    case unsupportedKind = "unsupported-kind"
    case unsupportedCurrency = "unsupported-currency"
    case notAWallet = "not-a-wallet"
    case networkRange = "network-range"
    case missingPlatform = "missing-platform"
    case notAHandle = "not-a-handle"
    case mailAddress = "mail-address"
    // fields
    case badField = "bad-field"
    case fieldTooLong = "field-too-long"
    case datesOutOfOrder = "dates-out-of-order"
    // canonical form, judged by inspection and by publishing
    case notCanonical = "not-canonical"
}

extension FeedRefusalReason {
    /// What is wrong, in a line.
    public var sentence: String { wording.what }

    /// What to do, in a line.
    public var hint: String { wording.remedy }

    private var wording: (what: String, remedy: String) {
        switch self {
        case .notUTF8, .controlCharacter, .lineTooLong, .missingValue, .unclosedQuote, .strayQuote, .columnCount,
            .tooManyColumns, .notAValue, .severalValues, .notJSON, .notYAML, .recordTooLarge:
            formWording
        case .benignList, .meaningNotStated, .notAccused, .exceptionRule, .cosmeticRule, .ruleOptions, .patternRule,
            .localName:
            meaningWording
        default: contentWording
        }
    }

    private var formWording: (what: String, remedy: String) {
        switch self {
        case .notUTF8: ("not valid UTF-8", "save the feed as UTF-8; this line looks like Latin-1")
        case .controlCharacter: ("holds a control character", "remove control characters")
        case .lineTooLong: ("longer than a row may be", "check for a missing line end")
        case .missingValue: ("no value", "name the column with --map value=COLUMN")
        case .unclosedQuote: ("a quote that is never closed", "double quotes inside quoted text")
        case .strayQuote: ("text after a closing quote", "double quotes inside quoted text")
        case .columnCount: ("more columns than the table has", "quote values that hold the delimiter")
        case .tooManyColumns: ("too many columns", "check the delimiter")
        case .notAValue: ("not a text", "write values as texts")
        case .severalValues:
            ("values of several kinds in one record", "name the member with --map value=MEMBER, or the kind with --kind")
        case .notJSON: ("not JSON", "write one JSON value a line")
        case .notYAML: ("YAML that is not understood", "write one plain value a key, without aliases")
        default: ("too many members", "export fewer fields")
        }
    }

    private var meaningWording: (what: String, remedy: String) {
        switch self {
        case .benignList:
            (
                "vouched for: by its list, by its label, or as the address of a service",
                "publish only what you accuse; leave out the lists, labels and tags that vouch"
            )
        case .meaningNotStated:
            ("named, but neither accused nor vouched for", "if you accuse all of the feed, say of what: --map scam==CODE")
        case .notAccused:
            ("the value of a victim or of somebody who reported", "publish only what you accuse; nothing to do for this row")
        case .exceptionRule: ("an exception rule", "it vouches for the name and is no report")
        case .cosmeticRule: ("a rule about page elements", "it names no site to report")
        case .ruleOptions: ("a rule that holds only in part", "it does not accuse the whole site")
        case .patternRule: ("a pattern and no name", "write the names out")
        default: ("a name of the local machine", "nothing to do")
        }
    }

    private var contentWording: (what: String, remedy: String) {
        switch self {
        case .unknownKind:
            (
                "no kind fits the value",
                "name it with --kind; national phone numbers: --region CC; names of accounts: --kind handle --map platform==PLATFORM"
            )
        case .siteOrAccount:
            ("a name that may be a site or an account", "name the kind: --kind handle, or --kind domain or host")
        case .unsupportedKind:
            (
                "of a kind that is not exchanged, such as a digest, a network or a name nobody knows",
                "the kinds are \(KnownKind.allCases.map(\.kind.name).joined(separator: ", ")); --map kind==KIND gives all rows one"
            )
        case .unsupportedCurrency: ("an address of a currency that is not exchanged", "nothing to do")
        case .notAWallet: ("not a wallet address", "check the value, or name another kind")
        case .networkRange: ("a range of networks", "write the addresses out")
        case .missingPlatform: ("an account without its platform", "name it with --map platform==PLATFORM")
        case .notAHandle:
            (
                "not the name of an account: it holds a blank or a path",
                "write the name alone, or the address of a profile whose path is the name"
            )
        case .mailAddress:
            ("an e-mail address where a site is expected", "name the kind: --kind email, if the address itself is reported")
        case .badField:
            ("a field that cannot be read", "correct it, or give all rows one text with --map FIELD==TEXT")
        case .fieldTooLong: ("a field that is too long", "shorten it")
        case .datesOutOfOrder: ("last seen before it was first seen", "check the two dates")
        default: ("no canonical form", "see the rule named")
        }
    }
}
