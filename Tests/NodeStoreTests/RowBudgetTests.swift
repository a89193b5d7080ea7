import CanonicalCoding
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// How much one bundle and one publisher may say about one tag.
@Suite struct `Rows about one tag` {
    private func checks(in home: TestHome) -> StagingChecks {
        var checks = home.checks
        checks.rowBudget.rowsPerBundle = 64
        checks.rowBudget.rowsPerPublisher = 256
        return checks
    }

    private func publish(_ counts: [Int], in world: inout StoreWorld) throws {
        var generator = SplitMix64(state: 15)
        let core = Array(try world.report(0, "url", "example.org/0", last: "2026-01-01").utf8)
        let other = Array(try world.report(0, "url", "example.org/1", last: "2026-01-01").utf8)
        for count in counts {
            var segment = try StoreWorld.segment(kind: "url", isMust: false)
            for _ in 0..<count { segment.append([nil, core, nil, nil, nil, nil, nil]) }
            segment.append([nil, other, nil, nil, nil, nil, nil])
            try world.publish([segment], by: 0, to: "lab", using: &generator)
        }
    }

    @Test(arguments: [63, 64, 65, 300]) func `are bounded in one bundle`(count: Int) throws {
        var world = try StoreWorld()
        try publish([count], in: &world)
        let home = try TestHome(world)
        let store = try home.open()
        let receipt = try home.take(world.streams[0].bytes, into: store, checks: checks(in: home))
        #expect(receipt.refused.map { "\($0.key.code) \($0.value)" } == (count > 64 ? ["E_BUDGET \(count - 64)"] : []))
        #expect(receipt.total == receipt.rowsRead)
        #expect(try store.claims(of: [world.key("url", "example.org/0")]).count == min(count, 64))
        #expect(try store.claims(of: [world.key("url", "example.org/1")]).count == 1)
    }

    @Test func `are bounded of one publisher, retractions less so`() throws {
        var world = try StoreWorld()
        try publish(Array(repeating: 64, count: 4) + [1], in: &world)
        var generator = SplitMix64(state: 16)
        var segment = try StoreWorld.segment(kind: "url", isMust: true)
        segment.append([nil, Array(try world.retraction(0, "url", "example.org/0").utf8), nil, nil, nil, nil, nil])
        try world.publish([segment], by: 0, to: "lab", using: &generator)
        let home = try TestHome(world)
        let store = try home.open()
        var refused: [Int] = []
        for stream in world.streams {
            refused.append(try home.take(stream.bytes, into: store, checks: checks(in: home)).refusedCount)
        }
        #expect(refused == Array(repeating: 0, count: 4) + [1, 0])
        let claims = try store.claims(of: [world.key("url", "example.org/0")])
        #expect(claims.count == 257)
        let state = try store.state(
            of: [world.key("url", "example.org/0")], kind: .url, asking: StateQuestion(at: StoreWorld.time))
        #expect(state.status == .retracted)
    }
}
