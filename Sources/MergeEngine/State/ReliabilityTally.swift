internal import CanonicalCoding
public import Indicators

/// How far each owner's reports were borne out, as other owners judged them: one voice for each judge.
///
/// Feed it the claims of every match tag that has an outcome, in any order, and ask.
public struct ReliabilityTally: Sendable {
    private struct Pair: Hashable {
        let owner: MemberID
        let judge: MemberID
    }

    private struct Count {
        var confirmed: UInt64 = 0
        var refuted: UInt64 = 0
    }

    private var counts: [Pair: Count] = [:]
    private let context: MergeContext

    /// Begins without judgements. Owners, suspensions and quarantine are taken from `context`.
    public init(in context: MergeContext) {
        self.context = context
    }

    /// Takes all claims of one match tag.
    ///
    /// An indicator counts once for each pair of a reporting owner and a judge, and once on either side: confirmed
    /// when the judge removed, suspended, froze or took it down, refuted when it called it a false positive.
    public mutating func add(claimsOfOneTag claims: [Claim], topic: IndicatorTopic) {
        let state = IndicatorState.folding(claims, topic: topic, at: Self.anyTime, in: context)
        let reporters = Set(state.standings.compactMap(reporter))
        guard !reporters.isEmpty else { return }
        var confirmed: Set<Pair> = []
        var refuted: Set<Pair> = []
        for standing in state.standings where standing.fate == .stands {
            guard standing.claim.statement.type == .outcome, let verb = standing.claim.statement.verb else { continue }
            for pair in pairs(judgedBy: standing.claim, among: reporters) {
                if verb.confirmsReport { confirmed.insert(pair) }
                if verb == .falsePositive { refuted.insert(pair) }
            }
        }
        for pair in confirmed { counts[pair, default: Count()].confirmed += 1 }
        for pair in refuted { counts[pair, default: Count()].refuted += 1 }
    }

    /// The reliability of every owner that somebody judged.
    public var reliability: [MemberID: PartsPerMillion] {
        var sums: [MemberID: (sum: UInt64, judges: UInt64)] = [:]
        for (pair, count) in counts {
            let share = UInt64(PartsPerMillion.scale) * count.confirmed / (count.confirmed + count.refuted)
            sums[pair.owner, default: (0, 0)].sum += share
            sums[pair.owner, default: (0, 0)].judges += 1
        }
        return sums.mapValues { entry in
            PartsPerMillion(UInt32((UInt64(PartsPerMillion.scale) + entry.sum) / (2 + entry.judges)))
        }
    }

    /// Slots do not depend on the time.
    private static let anyTime = Timestamp(secondsSinceEpoch: 0)

    /// The owner of a report that ever had a place in the state.
    private func reporter(_ standing: ClaimStanding) -> MemberID? {
        standing.isReportOnRecord ? context.owner(of: standing.claim.origin.publisher) : nil
    }

    private func pairs(judgedBy claim: Claim, among reporters: Set<MemberID>) -> [Pair] {
        let judge = context.owner(of: claim.origin.publisher)
        let meant = claim.statement.regarding.map { context.owner(of: $0) }
        return reporters.compactMap { owner in
            owner != judge && (meant == nil || meant == owner) ? Pair(owner: owner, judge: judge) : nil
        }
    }
}
