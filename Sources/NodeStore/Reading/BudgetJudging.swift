public import CanonicalCoding
public import Indicators
public import MergeEngine

/// What evaluators counted in an epoch, for holding publishers' tags against it (docs/spec/evaluation.md, "Tags beyond what was evaluated").
public struct CountedEvaluations: Sendable {
    /// The epoch.
    public let epoch: EpochNumber
    /// The kinds whose tags nobody can make without evaluators.
    public let kinds: Set<IndicatorKind>
    /// Up to when everything is counted; bundles created later show no excess.
    public let until: Timestamp
    /// The owner of each publisher to judge.
    public let owners: [MemberID: MemberID]
    /// How many values can have been evaluated for an owner at most; who is missing is not judged.
    public let evaluations: [MemberID: Int64]
    /// Whether a bundle is out of the state anyway: a thief uses up nothing.
    public let isSetAside: @Sendable (BundleOrigin) -> Bool

    /// States what was counted.
    public init(
        epoch: EpochNumber, kinds: Set<IndicatorKind>, until: Timestamp, owners: [MemberID: MemberID],
        evaluations: [MemberID: Int64], isSetAside: @escaping @Sendable (BundleOrigin) -> Bool = { _ in false }
    ) {
        self.epoch = epoch
        self.kinds = kinds
        self.until = until
        self.owners = owners
        self.evaluations = evaluations
        self.isSetAside = isSetAside
    }
}

/// An owner that reported under more tags than it had evaluated.
public struct BudgetExcess: Sendable, Hashable {
    /// The owner.
    public let owner: MemberID
    /// The epoch.
    public let epoch: EpochNumber
    /// Different tags of a kind that it reported under.
    public let tagCount: Int64
    /// Values that can have been evaluated for it at most.
    public let evaluationCount: Int64
}

extension NodeStore {
    /// Holds the tags of reports against what evaluators counted, in place of what was found for the epoch before.
    ///
    /// Of an owner that has more of them, in the order of its claims, reports under the tags beyond have no effect from then on.
    ///
    /// - Throws: ``StoreError``; nothing has changed then.
    public func judgeBudgets(by counted: CountedEvaluations) throws(StoreError) {
        try withEngine { (engine) throws(StoreError) in
            try engine.database.requireWritable()
            let cuts = try BudgetCount(counted, of: engine).cuts()
            try engine.database.connection.transaction { () throws(StoreError) in
                try engine.replaceBudgetCuts(of: counted.epoch, by: cuts)
            }
            try engine.loadBudgetCuts()
        }
    }

    /// The owners that were found to have more tags than evaluations, ascending by epoch and name.
    ///
    /// - Throws: ``StoreError``.
    public func budgetExcesses() throws(StoreError) -> [BudgetExcess] {
        try withEngine { (engine) throws(StoreError) in
            engine.budgetCuts.values.flatMap { $0.map(\.excess) }.sorted { ($0.epoch, $0.owner) < ($1.epoch, $1.owner) }
        }
    }
}

/// Counts tags by the bundle in which their owner first reported under them: numbers by bundle for everybody, positions of rows for one
/// bundle of those that have too many, so that memory does not grow with the store.
private struct BudgetCount {
    private let counted: CountedEvaluations
    private let engine: StoreEngine
    private let epochNumber: Int?
    private let kindNumbers: Set<Int>
    /// The bundles that count, in the order of claims, by their number.
    private let bundles: [Int]
    private let ranks: [Int: Int]
    /// The owner of each bundle that counts.
    private let bundleOwners: [Int: MemberID]

