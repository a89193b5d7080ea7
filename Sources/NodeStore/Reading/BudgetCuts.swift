internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine

/// From which of its claims on the reports of an owner are about tags beyond what was evaluated for it.
struct BudgetCut {
    let excess: BudgetExcess
    let kinds: Set<IndicatorKind>
    let publishers: Set<MemberID>
    let place: ClaimPlace
}

/// Where a claim stands in the order of its owner's claims.
struct ClaimPlace: Comparable {
    let origin: BundleOrigin
    /// Segment and row together, as ``IndexRecord/position``.
    let position: UInt64

    init(_ origin: BundleOrigin, position: UInt64) {
        self.origin = origin
        self.position = position
    }

    init(_ claim: Claim) {
        self.init(claim.origin, position: UInt64(claim.segment) << 24 | UInt64(claim.row))
    }

    static func < (left: Self, right: Self) -> Bool {
        left.origin == right.origin ? left.position < right.position : left.origin.precedes(right.origin)
    }
}

extension StoreEngine {
    /// Marks reports under a tag that is beyond its owner's budget.
    ///
    /// - Parameter claims: all that are held under the tag, since the first report decides.
    func excludeOverBudget(_ claims: inout [Claim], under key: TagKey) {
        guard let cuts = budgetCuts[key.epoch] else { return }
        for cut in cuts where cut.kinds.contains(key.kind) {
            let own = claims.indices.filter { index in
                let claim = claims[index]
                return claim.statement.type == .report && claim.exclusion == nil
                    && cut.publishers.contains(claim.origin.publisher)
            }
            guard let first = own.map({ ClaimPlace(claims[$0]) }).min(), first >= cut.place else { continue }
            for index in own { claims[index].exclusion = .budget }
        }
    }

    /// Puts what was found about an epoch in the place of what was found before.
    func replaceBudgetCuts(of epoch: EpochNumber, by cuts: [BudgetCut]) throws(StoreError) {
        var delete = try database.connection.prepare("DELETE FROM budget_cuts WHERE epoch = ?1")
        try delete.bind(Int64(epoch.value), at: 1)
        try delete.run()
        var insert = try database.connection.prepare(
            """
            INSERT INTO budget_cuts (epoch, owner, publishers, kinds, tags, evaluations, manifest, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
        for cut in cuts {
            try insert.bind(Int64(epoch.value), at: 1)
            try insert.bind(cut.excess.owner.name, at: 2)
            try insert.bind(cut.publishers.map(\.name).sorted().joined(separator: " "), at: 3)
            try insert.bind(cut.kinds.map(\.name).sorted().joined(separator: " "), at: 4)
            try insert.bind(cut.excess.tagCount, at: 5)
            try insert.bind(cut.excess.evaluationCount, at: 6)
            try insert.bind(cut.place.origin.manifest.bytes, at: 7)
            try insert.bind(Int64(cut.place.position), at: 8)
            try insert.run()
        }
    }

    /// Everything that was found, by epoch.
    func readBudgetCuts() throws(StoreError) -> [EpochNumber: [BudgetCut]] {
        var query = try database.connection.prepare(
            """
            SELECT budget_cuts.epoch, owner, publishers, kinds, tags, evaluations, bundles.ordinal, position
            FROM budget_cuts JOIN bundles ON bundles.digest = budget_cuts.manifest ORDER BY 1, 2
            """)
        var cuts: [EpochNumber: [BudgetCut]] = [:]
        while try query.step() {
            guard let owner = MemberID(query.text(1)) else {
                throw StoreError(.damaged, action: "read the budgets of", path: database.path)
            }
            let epoch = EpochNumber(UInt32(truncatingIfNeeded: query.number(0)))
            let excess = BudgetExcess(
                owner: owner, epoch: epoch, tagCount: query.number(4), evaluationCount: query.number(5))
            cuts[epoch, default: []].append(
                BudgetCut(
                    excess: excess,
                    kinds: Set(query.text(3).split(separator: " ").compactMap { try? IndicatorKind(parsing: String($0)) }),
                    publishers: Set(query.text(2).split(separator: " ").compactMap { MemberID(String($0)) }),
                    place: ClaimPlace(
                        try streams.origin(ofBundle: Int(query.number(6))), position: UInt64(query.number(7)))))
        }
        return cuts
    }
}
