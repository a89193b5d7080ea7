public import Indicators

/// One row of a table of outcomes.
public struct OutcomeRow: Sendable, Hashable {
    /// Which indicators of its publisher a row counts.
    public enum Scope: Sendable, Hashable {
        /// All.
        case publisher
        /// Those of one campaign.
        case campaign(Campaign)
        /// Those of the campaigns that have no row of their own.
        case campaignsTogether
    }

    /// How many indicators, by how many members.
    public struct Cell: Sendable, Hashable {
        /// Indicators.
        public let indicators: ShownCount
        /// Members.
        public let members: ShownCount

        static let suppressed = Cell(indicators: .suppressed, members: .suppressed)
    }

    /// Who reported.
    public let publisher: MemberID
    /// What of it.
    public let scope: Scope
    /// Indicators reported.
    public let reported: ShownCount
    /// What was done, by verb: every verb of the table.
    public internal(set) var outcomes: [OutcomeVerb: Cell]
    /// Contested by an open objection.
    public internal(set) var objected: Cell
    /// Without any outcome.
    public internal(set) var unanswered: ShownCount

    /// A row that shows every count.
    init(_ publisher: MemberID, _ scope: Scope, exactly counts: OutcomeCounts, of verbs: [OutcomeVerb]) {
        func cell(_ voices: OutcomeCounts.Voices) -> Cell {
            Cell(indicators: .exact(voices.indicators), members: .exact(voices.members.count))
        }
        self.publisher = publisher
        self.scope = scope
        reported = .exact(counts.reported)
        outcomes = Dictionary(uniqueKeysWithValues: verbs.map { ($0, cell(counts.voices(of: $0))) })
        objected = cell(counts.objected)
        unanswered = .exact(counts.unanswered)
    }

    /// A row that shows how many were reported, at most.
    init(_ publisher: MemberID, _ scope: Scope, reported: ShownCount, of verbs: [OutcomeVerb]) {
        self.publisher = publisher
        self.scope = scope
        self.reported = reported
        outcomes = Dictionary(uniqueKeysWithValues: verbs.map { ($0, .suppressed) })
        objected = .suppressed
        unanswered = .suppressed
    }
}

/// What came back to each publisher, whole or with small counts suppressed.
public struct OutcomeTable: Sendable, Hashable {
    /// The verbs that have a column.
    public let verbs: [OutcomeVerb]
    /// By publisher: the row of the publisher first, then its campaigns, then those together that have no row.
    public private(set) var rows: [OutcomeRow] = []

    /// Shows every count, for whoever works at the node and says why.
    ///
    /// - Parameter byCampaign: whether campaigns have rows.
    public init(exactly rollups: [OutcomeTally.Rollup], byCampaign: Bool) {
        verbs = OutcomeVerb.counted
        for rollup in rollups {
            rows.append(OutcomeRow(rollup.publisher, .publisher, exactly: rollup.total, of: verbs))
            guard byCampaign else { continue }
            for campaign in rollup.campaigns.keys.sorted() {
                guard let counts = rollup.campaigns[campaign] else { continue }
                rows.append(OutcomeRow(rollup.publisher, .campaign(campaign), exactly: counts, of: verbs))
            }
        }
    }

    /// Shows what may leave the node: no count below the floor, and none from which one follows.
    ///
    /// - Parameter rollups: counted without the verbs that may tip somebody off; they have no column.
    public init(_ rollups: [OutcomeTally.Rollup], byCampaign: Bool, floor: CountFloor) {
        verbs = OutcomeVerb.counted.filter { !$0.isGuarded }
        for rollup in rollups {
            let total = OutcomeRow(rollup.publisher, rollup.total, of: verbs, above: floor)
            rows.append(total)
            if byCampaign { rows += CampaignRows(rollup, under: total, above: floor).rows }
        }
    }
}
