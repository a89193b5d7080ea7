import CanonicalCoding
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// What every engine of the store must do; the in-memory state is the definition, SQLite is held against it.
@Suite struct `A node store` {
    @Test(arguments: 0..<LawRun.batchCount)
    func `gives the digest and the states of the in-memory state`(batch: UInt64) throws {
        for seed in StoreRun.seeds(ofBatch: batch) {
            let world = try StoreWorld(seed: seed)
            let home = try TestHome(world)
            let store = try home.open()
            var reference = MergedState()
            for stream in world.streams {
                try home.take(stream.bytes, into: store, checks: StagingChecks())
                for row in try RowCollector.rows(of: stream.bytes, keys: world.keys) { try reference.insert(row) }
                #expect(try store.digest() == reference.digest, "seed \(seed)")
            }
            for key in reference.rowsByTag.keys {
                let claims = try store.claims(of: [key])
                #expect(Set(claims) == Set(reference.claims(of: key)), "seed \(seed)")
                let state = try store.state(of: [key], kind: key.kind, asking: StateQuestion(at: StoreWorld.time))
                #expect(state == reference.state(of: key, at: StoreWorld.time, in: MergeContext()), "seed \(seed)")
            }
            let context = MergeContext()
            #expect(
                try store.waitingObjections(limit: 1, in: context) == reference.waitingObjections(limit: 1, in: context),
                "seed \(seed)")
            let summary = try store.summary(asking: StateQuestion(at: StoreWorld.time))
            #expect(summary.claims == reference.claimCount, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<LawRun.batchCount)
    func `counts every row once and takes a stream twice without a trace`(batch: UInt64) throws {
        for seed in StoreRun.seeds(ofBatch: batch) {
            let world = try StoreWorld(seed: seed)
            let home = try TestHome(world)
            let store = try home.open()
            for stream in world.streams {
                let first = try home.take(stream.bytes, into: store)
                #expect(first.rowsRead == first.total, "seed \(seed)")
                #expect(first.count(.duplicate) == 0 && !first.isRepetition)
                let digest = try store.digest()
                let second = try home.take(stream.bytes, into: store)
                #expect(second.isRepetition && second.rowsRead == second.total)
                #expect(second.count(.duplicate) == first.rowsRead - first.refusedCount)
                #expect(try store.digest() == digest)
            }
        }
    }

    @Test(arguments: 0..<LawRun.batchCount)
    func `gives one digest in whatever order chains arrive`(batch: UInt64) throws {
        for seed in StoreRun.seeds(ofBatch: batch) {
            var generator = SplitMix64(state: ~seed)
            let world = try StoreWorld(seed: seed)
            let first = try TestHome(world)
            let second = try TestHome(world)
            let (left, right) = (try first.open(), try second.open())
            for stream in world.streams { try first.take(stream.bytes, into: left) }
            var chains = Dictionary(grouping: world.streams) { "\($0.publisher) \($0.group)" }
            while let name = chains.keys.sorted().shuffled(using: &generator).first, let next = chains[name]?.first {
                try second.take(next.bytes, into: right, pieceBytes: 100)
                chains[name]?.removeFirst()
                if chains[name]?.isEmpty == true { chains[name] = nil }
            }
            #expect(try left.digest() == right.digest(), "seed \(seed)")
            let context = MergeContext()
            #expect(
                try left.waitingObjections(limit: 1, in: context) == right.waitingObjections(limit: 1, in: context),
                "seed \(seed)")
        }
    }
}

extension ImportReceipt {
    var total: Int { ClaimArrival.allCases.reduce(refusedCount) { $0 + count($1) } }
}

/// How many worlds the store is tried on: signing and files make them dearer than sets in memory.
enum StoreRun {
    static func seeds(ofBatch batch: UInt64) -> Range<UInt64> {
        let count = max(1, LawRun.setsPerBatch / 10)
        return batch * count..<(batch + 1) * count
    }
}
