public import Agreements
public import CanonicalCoding
public import Indicators
internal import LedgerFiles
internal import MergeEngine
internal import TransparencyLog

/// Why somebody looks something up.
public struct QueryGrounds: Sendable, Hashable {
    /// A purpose of the agreements, such as `scam.prevention`.
    public let purpose: String
    /// In the person's own words.
    public let justification: String
    /// The case it belongs to; empty when there is none.
    public let caseReference: String
    /// Whether a person gave the justification; a verb's own words are none.
    public let isStated: Bool
    /// Whether an emergency was declared, which rules for emergencies ask for.
    public let isEmergency: Bool

    /// States the grounds.
    ///
    /// - Parameters:
    ///   - justification: nothing when the person gave none; then the verb speaks for itself.
    ///   - verb: what is done.
    ///   - isEmergency: whether an emergency is declared; then a person has to say why.
    /// - Returns: nothing when a text is empty that must not be, or too long: see ``limitBytes`` and ``nameLimitBytes``.
    public init?(
        purpose: String, justification: String?, of verb: String, caseReference: String = "", isEmergency: Bool = false
    ) {
        let words = justification ?? "tocsin \(verb)"
        guard !purpose.isEmpty, !words.isEmpty, words.utf8.count <= Self.limitBytes,
            [purpose, caseReference].allSatisfy({ $0.utf8.count <= Self.nameLimitBytes }), justification != nil || !isEmergency
        else { return nil }
        self.purpose = purpose
        self.justification = words
        self.caseReference = caseReference
        isStated = justification != nil
        self.isEmergency = isEmergency
    }

    /// What a verb says for itself when nobody said more.
    public static func usual(_ verb: String) -> QueryGrounds { QueryGrounds(known: "scam.prevention", "tocsin \(verb)") }

    private init(known purpose: String, _ justification: String) {
        self.purpose = purpose
        self.justification = justification
        caseReference = ""
        isStated = false
        isEmergency = false
    }

    /// A justification is at most this long.
    public static let limitBytes = 1_000
    /// A purpose and a case reference are at most this long, as in the inputs of decisions.
    public static let nameLimitBytes = AgreementLimits.nameBytes
}

/// Commits what was looked up before anybody sees an answer: one entry a value, also when nothing is known of it.
public struct QueryLog {
    private let node: Node
    private let grounds: QueryGrounds
    private let index: SubjectIndex
    private var events: [LoggedEvent] = []

    /// So many answers wait for one commit at most.
    public static let batchLimit = 1_000

    /// Prepares the log of one verb.
    ///
    /// - Throws: `FileError`, ``NodeError``.
    public init(_ node: Node, grounds: QueryGrounds) throws {
        self.node = node
        self.grounds = grounds
        index = try SubjectIndex(reading: node.paths)
    }

    /// How many answers wait.
    public var waitingCount: Int { events.count }

    /// Notes what somebody is about to see of a value.
    ///
    /// - Parameters:
    ///   - results: what is shown, without the value.
    ///   - decisions: what stage `query` of the agreements decided about it.
    ///   - peer: the member whose node was asked; nothing for this one.
    /// - Throws: `FileError` when a decision's input cannot be kept.
    public mutating func note(
        _ kind: IndicatorKind, _ canonical: String, results: JSONValue, decisions: [Decision] = [], askedAt peer: MemberID? = nil
    ) throws {
        note(
            kind: kind.name, subject: index.name(of: kind, canonical.utf8), results: results,
            decided: try node.fields(of: decisions), peer: peer)
        events += decisions.compactMap { $0.brokenGlass(for: grounds) }
    }

    /// Notes a question about a text that is no indicator: nothing is shown, and nothing of the text is kept.
    public mutating func noteUnusable() {
        note(kind: "none", subject: "none", results: ["status": "unusable"], decided: .none, peer: nil)
    }

    private mutating func note(kind: String, subject: String, results: JSONValue, decided: DecidedFields, peer: MemberID?) {
        var fields: [(DetailField, JSONValue)] = [
            (.purpose, .string(grounds.purpose)), (.justification, .string(grounds.justification)), (.subject, .string(subject)),
            (.results, results),
        ]
        if !grounds.caseReference.isEmpty { fields.append((.caseReference, .string(grounds.caseReference))) }
        if let peer { fields.append((.peer, .string(peer.name))) }
        fields += decided.fields
        var further = decided.further
        further.append(("kind", .item, .string(kind)))
        // An answer under an agreement counts for a minute, as every decision does; one that nothing decided about has no age.
        let decidedAt = decided.fields.isEmpty ? nil : node.clock().time
        events.append(LoggedEvent(.query, fields, further: further, decidedAt: decidedAt))
    }

    /// Commits what waits. Only after this may the answers be shown.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    public mutating func commit() throws {
        guard !events.isEmpty else { return }
        try node.log(events)
        events.removeAll(keepingCapacity: true)
    }
}

extension Lookup.Answer {
    /// What the audit log keeps of an answer.
    public var logged: JSONValue {
        [
            "owners": .integer(Int64(state.owners.count)), "score": .integer(Int64(state.score.value)),
            "status": .string(state.status.rawValue), "tier": .string(state.tier.rawValue),
        ]
    }
}
