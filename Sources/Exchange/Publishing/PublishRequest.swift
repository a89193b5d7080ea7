internal import Agreements
public import CanonicalCoding
internal import CryptoPrimitives
public import FeedReading
public import Indicators

/// What is to be published, and what holds where the feed is silent.
public struct PublishRequest: Sendable {
    /// The group the bundle is for.
    public var group: GroupID
    /// The feeds, read one after the other into one bundle.
    public var feeds: [FeedSource]
    /// How the feeds are read.
    public var options: FeedOptions
    /// The marking of rows that carry none.
    public var marking: Marking = .amber
    /// The confidence, in percent, of rows that carry none.
    public var confidencePercent = 50
    /// The scam code of rows that carry none.
    public var scam = "unknown"
    /// The first day of rows that carry none; nil for the day of publication.
    public var first: CalendarDay?
    /// What happens to URLs that carry a victim's address or number.
    public var personalData: PersonalData.Mode = .cut
    /// The only kinds that may be published; nothing for all of them.
    public var onlyKinds: Set<IndicatorKind>?
    /// For how many days others may take the bundle in for the first time.
    public var lifeDays: Int64 = 90
    /// Columns whose cells are locked: only who knows a row's value reads them (docs/spec/match-tag.md, "Locked cells").
    public var lockedColumns: Set<String> = []
    /// The columns that can be locked.
    public static let lockableColumns: Set<String> = ["ctx", "impact", "note", "source"]
    /// Whether rows that are published once more in a later epoch name their earlier tag.
    var linksEpochs = false
    /// Why: stage `publish` of the agreements judges by it.
    public var grounds = QueryGrounds.usual("publish")
    /// The time of publication.
    public var time: Timestamp
    /// The key of the request that it answers; nothing for one that is not answered again.
    var key: RequestKey?
    /// What the answer says beside the count.
    var answerMembers = JSONObject()

    /// A request with the defaults of the command line.
    public init(group: GroupID, feeds: [FeedSource], options: FeedOptions, time: Timestamp) {
        self.group = group
        self.feeds = feeds
        self.options = options
        self.time = time
    }
}

/// What became of one row of a feed.
public struct RowVerdict: Sendable, Hashable {
    /// The three ends a row can have.
    public enum Outcome: String, Sendable, Hashable {
        case accepted
        case duplicate
        case refused
    }

    /// Which of the named feeds, counted from 0.
    public let feed: Int
    /// The physical line on which the row begins, counted from 1.
    public let line: Int
    /// The end.
    public let outcome: Outcome
    /// Why it was refused, or what was done to an accepted row; empty otherwise.
    public let reason: String
}

/// The count of a publication: accepted + duplicate + refused = read.
public struct PublishSummary: Sendable, Hashable {
    /// Rows read.
    public internal(set) var read = 0
    /// Rows that became claims.
    public internal(set) var accepted = 0
    /// Rows whose indicator stood earlier in the same run.
    public internal(set) var duplicate = 0
    /// Rows refused.
    public internal(set) var refused = 0
    /// Rows whose URL was cut before personal data.
    public internal(set) var cut = 0
    /// Rows of which a free text stayed here because it holds an e-mail address.
    public internal(set) var withheldTexts = 0
    /// Reasons of refusals with their counts.
    public internal(set) var refusals: [String: Int] = [:]
    /// Names of lists in the feeds that were not read.
    public internal(set) var skippedLists: [String] = []
    /// The bundle's random name in hex, by which statements speak about it; empty when no row was accepted.
    public internal(set) var bundle = ""
    /// The digest of its manifest in hex, by which files and chains know it; empty when no row was accepted.
    public internal(set) var manifest = ""
    /// Its number in the chain; 0 when no row was accepted.
    public internal(set) var sequence = 0
    /// The stream kept in the home; empty when no row was accepted.
    public internal(set) var path = ""

    /// How personal data were looked for, and in how many rows something was taken out.
    var scrubReport: ScrubReport {
        ScrubReport(method: Self.scrubMethod, version: Self.scrubVersion, removed: Int64(cut + withheldTexts))
    }

    private static let scrubMethod = "personal-data"
    /// Raised whenever the search finds otherwise.
    private static let scrubVersion: Int64 = 1

    mutating func count(_ verdict: RowVerdict) {
        read += 1
        switch verdict.outcome {
        case .accepted: accepted += 1
        case .duplicate: duplicate += 1
        case .refused:
            refused += 1
            refusals[verdict.reason, default: 0] += 1
        }
        let notes = verdict.reason.split(separator: ",")
        if notes.contains(Substring(RowDraft.cutReason)) { cut += 1 }
        if notes.contains(where: { $0.hasPrefix(RowDraft.withheldReason) }) { withheldTexts += 1 }
    }
}
