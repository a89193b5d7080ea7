internal import Agreements
public import CanonicalCoding
public import Indicators

/// A row about an indicator that a person names: a retraction, an objection or an outcome.
public struct NamedStatement: Sendable {
    let kind: IndicatorKind
    let canonical: [UInt8]
    let statement: CoreCell.Statement
    let target: CoreCell.Target?

    /// What is said.
    public enum Act: Sendable, Hashable {
        /// This member takes its claim back.
        case retract(why: String, since: CalendarDay?)
        /// This member contests the claims of others.
        case object(why: String, since: CalendarDay?)
        /// What was done about it.
        case outcome(String)
    }

    /// The reasons for a retraction or an objection.
    public static let reasons = ["false-positive", "recycled", "legal-order", "erasure-request", "withdrawn", "superseded"]
    /// What can have been done.
    public static let outcomes = [
        "account-removed", "number-suspended", "funds-frozen", "url-taken-down", "warned", "under-investigation", "no-match",
        "false-positive", "do-not-act",
    ]

    /// One claim that is spoken about, instead of the indicator as such.
    public struct Target: Sendable, Hashable {
        let publisher: MemberID
        let bundleHex: String

        /// Reads `publisher/bundle`, the bundle by its 32 hexadecimal digits.
        public init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let publisher = MemberID(parts[0]), parts[1].utf8.count == 32, Hex.decode(parts[1]) != nil
            else { return nil }
            self.publisher = publisher
            bundleHex = parts[1]
        }
    }

    /// Names an indicator and says something about it.
    ///
    /// - Parameter kind: nil guesses.
    /// - Throws: `IndicatorError`.
    public init(
        _ act: Act, about text: String, kind: IndicatorKind?, region: RegionCode?, target: Target? = nil
    ) throws(IndicatorError) {
        self.init(act, about: try NamedIndicator(text, kind: kind, region: region), target: target)
    }

    /// Says something about an indicator that was read before.
    public init(_ act: Act, about named: NamedIndicator, target: Target? = nil) {
        kind = named.kind
        canonical = named.canonical
        statement =
            switch act {
            case .retract(let why, let since): .retract(why: why, since: since)
            case .object(let why, let since): .object(why: why, since: since)
            case .outcome(let verb): .outcome(act: verb)
            }
        self.target = target.map { CoreCell.Target(publisher: $0.publisher, bundleHex: $0.bundleHex) }
    }

    /// What rules can ask about the row.
    var rowFacts: RowFacts {
        switch statement {
        case .report(let report): RowFacts(confidence: Int64(report.confidence))
        case .retract: RowFacts(type: .retract)
        case .object: RowFacts(type: .object)
        case .outcome(let act): RowFacts(type: .outcome, act: act)
        }
    }

    /// Retractions and objections travel in segments that nobody may drop.
    var isMust: Bool {
        switch statement {
        case .retract, .object: true
        case .report, .outcome: false
        }
    }
}

/// An indicator as a person names it, in canonical form.
public struct NamedIndicator: Sendable {
    /// The kind, named or guessed.
    public let kind: IndicatorKind
    /// The canonical form.
    public let canonical: [UInt8]
    /// The mailbox of an e-mail address.
    public let mailbox: [UInt8]?

    /// Reads a text.
    ///
    /// - Parameter kind: nil guesses.
    /// - Throws: `IndicatorError`; `kindNotRecognised` when guessing fails.
    public init(_ text: String, kind: IndicatorKind?, region: RegionCode?) throws(IndicatorError) {
        let bytes = Array(text.utf8)
        guard let known = kind ?? KindGuess.kind(of: bytes.span, region: region) else {
            throw IndicatorError(.kindNotRecognised, byteCount: bytes.count)
        }
        let form = try Canonicaliser.canonicalForm(of: bytes.span, kind: known, region: region)
        self.kind = form.kind
        canonical = form.canonical
        mailbox = form.mailbox
    }
}