    init(_ counted: CountedEvaluations, of engine: StoreEngine) throws(StoreError) {
        self.counted = counted
        self.engine = engine
        epochNumber = engine.number(of: counted.epoch)
        kindNumbers = Set(counted.kinds.compactMap(engine.number))
        var query = try engine.database.connection.prepare(
            "SELECT ordinal, pub FROM bundles WHERE epoch = ?1 AND created <= ?2 ORDER BY created, aud, seq, digest")
        try query.bind(Int64(counted.epoch.value), at: 1)
        try query.bind(counted.until.secondsSinceEpoch, at: 2)
        var (bundles, owners): ([Int], [Int: MemberID]) = ([], [:])
        while try query.step() {
            guard let owner = MemberID(query.text(1)).flatMap({ counted.owners[$0] }), counted.evaluations[owner] != nil,
                !counted.isSetAside(try engine.streams.origin(ofBundle: Int(query.number(0))))
            else { continue }
            bundles.append(Int(query.number(0)))
            owners[Int(query.number(0))] = owner
        }
        self.bundles = bundles
        bundleOwners = owners
        ranks = Dictionary(uniqueKeysWithValues: zip(bundles, bundles.indices))
    }

    /// From where on each owner that has too many tags is out.
    func cuts() throws(StoreError) -> [BudgetCut] {
        var tags: [MemberID: [Int: Int64]] = [:]
        try forEachFirstReport { owner, rank, _ in tags[owner, default: [:]][rank, default: 0] += 1 }
        var wanted: [MemberID: (rank: Int, within: Int)] = [:]
        for (owner, counts) in tags {
            guard let evaluations = counted.evaluations[owner] else { continue }
            wanted[owner] = Self.place(of: evaluations, in: counts)
        }
        guard !wanted.isEmpty else { return [] }
        var positions: [MemberID: [UInt64]] = [:]
        try forEachFirstReport { owner, rank, position in
            if wanted[owner]?.rank == rank { positions[owner, default: []].append(position) }
        }
        var cuts: [BudgetCut] = []
        for (owner, place) in wanted.sorted(by: { $0.key < $1.key }) {
            guard let position = positions[owner]?.sorted()[place.within] else { continue }
            let excess = BudgetExcess(
                owner: owner, epoch: counted.epoch, tagCount: tags[owner, default: [:]].values.reduce(0, +),
                evaluationCount: counted.evaluations[owner, default: 0])
            cuts.append(
                BudgetCut(
                    excess: excess, kinds: counted.kinds, publishers: Set(counted.owners.filter { $0.value == owner }.keys),
                    place: ClaimPlace(try engine.streams.origin(ofBundle: bundles[place.rank]), position: position)))
        }
        return cuts
    }

    /// The bundle with the first tag beyond a number, and how many of its first reports come before that.
    private static func place(of limit: Int64, in counts: [Int: Int64]) -> (rank: Int, within: Int)? {
        var left = limit
        for (rank, count) in counts.sorted(by: { $0.key < $1.key }) {
            guard count <= left else { return (rank, Int(left)) }
            left -= count
        }
        return nil
    }

    private struct OwnerAndKind: Hashable {
        let owner: MemberID
        let kind: Int
    }

    /// Hands on, for each tag and owner, where the first report stands.
    private func forEachFirstReport(_ body: (MemberID, _ rank: Int, _ position: UInt64) -> Void) throws(StoreError) {
        guard let epochNumber, !kindNumbers.isEmpty, !bundles.isEmpty else { return }
        var firsts: [OwnerAndKind: (rank: Int, position: UInt64)] = [:]
        try engine.forEachTag(from: 0, through: .max) { (records) throws(StoreError) in
            firsts.removeAll(keepingCapacity: true)
            for record in records
            where record.isEffectiveReport && record.epoch == epochNumber && kindNumbers.contains(record.kind) {
                let bundle = try engine.streams.bundle(ofStream: record.stream)
                guard let rank = ranks[bundle], let owner = bundleOwners[bundle] else { continue }
                let (key, place) = (OwnerAndKind(owner: owner, kind: record.kind), (rank, record.position))
                if let known = firsts[key], known <= place { continue }
                firsts[key] = place
            }
            for (key, place) in firsts { body(key.owner, place.rank, place.position) }
        }
    }
}

extension IndexRecord {
    fileprivate var isEffectiveReport: Bool {
        isPrimary && type == .report && exclusion == nil && !flags.contains(.isRefused)
    }
}
