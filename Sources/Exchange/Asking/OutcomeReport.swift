public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
public import MergeEngine
internal import NodeStore
internal import TransparencyLog

/// What is asked about the outcomes that came back.
public struct OutcomeQuestion: Sendable, Hashable {
    /// Only what came back to this publisher.
    public var publisher: MemberID?
    /// Only what was signed for this group.
    public var group: GroupID?
    /// Indicators reported on this day or later.
    public var since: CalendarDay?
    /// And on this day or earlier.
    public var until: CalendarDay?
    /// Whether campaigns have rows of their own.
    public var isByCampaign = false
    /// How small a count may be; nothing shows every count, and is for the own node alone.
    public var floor: CountFloor? = .standard

    /// Everything, by publisher.
    public init() {}

    /// The question as the audit log keeps it, and as answers state it.
    public var filter: JSONObject {
        var filter: JSONObject = ["by": .string(isByCampaign ? "campaign" : "publisher"), "question": "outcomes"]
        if let publisher { filter["publisher"] = .string(publisher.name) }
        if let group { filter["group"] = .string(group.name) }
        if let since { filter["since"] = .string(since.iso8601) }
        if let until { filter["until"] = .string(until.iso8601) }
        if let floor { filter["smallest_count"] = .integer(Int64(floor.smallest)) } else { filter["exact"] = true }
        return filter
    }
}

/// How many of the indicators that each publisher reported were acted upon, by whatever came back.
///
/// Whoever has one was logged first. It holds counts, and names of members and campaigns.
public struct OutcomeReport {
    /// The counts, in the form that was asked for.
    public let table: OutcomeTable

    /// Counts what is held here, and commits the look before anybody sees a count.
    ///
    /// - Throws: ``NodeError``, `StoreError`, `LedgerError`, `FileError`.
    public init(_ node: Node, _ question: OutcomeQuestion, at time: Timestamp, for grounds: QueryGrounds) throws {
        let surroundings = try Surroundings(node, node.store(for: .reading), at: time)
        var tally = OutcomeTally(in: surroundings.context, since: question.since, until: question.until)
        try surroundings.store.forEachReported(readingCells: question.isByCampaign) { key, stored throws(StoreError) in
            let counted = stored.filter(question.counts)
            let campaigns = Dictionary(counted.map { ($0.claim.id, $0) }) { first, _ in first }
            tally.add(claimsOfOneIndicator: counted.map(\.claim), topic: Self.topic(key, counted)) { report in
                campaigns[report.id]?.campaign ?? .notShown
            }
        }
        try Self.log(question, node, grounds)
        let rollups = tally.rollups.filter { question.publisher == nil || $0.publisher == question.publisher }
        if let floor = question.floor {
            table = OutcomeTable(rollups, byCampaign: question.isByCampaign, floor: floor)
        } else {
            table = OutcomeTable(exactly: rollups, byCampaign: question.isByCampaign)
        }
    }

    private static func log(_ question: OutcomeQuestion, _ node: Node, _ grounds: QueryGrounds) throws {
        var fields: [(DetailField, JSONValue)] = [
            (.purpose, .string(grounds.purpose)), (.justification, .string(grounds.justification)),
            (.filter, .object(question.filter)),
        ]
        if !grounds.caseReference.isEmpty { fields.append((.caseReference, .string(grounds.caseReference))) }
        try node.log(LoggedEvent(.reportRun, fields))
    }

    /// The platform says whose notices end reports instead of contesting them.
    private static func topic(_ key: TagKey, _ stored: [StoredClaim]) -> IndicatorTopic {
        guard key.kind == .acct || key.kind == .handle else { return IndicatorTopic(kind: key.kind) }
        let value = stored.lazy.compactMap(\.clearValue).first
        return IndicatorTopic(kind: key.kind, platform: value.flatMap { Platform(ofCanonical: $0.utf8.span)?.slug })
    }
}

extension OutcomeQuestion {
    /// Whether a claim counts. A table that may leave counts no outcome that may tip somebody off, and none that is for named eyes.
    fileprivate func counts(_ stored: StoredClaim) -> Bool {
        if let group, stored.claim.origin.audience != group { return false }
        guard floor != nil, let verb = stored.claim.statement.verb else { return true }
        guard !verb.isGuarded, let marking = Marking(stored.marking) else { return false }
        return marking < .red
    }
}

extension StoredClaim {
    /// The campaign that a report names in its context.
    fileprivate var campaign: Campaign {
        guard let context = cells.first(where: { ColumnRole(name: $0.column) == .context }) else { return .notShown }
        guard case .value(let bytes) = context.content,
            let name = (try? StrictJSON.parse(bytes))?.object?["campaign"]?.string, !name.isEmpty
        else { return .none }
        return name.utf8.count <= Campaign.nameByteLimit ? .named(Array(name.utf8)) : .further
    }
}
