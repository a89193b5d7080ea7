internal import Agreements
internal import CanonicalCoding
public import Indicators
internal import MergeEngine
internal import SignedBundles

/// Tells how many owners corroborate an indicator, by the kind of its segment and the bytes of its tag.
public typealias SourceCount = (_ kind: String, _ tag: MatchTag) -> Int64

/// Sorts the rows of a bundle into classes that the rules of an agreement cannot tell apart.
///
/// The same bundle sorted again gives the same numbers, so that the first pass over a file can decide and the second can cut.
struct RowSorter {
    private let agreement: Agreement
    private let day: CalendarDay
    private let sources: SourceCount?
    private var tables: [RowClass: Int] = [:]
    private var classifiers: [RowClassifier] = []
    private var unreadable: [RowClass] = []
    private var table = 0
    private var kind = ""
    private var core: Int?
    private var judge: RowJudge?

    /// A class: the segments it was seen in share all facts of their own.
    struct Place: Hashable {
        let table: Int
        /// The number of the class; nothing for rows that break the schema.
        let number: Int?

        var order: (Int, Int) { (table, number ?? .max) }
    }

    init(_ agreement: Agreement, at time: Timestamp, sources: SourceCount?) {
        self.agreement = agreement
        day = time.day
        let asksForSources = agreement.rules.contains { $0.conditions.leastSources != nil }
        self.sources = asksForSources ? sources : nil
    }

    /// Every class with the number of its rows, those that break the schema last.
    var classes: [(place: Place, rows: RowClass)] {
        var all: [(place: Place, rows: RowClass)] = []
        for (table, classifier) in classifiers.enumerated() {
            for (number, rows) in classifier.classes.enumerated() { all.append((Place(table: table, number: number), rows)) }
        }
        for (table, rows) in unreadable.enumerated() where rows.rows > 0 {
            all.append((Place(table: table, number: nil), rows))
        }
        return all
    }

    /// How many classes there are at most: those found, and one for each table of rows that break the schema.
    private(set) var classCount = 0

    /// Begins a segment of which the source shows some columns.
    mutating func begin(_ descriptor: SegmentDescriptor, showing columns: ColumnSet, isMust: Bool, created: Timestamp) {
        let names = columns.indices.map { descriptor.columns[$0].name }
        let template = RowClass(kind: descriptor.kind, type: "", tlp: descriptor.tlp, rows: 0, columns: names, isMust: isMust)
        table = tables[template] ?? classifiers.count
        if table == classifiers.count {
            tables[template] = table
            classifiers.append(RowClassifier(agreement: agreement, segment: template))
            unreadable.append(template)
            classCount += 1
        }
        kind = descriptor.kind
        core = descriptor.index(ofColumn: RowSchema.coreColumn)
        judge = RowJudge(
            kind: descriptor.kind, marking: descriptor.tlp, isMust: isMust,
            isCoreRequired: core.map { descriptor.columns[$0].isRequired } ?? false, created: created)
    }

    /// The class of a row, which is counted.
    mutating func sort(_ row: borrowing RowView) -> Place {
        guard let facts = facts(of: row) else {
            unreadable[table].rows += 1
            return Place(table: table, number: nil)
        }
        let before = classifiers[table].classes.count
        let number = classifiers[table].classify(facts)
        if number == before { classCount += 1 }
        return Place(table: table, number: number)
    }

    private func facts(of row: borrowing RowView) -> RowFacts? {
        guard let core, let judge else { return nil }
        let found = row.withCell(ofColumn: core) { cell -> RowFacts? in
            do throws(SchemaViolation) {
                let core = try judge.facts(core: cell)
                return facts(core, in: cell)
            } catch {
                return nil
            }
        }
        return found ?? nil
    }

    private func facts(_ core: CoreFacts, in cell: Span<UInt8>) -> RowFacts {
        let age = core.last.map { Int64(day.daysSinceEpoch) - Int64($0.daysSinceEpoch) } ?? 0
        return RowFacts(
            type: core.type.claimType, act: core.type == .outcome ? core.act.map { Self.text(cell, $0) } ?? "" : "",
            action: core.permissibleAction.flatMap { Agreements.PermissibleAction(rawValue: $0.rawValue) },
            subject: SubjectClass(rawValue: core.subject.rawValue) ?? .unknown, confidence: Int64(core.confidencePercent),
            sources: sources?(kind, core.tag) ?? 0, age: max(age, 0))
    }

    private static func text(_ cell: Span<UInt8>, _ range: Range<Int>) -> String {
        String(decoding: range.map { cell[$0] }, as: UTF8.self)
    }
}

extension RowType {
    fileprivate var claimType: RowFacts.ClaimType {
        switch self {
        case .report: .report
        case .retract: .retract
        case .outcome: .outcome
        case .object: .object
        }
    }
}
