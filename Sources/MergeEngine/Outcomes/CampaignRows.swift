internal import Indicators

/// The rows of a publisher's campaigns in a table that may leave (docs/spec/outcomes.md, *Rows of campaigns*).
///
/// Each shows the counts that its publisher's row shows as numbers, and none of them is small: campaigns with a small count are added
/// up, with others, until nothing is small in their sum either.
struct CampaignRows {
    private(set) var rows: [OutcomeRow] = []
    private let total: OutcomeRow
    private let floor: CountFloor
    private let verbs: [OutcomeVerb]
    /// The verbs whose counts the publisher's row shows.
    private let shownVerbs: [OutcomeVerb]

    init(_ rollup: OutcomeTally.Rollup, under total: OutcomeRow, above floor: CountFloor) {
        self.total = total
        self.floor = floor
        let verbs = total.outcomes.keys.sorted { $0.rawValue < $1.rawValue }
        self.verbs = verbs
        shownVerbs = verbs.filter { total.outcomes[$0]?.indicators.exact != nil }
        guard total.reported.exact != nil else { return }
        rows = parts(of: rollup).map(row)
    }

    private typealias Part = (scope: OutcomeRow.Scope, counts: OutcomeCounts)

    /// The campaigns that stand apart, and the others together; nothing when none is left apart.
    private func parts(of rollup: OutcomeTally.Rollup) -> [Part] {
        var apart = rollup.campaigns.filter { shown($0.value).allSatisfy { !floor.isSmall($0) } }
        let small = rollup.campaigns.filter { apart[$0.key] == nil }
        var together = small.values.reduce(into: OutcomeCounts()) { $0.add($1) }
        // One at least that has no small count, or a sum of small ones could be the only one of so many. Which ones are added must
        // not depend on their counts, or it would say something about those of the others.
        var isMixed = small.isEmpty
        for campaign in apart.keys.sorted() where !isMixed || !leavesRoom(together) {
            guard let counts = apart.removeValue(forKey: campaign) else { continue }
            together.add(counts)
            isMixed = true
        }
        guard !apart.isEmpty else { return [] }
        let named: [Part] = apart.keys.sorted().compactMap { key in apart[key].map { (.campaign(key), $0) } }
        return together.reported > 0 ? named + [(.campaignsTogether, together)] : named
    }

    /// Whether every count of a sum is 0, or leaves room for a small one and another that is not.
    private func leavesRoom(_ counts: OutcomeCounts) -> Bool {
        shown(counts).allSatisfy { $0 == 0 || $0 >= 2 * floor.smallest }
    }

    /// The counts that a row would show.
    private func shown(_ counts: OutcomeCounts) -> [Int] {
        [counts.reported] + shownVerbs.map { counts.voices(of: $0).indicators }
            + (total.objected.indicators.exact == nil ? [] : [counts.objected.indicators])
            + (total.unanswered.exact == nil ? [] : [counts.unanswered])
    }

    private func row(_ part: Part) -> OutcomeRow {
        var row = OutcomeRow(total.publisher, part.scope, reported: .exact(part.counts.reported), of: verbs)
        for verb in shownVerbs { row.outcomes[verb] = Self.cell(part.counts.voices(of: verb)) }
        if total.objected.indicators.exact != nil { row.objected = Self.cell(part.counts.objected) }
        if total.unanswered.exact != nil { row.unanswered = .exact(part.counts.unanswered) }
        return row
    }

    /// Members are counted for publishers only: who spoke of one campaign is among those who spoke of all.
    private static func cell(_ voices: OutcomeCounts.Voices) -> OutcomeRow.Cell {
        OutcomeRow.Cell(indicators: .exact(voices.indicators), members: .suppressed)
    }
}
