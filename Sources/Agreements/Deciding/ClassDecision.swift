public import CanonicalCoding

/// What was decided about one class of rows. Only ``DecisionEngine`` makes one.
public struct ClassDecision: Sendable, Hashable {
    /// The rows.
    public let rows: RowClass
    /// Whether they may pass.
    public internal(set) var outcome: DecisionOutcome
    /// Why.
    public internal(set) var reason: ReasonCode
    /// The rules that allow them, ascending by name.
    public internal(set) var allowing: [String] = []
    /// The rules that forbid them, ascending by name.
    public internal(set) var denying: [String] = []
    /// The legal bases that the allowing rules name and that hold, ascending.
    public internal(set) var legal: [String] = []
    /// What becomes of each column, ascending by name; empty when nothing passes.
    public internal(set) var fields: [FieldDecision] = []
    /// Until when they may be kept; nothing when nothing limits it.
    public internal(set) var retainUntil: Timestamp?
    /// The rule that came closest, where they may not pass.
    public internal(set) var nearest: String?
    /// What was lacking, where they may not pass.
    public internal(set) var unmet: [String] = []

    /// What the recipient owes for them.
    var duties: Set<Duty> = []
    /// The approvals that are, or were, needed before they pass, by role.
    var neededApprovals: [String: Int64] = [:]

    init(_ rows: RowClass, _ outcome: DecisionOutcome, _ reason: ReasonCode, unmet: [String] = [], nearest: String? = nil) {
        self.rows = rows
        self.outcome = outcome
        self.reason = reason
        self.unmet = unmet
        self.nearest = nearest
    }

    /// The columns of a bundle that leave in clear, reduced ones included.
    public var shownColumns: Set<String> {
        guard outcome == .allow else { return [] }
        return Set(fields.compactMap { $0.form == .clear ? $0.column : $0.shownColumn })
    }
}

extension ClassDecision {
    /// What a bundle shows of these rows that this decision does not, ascending: a receiver refuses the bundle for it.
    public func excess(of shown: some Sequence<String>) -> [String] {
        let allowed = shownColumns
        return Set(shown.filter { !allowed.contains($0) }).sorted()
    }
}
