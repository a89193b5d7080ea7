internal import Agreements
public import CanonicalCoding
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
internal import NodeStore
internal import TransparencyLog

/// What this node knows, for its own organisation's systems, under stage `export` of the agreements
/// and of the disclosure profile.
public struct StateExport {
    private let node: Node
    private let surroundings: Surroundings
    private let gate: DisclosureGate
    private let stage: ExportStage
    private let time: Timestamp

    /// Prepares an export.
    ///
    /// - Parameter grounds: why; stage `export` of the agreements judges by them.
    /// - Throws: ``NodeError``, `StoreError`, `DisclosureProfileError`.
    public init(_ node: Node, at time: Timestamp, for grounds: QueryGrounds = .usual("export")) throws {
        self.node = node
        self.time = time
        stage = try ExportStage(node, for: grounds, at: time)
        surroundings = try Surroundings(node, node.store(for: .reading), at: time)
        gate = try node.gate()
    }

    /// Names of the columns, in the order of CSV.
    public static let columns = [
        "kind", "value", "status", "score", "tier", "owners", "first", "last", "scam", "publishers", "epoch", "tag", "labels",
    ]

    /// What became of the indicators that were ever reported.
    public struct Counts: Sendable, Hashable {
        /// Handed on.
        public internal(set) var exported = 0
        /// Every report of them is withheld, by an agreement or the profile.
        public internal(set) var withheld = 0
        /// No report that may be shown stands: retracted, expired, set aside, or out of the state (`E_CANON`, `E_TAG`).
        public internal(set) var inactive = 0
        /// Handed on without the value that rows show: nobody here could compare it with the match tag yet.
        public internal(set) var unverified = 0
        /// The decisions of agreements by which they were handed on, by name.
        public internal(set) var decisions: [String] = []
    }

    /// Exports every indicator of which a report stands that may be shown, in the order of tags.
    ///
    /// - Returns: how many were exported and how many were not, by reason.
    /// - Throws: `StoreError`, `FileError`, and what `body` throws.
    public func forEach(_ body: (JSONObject) throws -> Void) throws -> Counts {
        var decisions = ExportDecisions(gate: gate, member: node.settings.member)
        // What may leave is on record before the first byte does: a reader may hang up at any moment.
        for label in try surroundings.store.segmentLabels() { decisions.decide(kind: label.kind, marking: label.marking) }
        try decisions.record(.begun, at: time, to: node.paths)
        var counts = Counts()
        counts.decisions = try surveyAgreements()
        let protectedKeys = surroundings.tags.protectedKeys()
        var failure: (any Error)?
        try surroundings.store.forEachIndicator { key, claims throws(StoreError) in
            guard failure == nil, claims.contains(where: { $0.statement.type == .report }) else { return }
            // Only claims that the gate shows decide what is shown, or a withheld one would speak through the score.
            let held = try surroundings.store.history(of: key)
            let history = stage.shown(held, sources: surroundings.sources(of: held)).filter {
                decisions.shows($0.claim.statement, kind: key.kind.name, marking: $0.marking)
            }
            guard history.contains(where: { $0.claim.statement.type == .report }) else {
                counts.withheld += 1
                return
            }
            let topic = IndicatorTopic(
                kind: key.kind, isProtected: protectedKeys.contains(key),
                isPopular: surroundings.popular.guards(key.kind, in: held))
            let state = IndicatorState.folding(history.map(\.claim), topic: topic, at: time, in: surroundings.context)
            guard let row = Self.row(key, state, history, &decisions, &counts) else {
                counts.inactive += 1
                return
            }
            counts.exported += 1
            do { try body(row) } catch { failure = error }
        }
        try decisions.record(failure == nil ? .done : .stopped, at: time, to: node.paths)
        if let failure { throw failure }
        return counts
    }

    /// The first pass: agreements decide about classes of claims, and what they decide is on record before the first byte leaves.
    ///
    /// - Returns: the names of the decisions.
    private func surveyAgreements() throws -> [String] {
        guard stage.isRuling else { return [] }
        try surroundings.store.forEachIndicator { key, claims throws(StoreError) in
            guard claims.contains(where: { $0.statement.type == .report }) else { return }
            let held = try surroundings.store.history(of: key)
            stage.survey(held, sources: surroundings.sources(of: held))
        }
        try stage.decide()
        return stage.decisionNames
    }

    private static func row(
        _ key: TagKey, _ state: IndicatorState, _ history: [StoredClaim], _ decisions: inout ExportDecisions,
        _ counts: inout Counts
    ) -> JSONObject? {
        let standing = Set(state.standings.filter { $0.fate == .stands && $0.claim.statement.type == .report }.map(\.claim.id))
        guard !standing.isEmpty else { return nil }
        var row = JSONObject()
        var publishers: Set<String> = []
        var isUnverified = false
        for claim in history where standing.contains(claim.claim.id) {
            let granted = decisions.columns(kind: key.kind.name, marking: claim.marking)
            publishers.insert(claim.claim.origin.publisher.name)
            for cell in claim.cells where granted.contains(cell.column) {
                // A value counts only when its tag was computed from it here; whether its publisher held it is another matter.
                if cell.column == RowSchema.valueColumn, claim.valueStanding != .verified {
                    isUnverified = isUnverified || claim.valueStanding == .unverified
                    continue
                }
                guard case .value(let bytes) = cell.content, let value = try? StrictJSON.parse(bytes) else { continue }
                Self.add(cell.column, value, to: &row)
            }
        }
        if isUnverified, row["value"] == nil { counts.unverified += 1 }
        row["kind"] = .string(key.kind.name)
        row["epoch"] = .integer(Int64(key.epoch.value))
        row["tag"] = .string(key.tag.base64url)
        row["status"] = .string(state.status.rawValue)
        row["score"] = .integer(Int64(state.score.value))
        row["tier"] = .string(state.tier.rawValue)
        row["owners"] = .integer(Int64(state.owners.count))
        row["publishers"] = .array(publishers.sorted().map { .string($0) })
        return row
    }

    /// Takes what an export shows from one cell: first and last over all claims, the other facts from any.
    private static func add(_ column: String, _ value: JSONValue, to row: inout JSONObject) {
        switch column {
        case "value": row["value"] = value
        case "ctx": if let labels = value.object?["labels"] { row["labels"] = labels }
        case "core":
            if let first = value.object?["first"]?.string { row["first"] = .string(min(first, row["first"]?.string ?? first)) }
            if let last = value.object?["last"]?.string { row["last"] = .string(max(last, row["last"]?.string ?? last)) }
            if let scam = value.object?["scam"] { row["scam"] = scam }
        default: break
        }
    }
}
