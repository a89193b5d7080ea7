internal import Indicators

/// Why a row that was read cannot be published.
enum RowRefusal: Error {
    /// Its value, or one that it is related to, has no canonical form.
    case canonical(IndicatorError.Reason)
    /// A rule of publishing forbids it.
    case publishing(PublishingRule)

    /// The reason in the words of the report.
    var reason: String {
        switch self {
        case .canonical(let reason): reason.rawValue
        case .publishing(let rule): rule.rawValue
        }
    }
}

/// A rule that a row with a canonical form can break; the raw value is a stable name for reports.
public enum PublishingRule: String, Sendable, Hashable, CaseIterable {
    case amountOutOfRange = "amount-out-of-range"
    case dateInTheFuture = "date-in-the-future"
    case firstAfterLast = "first-after-last"
    case noSuite = "no-suite-in-this-epoch"
    case personalData = "personal-data"
    case personalText = "personal-data-in-text"
    case onlyProtectedRootLeft = "only-protected-root-left"

    /// What is wrong, in a line.
    public var sentence: String {
        switch self {
        case .amountOutOfRange: "an amount that is too large"
        case .dateInTheFuture: "last seen after the day of publication"
        case .firstAfterLast: "first seen after it was last seen"
        case .noSuite: "of a kind that the epoch makes no tags for"
        case .personalData: "a URL that carries a victim's address or number"
        case .personalText: "a note, source or label that holds an e-mail address"
        case .onlyProtectedRootLeft: "a URL of which only a protected host would be left after the cut"
        }
    }

    /// What to do, in a line.
    public var hint: String {
        switch self {
        case .amountOutOfRange: "write amounts in minor units, such as cents"
        case .dateInTheFuture: "check the date; days are those of UTC"
        case .firstAfterLast: "check the two dates, or --first"
        case .noSuite: "see tocsin epoch show; kinds that can be guessed need an epoch that accepts them"
        case .personalData: "let it be cut with --personal cut"
        case .personalText: "let it be withheld with --personal cut, or say that it may leave with --personal keep"
        case .onlyProtectedRootLeft: "it accuses nobody but the protected site; leave it out"
        }
    }
}
