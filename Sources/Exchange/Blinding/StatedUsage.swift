internal import CanonicalCoding
internal import CryptoPrimitives
internal import Evaluation
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
public import NodeStore
internal import SignedBundles

/// What evaluators state once a day of how much they evaluated for whom: kept here, and held against the tags of publishers
/// (docs/spec/evaluation.md, "Tags beyond what was evaluated").
extension Node {
    /// The other evaluators whose statement of today is not here, of every epoch that is not yet to be destroyed.
    func usageWanted(at time: Timestamp) throws -> [WantedUsage] {
        try installedEpochs().filter { time < $0.document.times.destroyAfter }.flatMap { epoch in
            try (epoch.document.evaluators?.shares ?? []).compactMap { share in
                guard share.party != settings.member else { return nil }
                let kept = try keptUsage(of: epoch, by: UInt8(clamping: share.index))
                return kept.map { $0.time.day < time.day } ?? true
                    ? WantedUsage(epoch: epoch.number, evaluator: share.party) : nil
            }
        }
    }

    /// Keeps the statement of an evaluator and judges by it.
    ///
    /// - Returns: why it is refused; nothing when it is kept.
    /// - Throws: what is wrong with this node itself.
    func takeUsage(_ bytes: [UInt8], of epoch: EpochNumber, by peer: MemberID, at time: Timestamp) throws -> String? {
        guard let installed = try installedEpochs().first(where: { $0.number == epoch }),
            let number = installed.evaluator(of: peer)
        else { return nil }
        guard bytes.count <= Self.usageBytes, let envelope = try? DSSEEnvelope(parsing: bytes),
            let statement = try? UsageStatement(verifying: envelope, of: installed, under: registry()),
            statement.evaluator == number, statement.time <= time.adding(seconds: Self.skewSeconds),
            statement.time > time.adding(days: -Self.freshDays)
        else { return "usage of epoch \(epoch): not a statement of this evaluator" }
        if let kept = try keptUsage(of: installed, by: number) {
            guard kept.time.day < statement.time.day else { return nil }
            // By owner they may change with the registry, which says who belongs to whom.
            guard kept.total <= statement.total else {
                return "usage of epoch \(epoch): it says less than the statement before"
            }
        }
        // Kept last: what is broken off before is fetched and judged again.
        try judgeBudgets(of: installed, by: usageStatements(of: installed, instead: statement))
        try Directory.create(paths.statedUsage(epoch.value))
        try DurableFile.write(bytes, to: paths.statedUsage(epoch.value, by: number), replacing: true)
        return nil
    }

    /// Holds the tags of each epoch against the statements that are kept, for a store that was made anew.
    func judgeBudgets() throws {
        for epoch in try installedEpochs() where Directory.exists(paths.statedUsage(epoch.number.value)) {
            try judgeBudgets(of: epoch, by: usageStatements(of: epoch))
        }
    }

    /// The owners that reported under more tags than they had evaluated.
    ///
    /// - Throws: `StoreError`, ``NodeError``.
    public func budgetExcesses() throws -> [BudgetExcess] {
        Directory.exists(paths.store) ? try store(for: .reading).budgetExcesses() : []
    }

    private func judgeBudgets(of epoch: VerifiedEpoch, by statements: [UsageStatement]) throws {
        guard Directory.exists(paths.store) else { return }
        let store = try store(for: .writing)
        let registry = try registry()
        let owners = Dictionary(
            try store.chains().map { ($0.publisher, registry.owner(of: $0.publisher)) }, uniquingKeysWith: { first, _ in first })
        var evaluations: [MemberID: Int64] = [:]
        for owner in Set(owners.values) {
            let names = Set(owners.filter { $0.value == owner }.keys).union(
                registry.document.members.filter { $0.owner == owner }.map(\.id))
            evaluations[owner] = UsageStatement.evaluations(
                of: owner, countedAs: names, by: statements, in: epoch, under: registry)
        }
        let kinds = epoch.document.suites.filter { $0.value == .thresholdVOPRF }.keys
        // A job evaluates for hours at most before its bundle is made, and clocks differ: a day covers both.
        let until = statements.map(\.time).min()?.adding(days: -Self.marginDays) ?? Timestamp(secondsSinceEpoch: 0)
        let context = try Surroundings.standing(of: self, store)
        try store.judgeBudgets(
            by: CountedEvaluations(
                epoch: epoch.number, kinds: Set(kinds.compactMap { try? IndicatorKind(parsing: $0) }), until: until,
                owners: owners, evaluations: evaluations,
                isSetAside: { context.setAside($0) != nil || context.held[$0.manifest] != nil }))
    }

    /// The newest statement of each evaluator, the own one among them; one that was left behind by the others counts as missing.
    private func usageStatements(of epoch: VerifiedEpoch, instead new: UsageStatement? = nil) throws -> [UsageStatement] {
        let statements = try (epoch.document.evaluators?.shares ?? []).compactMap { share -> UsageStatement? in
            let number = UInt8(clamping: share.index)
            if let new, new.evaluator == number { return new }
            return share.party == settings.member ? try ownUsage(of: epoch) : try keptUsage(of: epoch, by: number)
        }
        guard let newest = statements.map(\.time).max() else { return [] }
        return statements.filter { $0.time > newest.adding(days: -Self.freshDays) }
    }

    private func ownUsage(of epoch: VerifiedEpoch) throws -> UsageStatement? {
        guard let bytes = try EvaluatorPaths(home: paths.root).newestUsage(of: epoch.number) else { return nil }
        return try? UsageStatement(verifying: DSSEEnvelope(parsing: bytes), of: epoch, under: registry())
    }

    /// A statement that no longer verifies, because its key was revoked or the registry has changed, counts as none.
    private func keptUsage(of epoch: VerifiedEpoch, by evaluator: UInt8) throws -> UsageStatement? {
        let path = paths.statedUsage(epoch.number.value, by: evaluator)
        guard Directory.exists(path) else { return nil }
        let bytes = try FileReader.contents(of: path, limitBytes: Self.usageBytes)
        guard let statement = try? UsageStatement(verifying: DSSEEnvelope(parsing: bytes), of: epoch, under: registry()),
            statement.evaluator == evaluator
        else { return nil }
        return statement
    }

    private static let usageBytes = EvaluationLimits.statementBytes
    /// How far the clock of an evaluator may be ahead.
    private static let skewSeconds: Int64 = 300
    /// How old a statement may be when it comes, and how far behind the newest one it may lie.
    private static let freshDays: Int64 = 2
    private static let marginDays: Int64 = 1
}

/// A statement of usage to ask for.
struct WantedUsage: Sendable {
    let epoch: EpochNumber
    let evaluator: MemberID
}

extension VerifiedEpoch {
    /// The number of a member among the evaluators.
    func evaluator(of member: MemberID) -> UInt8? {
        document.evaluators?.shares.first { $0.party == member }.map { UInt8(clamping: $0.index) }
    }
}
