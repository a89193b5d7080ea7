public import Agreements
internal import CanonicalCoding
internal import Indicators
internal import SignedBundles

/// What one recipient sees of a surveyed bundle: what the decision shows, and of that what the member's own profile does not
/// withhold.
public struct DecidedView {
    let survey: ClassSurvey
    /// The decision.
    public let decision: Decision
    private let ceiling: Ceiling?
    private let classes: [RowSorter.Place: ClassDecision]

    private struct Ceiling {
        let gate: DisclosureGate
        let request: DisclosureGate.Request
    }

    /// Puts a decision over the classes of a survey to work.
    ///
    /// - Parameter ceiling: the own profile, which can only withhold more.
    /// - Returns: nothing when the decision is about other classes.
    public init?(_ decision: Decision, over survey: ClassSurvey, ceiling: (DisclosureGate, DisclosureGate.Request)? = nil) {
        guard decision.input.classes.map(\.asSurveyed) == survey.classes else { return nil }
        self.survey = survey
        self.decision = decision
        self.ceiling = ceiling.map { Ceiling(gate: $0.0, request: $0.1) }
        classes = Dictionary(zip(survey.places, decision.classes)) { first, _ in first }
    }

    /// The columns that each class of a segment shows, by their places in its descriptor.
    func shownColumns(of segment: ClassSurvey.Segment) -> [RowSorter.Place: ColumnSet] {
        let grant = ceiling.map { ceiling in
            let names = segment.descriptor.columns.map(\.name)
            let subject = DisclosureGate.Subject(
                kind: segment.descriptor.kind, marking: segment.descriptor.tlp, isMust: segment.isMust,
                columns: names + names.compactMap { ReducedColumn(name: $0)?.base })
            return ceiling.gate.decide(ceiling.request, about: [subject]).grants[0]
        }
        var shown: [RowSorter.Place: ColumnSet] = [:]
        for place in Set(segment.tallies.map(\.place)) {
            guard let decided = classes[place] else { continue }
            let names = decided.shownColumns.filter { grant?.shows($0, ofActs: decided.rows.act) ?? true }
            guard names.contains(Self.core) else { continue }
            let columns = segment.descriptor.columns
            shown[place] = ColumnSet(columns.indices.filter { names.contains(columns[$0].name) })
        }
        return shown
    }

    /// Whether the decision lets pass every cell that the source shows: what a receiver demands of a stream.
    public var showsAllThatTheSourceShows: Bool {
        survey.segments.allSatisfy { segment in
            segment.tallies.allSatisfy { tally in
                guard let decided = classes[tally.place], decided.outcome == .allow else { return tally.shown.isEmpty }
                return tally.shown.indices.allSatisfy { decided.lets(segment.descriptor.columns[$0].name) }
            }
        }
    }

    /// What the finished stream has to show.
    public var plan: EgressPlan { EgressPlan(segments: survey.segments.map(expected)) }

    private func expected(of segment: ClassSurvey.Segment) -> EgressPlan.Segment {
        let shown = shownColumns(of: segment)
        let required = segment.descriptor.requiredColumns
        var expected = EgressPlan.Segment(index: segment.index)
        expected.isShipped = shown.values.contains { !$0.isEmpty }
        for tally in segment.tallies {
            let columns = (shown[tally.place] ?? []).intersection(tally.shown)
            guard !columns.isEmpty, required.isSubset(of: columns) else { continue }
            expected.rows.add(tally.rows)
            for column in columns.indices {
                expected.columns[segment.descriptor.columns[column].name, default: RowSet()].add(tally.rows)
            }
        }
        return expected
    }

    /// What becomes of each segment, for people and records.
    public var segments: [DecidedSegment] {
        survey.segments.map { segment in
            let shown = shownColumns(of: segment)
            let rowCounts = segment.tallies.reduce(into: [:]) { $0[$1.place, default: 0] += $1.rows.count }
            let places = rowCounts.keys.sorted { $0.order < $1.order }
            let parts = places.compactMap { place -> DecidedSegment.Part? in
                guard let decided = classes[place] else { return nil }
                let rowCount = rowCounts[place] ?? 0
                let names = (shown[place] ?? []).indices.map { segment.descriptor.columns[$0].name }
                return DecidedSegment.Part(decision: decided, rowCount: rowCount, shownColumns: names)
            }
            return DecidedSegment(
                index: segment.index, descriptor: segment.descriptor, parts: parts,
                shownRowCount: expected(of: segment).rows.count)
        }
    }

    private static let core = "core"
}

extension DisclosureDecision.Grant {
    /// Whether a column may be shown of rows with an outcome verb; empty for other rows.
    fileprivate func shows(_ column: String, ofActs act: String) -> Bool {
        // Who may see a column may see a reduced form of it.
        [column, ReducedColumn(name: column)?.base ?? column].contains(where: columns.contains)
            && (!DisclosureProfile.guardedActs.contains(act) || acts.contains(act))
    }
}

extension ClassDecision {
    /// Whether a column may be shown of the class; a reduced one may where a clearer form may.
    fileprivate func lets(_ column: String) -> Bool {
        if shownColumns.contains(column) { return true }
        guard let reduced = ReducedColumn(name: column) else { return false }
        return fields.contains { $0.column == reduced.base && $0.treatment <= reduced.treatment }
    }
}

extension RowClass {
    /// The class as its rows alone tell it; that they must not be passed on is known of the way they came.
    fileprivate var asSurveyed: RowClass {
        var surveyed = self
        surveyed.isOnwardForbidden = false
        return surveyed
    }
}
