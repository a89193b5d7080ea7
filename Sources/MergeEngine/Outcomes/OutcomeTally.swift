public import CanonicalCoding
public import Indicators

/// Counts what came back about the indicators of each publisher, one indicator after the other.
///
/// It keeps counts and names of members and campaigns, and no indicator. The order in which indicators come does not matter,
/// as long as no publisher names more campaigns than are counted apart.
public struct OutcomeTally: Sendable {
    /// What came back to one publisher.
    public struct Rollup: Sendable, Hashable {
        /// Who reported.
        public let publisher: MemberID
        /// All of its indicators.
        public internal(set) var total = OutcomeCounts()
        /// The same by campaign; each indicator stands in one.
        public internal(set) var campaigns: [Campaign: OutcomeCounts] = [:]

        init(_ publisher: MemberID) { self.publisher = publisher }

        /// What came back about indicators that were counted by campaign.
        package init(_ publisher: MemberID, campaigns: [Campaign: OutcomeCounts]) {
            self.publisher = publisher
            self.campaigns = campaigns
            for counts in campaigns.values { total.add(counts) }
        }
    }

    private var found: [MemberID: Rollup] = [:]
    private let context: MergeContext
    private let since: CalendarDay?
    private let until: CalendarDay?

    /// Begins without indicators.
    ///
    /// - Parameters:
    ///   - since: an indicator counts for a publisher that signed a report of it on this day or later.
    ///   - until: and on this day or earlier.
    public init(in context: MergeContext, since: CalendarDay? = nil, until: CalendarDay? = nil) {
        self.context = context
        self.since = since
        self.until = until
    }

    /// What came back, by publisher in byte order.
    public var rollups: [Rollup] { found.values.sorted { $0.publisher < $1.publisher } }

    /// Takes all claims about one indicator.
    ///
    /// - Parameter campaign: under which campaign a report stands; asked once for each publisher, about its newest report.
    public mutating func add(
        claimsOfOneIndicator claims: [Claim], topic: IndicatorTopic, campaign: (Claim) -> Campaign = { _ in .notShown }
    ) {
        let standings = IndicatorState.folding(claims, topic: topic, at: Self.anyTime, in: context).standings
        // Standings are by publisher and in its order, so the last report is the newest.
        var newest: [MemberID: Claim] = [:]
        var inPeriod: Set<MemberID> = []
        for standing in standings where standing.isReportOnRecord {
            let origin = standing.claim.origin
            newest[origin.publisher] = standing.claim
            if isInPeriod(origin.created.day) { inPeriod.insert(origin.publisher) }
        }
        for publisher in inPeriod {
            guard let report = newest[publisher] else { continue }
            add(OutcomeAnswers(standings, about: publisher), to: publisher, campaign(report))
        }
    }

    private mutating func add(_ answers: OutcomeAnswers, to publisher: MemberID, _ campaign: Campaign) {
        var rollup = found.removeValue(forKey: publisher) ?? Rollup(publisher)
        rollup.total.add(answers)
        let isNew = rollup.campaigns[campaign] == nil
        let place = isNew && rollup.campaigns.count >= Campaign.limitPerPublisher ? Campaign.further : campaign
        rollup.campaigns[place, default: OutcomeCounts()].add(answers)
        found[publisher] = rollup
    }

    private func isInPeriod(_ day: CalendarDay) -> Bool { since.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true }

    /// Slots and objections do not depend on the time.
    private static let anyTime = Timestamp(secondsSinceEpoch: 0)
}

extension OutcomeAnswers {
    /// What stands about an indicator, without what speaks of another publisher's claim.
    fileprivate init(_ standings: [ClaimStanding], about publisher: MemberID) {
        self.init()
        for standing in standings where standing.fate == .stands {
            let statement = standing.claim.statement
            guard statement.regarding == nil || statement.regarding == publisher else { continue }
            let speaker = standing.claim.origin.publisher
            if statement.type == .object, standing.bearing == .contests { objectors.insert(speaker) }
            if statement.type == .outcome, let verb = statement.verb { outcomes[verb, default: []].insert(speaker) }
        }
    }
}
