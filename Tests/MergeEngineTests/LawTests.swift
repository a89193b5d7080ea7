import CanonicalCoding
import CryptoPrimitives
import Indicators
import MergeEngine
import TestVectors
import Testing

/// The laws of merging, each tried on generated sets of rows; a failure names its seed.
@Suite struct `Merging` {
    @Test(arguments: 0..<LawRun.batchCount)
    func `gives one state whatever the order and repetition`(batch: UInt64) throws {
        for seed in LawRun.seeds(ofBatch: batch) {
            var generator = SplitMix64(state: ~seed)
            let rows = World(seed: seed).rows
            let expected = try MergedState.folding(rows)
            let other = try MergedState.folding((rows + rows).shuffled(using: &generator))
            #expect(other.digest == expected.digest, "seed \(seed)")
            #expect(states(of: other) == states(of: expected), "seed \(seed)")
        }
    }

    @Test(arguments: 0..<LawRun.batchCount)
    func `gives one state however the rows are grouped`(batch: UInt64) throws {
        for seed in LawRun.seeds(ofBatch: batch) {
            var generator = SplitMix64(state: ~seed)
            let rows = World(seed: seed).rows.shuffled(using: &generator)
            let cut = Int.random(in: 0...rows.count, using: &generator)
            let secondCut = Int.random(in: cut...rows.count, using: &generator)
            let parts = try [rows[..<cut], rows[cut..<secondCut], rows[secondCut...]].map(MergedState.folding)
            let left = try parts[0].merging(parts[1]).merging(parts[2])
            let right = try parts[0].merging(parts[1].merging(parts[2]))
            let swapped = try parts[2].merging(parts[0]).merging(parts[1])
            #expect(left == right, "seed \(seed)")
            #expect(left == swapped, "seed \(seed)")
            #expect(try left == left.merging(left), "seed \(seed)")
            #expect(try left.digest == MergedState.folding(rows).digest, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<LawRun.batchCount)
    func `takes two redactions in any order as their union`(batch: UInt64) throws {
        for seed in LawRun.seeds(ofBatch: batch) {
            var generator = SplitMix64(state: ~seed)
            let world = World(seed: seed)
            let (first, second) = (world.redaction(using: &generator), world.redaction(using: &generator))
            let union = try MergedState.folding(first).merging(MergedState.folding(second))
            #expect(try MergedState.folding(second + first) == union, "seed \(seed)")
            #expect(try MergedState.folding((first + second).shuffled(using: &generator)).digest == union.digest, "seed \(seed)")
            let whole = try MergedState.folding(world.rows)
            #expect(try union.merging(whole) == whole, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<LawRun.batchCount)
    func `never counts fewer owners for another owner's report`(batch: UInt64) throws {
        let newcomer = try #require(MemberID("org.z"))
        for seed in LawRun.seeds(ofBatch: batch) {
            var generator = SplitMix64(state: ~seed)
            let rows = World(seed: seed).rows
            let state = try MergedState.folding(rows)
            for key in state.rowsByTag.keys {
                let claims = state.claims(of: key)
                let report = Claim(
                    origin: newOrigin(of: newcomer, seed: seed), segment: 0, row: 0,
                    statement: Statement(
                        type: [.report, .outcome, .retract][Int.random(in: 0..<3, using: &generator)],
                        confidencePercent: UInt8.random(in: 0...100, using: &generator), last: World.time.day,
                        reason: .withdrawn, verb: .warned),
                    pop: PopCheck.allCases[Int.random(in: 0..<3, using: &generator)])
                let before = fold(claims, key)
                let after = fold(claims + [report], key)
                #expect(Set(before.owners.map(\.owner)).isSubset(of: after.owners.map(\.owner)), "seed \(seed)")
                #expect(after.score >= before.score, "seed \(seed)")
            }
        }
    }

    @Test(arguments: 0..<LawRun.batchCount)
    func `never revives what was retracted, whatever older claims arrive`(batch: UInt64) throws {
        for seed in LawRun.seeds(ofBatch: batch) {
            let state = try MergedState.folding(World(seed: seed, bundleCount: 8).rows)
            for key in state.rowsByTag.keys {
                let claims = state.claims(of: key)
                guard let publisher = claims.first?.origin.publisher else { continue }
                let retraction = Claim(
                    origin: newOrigin(of: publisher, seed: seed), segment: 0, row: 0,
                    statement: Statement(type: .retract, reason: .withdrawn))
                let standing = fold(claims + [retraction], key).standings.filter {
                    $0.claim.origin.publisher == publisher && $0.claim.statement.type != .retract && $0.claim.exclusion == nil
                }
                #expect(!standing.contains { $0.fate == .stands }, "seed \(seed)")
            }
        }
    }

    @Test(arguments: 0..<LawRun.batchCount)
    func `does not depend on the relay path or the time of arrival`(batch: UInt64) throws {
        for seed in LawRun.seeds(ofBatch: batch) {
            var generator = SplitMix64(state: ~seed)
            let rows = World(seed: seed).rows
            let relayed = rows.map { row in
                row.withLogTime(row.origin.created.adding(days: Int64.random(in: 0..<90, using: &generator)))
            }
            let direct = try MergedState.folding(rows)
            let echoed = try MergedState.folding(relayed + rows)
            #expect(echoed.digest == direct.digest, "seed \(seed)")
            #expect(states(of: echoed) == states(of: direct), "seed \(seed)")
        }
    }

    @Test func `refuses two redactions that contradict each other`() throws {
        let row = try #require(World(seed: 1).rows.first)
        let forged = row.withCells(["core": .value(Array("{}".utf8))])
        #expect(throws: CellContradiction.self) { try MergedState.folding([row, forged]) }
    }

    private func states(of state: MergedState) -> [TagKey: IndicatorState] {
        var context = MergeContext()
        context.waitingObjections = state.waitingObjections(limit: 1, in: context)
        return Dictionary(
            uniqueKeysWithValues: state.rowsByTag.keys.map { key in
                (key, state.state(of: key, at: World.time, in: context))
            })
    }

    private func fold(_ claims: [Claim], _ key: TagKey) -> IndicatorState {
        IndicatorState.folding(claims, topic: IndicatorTopic(kind: key.kind), at: World.time, in: MergeContext())
    }

    private func newOrigin(of publisher: MemberID, seed: UInt64) -> BundleOrigin {
        BundleOrigin(
            manifest: SHA256.hash("newcomer \(seed)"), bundle: String(repeating: "0", count: 32), publisher: publisher,
            audience: World.groups[0], sequence: 900, created: World.time.adding(days: 1), epoch: EpochNumber(100),
            firstLogged: World.time)
    }
}
