internal import Agreements
internal import CanonicalCoding
internal import Indicators
internal import MergeEngine
internal import NodeStore

/// What rules can ask about a claim that this node holds.
struct ClaimClass {
    private let stored: StoredClaim
    private let facts: CoreFacts?

    init(_ stored: StoredClaim) {
        self.stored = stored
        facts = stored.value(of: RowSchema.coreColumn).flatMap { CoreFacts(reading: $0.span) }
    }

    /// The facts that differ from row to row.
    ///
    /// - Parameter sources: owners that report the same.
    func rowFacts(sources: Int, at time: Timestamp) -> RowFacts {
        let statement = stored.claim.statement
        return RowFacts(
            type: RowFacts.ClaimType(rawValue: statement.type.name) ?? .report, act: act,
            action: facts?.permissibleAction.flatMap { .init(rawValue: $0.rawValue) },
            subject: facts.flatMap { SubjectClass(rawValue: $0.subject.rawValue) } ?? .unknown,
            confidence: Int64(statement.confidencePercent), sources: Int64(sources),
            age: statement.last.map { max(0, Int64(time.day.daysSinceEpoch) - Int64($0.daysSinceEpoch)) } ?? 0)
    }

    /// The verb of an outcome; one of a newer version stands in the row alone.
    private var act: String {
        guard let verb = stored.claim.statement.verb else { return "" }
        guard verb.name.isEmpty, let place = facts?.act, let core = stored.value(of: RowSchema.coreColumn) else {
            return verb.name
        }
        return String(decoding: core[place], as: UTF8.self)
    }

    /// What all rows of its segment share.
    var segment: RowClass {
        RowClass(kind: stored.key.kind.name, tlp: stored.marking, rows: 0, columns: stored.cells.map(\.column))
    }

    /// The class of this claim alone.
    func rowClass(sources: Int, at time: Timestamp) -> RowClass {
        let facts = rowFacts(sources: sources, at: time)
        var rows = segment
        rows.type = facts.type.rawValue
        rows.act = facts.act
        rows.pap = facts.action?.rawValue ?? ""
        rows.subject = facts.subject.rawValue
        rows.confidence = facts.confidence
        rows.sources = facts.sources
        rows.age = facts.age
        rows.rows = 1
        return rows
    }
}
