public import CanonicalCoding
public import Indicators

/// One row of a feed: a value, its kind, and what else the feed says about it.
public struct FeedRow: Sendable {
    /// The physical line, counted from 1, on which the row begins.
    public internal(set) var line = 0
    /// The number of the row, counted from 1 among all rows of the feed, refused ones included.
    public internal(set) var number = 0
    /// The bytes of ``value``, in room that is used again for the next row.
    var text = RowText()
    /// Its kind. A phone number with wildcards is a `phone-range` whatever the feed calls it.
    public internal(set) var kind: IndicatorKind = .url
    /// Who said so.
    public internal(set) var kindOrigin: KindOrigin = .guess
    /// The region for phone numbers without a country code: the row's own, else the one of the options.
    public internal(set) var region: RegionCode?
    /// What else the feed says; nil when it says nothing else.
    public var details: FeedDetails? { box?.details }
    /// The details behind one reference, so that a row is quick to copy.
    var box: DetailsBox?

    init() {}

    /// The value as written, without blanks around it and without the dressing of its list.
    ///
    /// It is valid UTF-8 without control characters; it is not canonical. This makes a copy:
    /// ``withValue(_:)`` does not.
    public var value: [UInt8] { withValue { $0.array } }

    /// Gives access to the bytes of ``value`` in place.
    ///
    /// - Throws: what `body` throws.
    public func withValue<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(text.storage.span.extracting(text.range))
    }
}

extension FeedRow: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Safe for logs: the value is left out.
    public var description: String { "row \(number), line \(line): \(kind.name) (\(text.range.count) bytes)" }

    /// Safe for logs, as ``description``.
    public var debugDescription: String { description }

    /// Safe for dumps: the value is left out.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Who decided the kind of a row.
public enum KindOrigin: String, Sendable, Hashable, CaseIterable {
    /// The row itself.
    case row
    /// The person who gave the options.
    case option
    /// The format or the name of the column.
    case format
    /// The look of the value.
    case guess
}

/// What a feed says about a value beyond its kind, each read and within its limits.
public struct FeedDetails: Sendable, Hashable {
    /// The first day it was seen; when only ``last`` is given, that day.
    public internal(set) var first: CalendarDay?
    /// The last day it was seen, never before ``first``.
    public internal(set) var last: CalendarDay?
    /// The day the statement ends.
    public internal(set) var until: CalendarDay?
    /// How sure the feed is, 0 to 100.
    public internal(set) var confidence: Int?
    /// How bad it is, 0 to 4.
    public internal(set) var severity: Int?
    /// A code of the scam taxonomy, as written.
    public internal(set) var scam: String?
    /// How far it may travel.
    public internal(set) var marking: Marking?
    /// How it was learned.
    public internal(set) var basis: FeedBasis?
    /// Whose it is.
    public internal(set) var subject: FeedSubject?
    /// The platform, as the start of an account: lower case.
    public internal(set) var platform: String?
    /// Two capital letters.
    public internal(set) var country: String?
    /// A language tag.
    public internal(set) var language: String?
    /// The brand that is imitated.
    public internal(set) var brand: String?
    /// The campaign it belongs to.
    public internal(set) var campaign: String?
    /// Free text.
    public internal(set) var note: String?
    /// Where it was learned.
    public internal(set) var source: String?
    /// Labels, in the order written.
    public internal(set) var labels: [String] = []
    /// Other values it is connected to.
    public internal(set) var relations: [FeedRelation] = []
    /// The damage.
    public internal(set) var impact: FeedImpact?

    init() {}
}

/// Details that do not change any more.
final class DetailsBox: Sendable {
    let details: FeedDetails

    init(_ details: FeedDetails) {
        self.details = details
    }
}

extension FeedDetails: CustomReflectable {
    /// Safe for dumps: free text and related values are left out.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// How a feed learned of a value.
public enum FeedBasis: String, Sendable, Hashable, CaseIterable {
    case observed
    case reported
    case derived
}

/// Whose a value is.
public enum FeedSubject: String, Sendable, Hashable, CaseIterable {
    case suspect
    case victim
    case bystander
    case business
    case unknown
}

/// A connection from a row's value to another value.
public struct FeedRelation: Sendable, Hashable {
    /// How they are connected.
    public let verb: Verb
    /// The kind of the other value.
    public let kind: IndicatorKind
    /// The other value as written; it is not canonical.
    public let value: [UInt8]

    /// How two values are connected.
    public enum Verb: String, Sendable, Hashable, CaseIterable {
        case paysTo = "pays-to"
        case contactsBy = "contacts-by"
        case hostedOn = "hosted-on"
        case controls
        case redirectsTo = "redirects-to"
        case sameActor = "same-actor"
    }
}

/// The damage a value did.
public struct FeedImpact: Sendable, Hashable {
    /// The currency of the amount: three capital letters.
    public let currency: String?
    /// The amount in the smallest unit of the currency.
    public let minorUnits: Int64?
    /// How many people were hurt.
    public let victims: Int?
}
