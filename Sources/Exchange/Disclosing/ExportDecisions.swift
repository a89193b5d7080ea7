internal import Agreements
internal import CanonicalCoding
internal import Indicators
internal import MergeEngine

/// The gate's answers by kind and marking, asked once each and recorded together.
struct ExportDecisions {
    private struct Key: Hashable {
        let kind: String
        let marking: String
    }

    private let gate: DisclosureGate
    private let request: DisclosureGate.Request
    private var grants: [Key: DisclosureDecision] = [:]
    private var rows: [Key: Int] = [:]

    private static let columns = ["alt", "core", "ctx", "impact", "note", "rel", "source", "value"]

    init(gate: DisclosureGate, member: MemberID) {
        self.gate = gate
        request = DisclosureGate.Request(stage: .export, recipient: member, roles: [], isInAudience: true)
    }

    /// Whether a row's claim may be shown at all, which is counted: its core, and its outcome where that needs a rule of its own.
    mutating func shows(_ statement: Statement, kind: String, marking: String) -> Bool {
        guard columns(kind: kind, marking: marking).contains(RowSchema.coreColumn) else { return false }
        guard let act = statement.verb?.name, DisclosureProfile.guardedActs.contains(act) else { return true }
        return grants[Key(kind: kind, marking: marking)]?.grants[0].acts.contains(act) ?? false
    }

    /// What may be shown of a row, which is counted.
    mutating func columns(kind: String, marking: String) -> Set<String> {
        rows[Key(kind: kind, marking: marking), default: 0] += 1
        return decide(kind: kind, marking: marking)
    }

    /// What may be shown of rows of a kind and marking.
    @discardableResult
    mutating func decide(kind: String, marking: String) -> Set<String> {
        let key = Key(kind: kind, marking: marking)
        if let known = grants[key] { return known.grants[0].columns }
        let decision = gate.decide(
            request, about: [.init(kind: kind, marking: marking, isMust: false, columns: Self.columns)])
        grants[key] = decision
        return decision.grants[0].columns
    }

    /// Writes down what was decided so far, with the rows counted so far.
    func record(_ state: DecisionRecord.State, at time: Timestamp, to paths: HomePaths) throws {
        let keys = grants.keys.sorted { ($0.kind, $0.marking) < ($1.kind, $1.marking) }
        let answers = keys.enumerated().compactMap { index, key -> Disclosure.SegmentAnswer? in
            guard let grant = grants[key]?.grants[0] else { return nil }
            return Disclosure.SegmentAnswer(
                segment: index, kind: key.kind, marking: key.marking, columns: grant.columns.sorted(),
                withheld: Self.columns.filter { !grant.columns.contains($0) }, reason: grant.reason.rawValue, rules: grant.rules,
                shownRows: grant.columns.isEmpty ? 0 : rows[key] ?? 0)
        }
        try DecisionRecord(request, nil, answers, grants.values.first?.profileDigest, time, state: state).append(to: paths)
    }
}
