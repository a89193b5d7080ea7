import Foundation
import TestVectors
import Testing

/// How many worlds are tried: a dozen small ones, a thousand in the long run, or the one that `TOCSIN_SEED` names.
enum WorldRun {
    static let batchCount: UInt64 = 4
    private static let seedsPerBatch: UInt64 = LawRun.isFull ? 250 : 3
    private static let environment = ProcessInfo.processInfo.environment
    static let chosen = environment["TOCSIN_SEED"].flatMap { UInt64($0) }
    /// The first seed of all, so that other worlds can be tried than the usual ones.
    private static let first = environment["TOCSIN_FIRST_SEED"].flatMap { UInt64($0) } ?? 0

    static func seeds(ofBatch batch: UInt64) -> Range<UInt64> {
        if let chosen { return batch == 0 ? chosen..<chosen + 1 : 0..<0 }
        return first + batch * seedsPerBatch..<first + (batch + 1) * seedsPerBatch
    }

    /// A world of a debug build is small: what is done there takes twenty times as long.
    static let eventCount = LawRun.isFull ? 20..<40 : 8..<14
}

@Suite struct `Worlds drawn from a seed` {
    @Test(arguments: 0..<WorldRun.batchCount)
    func `come to rest with nothing lost, nothing disclosed and both sides agreed`(batch: UInt64) async {
        for seed in WorldRun.seeds(ofBatch: batch) { await run(seed) }
    }

    private func run(_ seed: UInt64) async {
        do {
            let world = try World(seed: seed)
            do { try await world.run(eventCount: WorldRun.eventCount) } catch {
                world.note("fault: \(error)"); return complain(world)
            }
            if WorldRun.chosen != nil { print(world.trail.joined(separator: "\n")) }
        } catch { Issue.record("the world of seed \(seed) cannot be made: \(error)") }
    }

    private func complain(_ world: World) {
        Issue.record("TOCSIN_SEED=\(world.seed) TOCSIN_FULL=\(LawRun.isFull ? 1 : 0)\n\(world.trail.joined(separator: "\n"))")
    }
}
