import CanonicalCoding
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// The objections that a store counts by member and day.
@Suite struct `Counted objections` {
    private func publish(_ rows: Int, by publisher: Int, in world: inout StoreWorld) throws {
        var generator = SplitMix64(state: 21)
        var segment = try StoreWorld.segment(kind: "url", isMust: true)
        let core = Array(try world.objection(publisher, "url", "example.org/0").utf8)
        for _ in 0..<rows { segment.append([nil, core, nil, nil, nil, nil, nil]) }
        try world.publish([segment], by: publisher, to: "lab", created: StoreWorld.time, using: &generator)
    }

    @Test(arguments: [(999, 2), (1_000, 1), (1_000, 0), (1_001, 0), (3_000, 0)])
    func `wait beyond a thousand a day`(first: Int, second: Int) throws {
        var world = try StoreWorld()
        try publish(first, by: 0, in: &world)
        if second > 0 { try publish(second, by: 0, in: &world) }
        try publish(1_000, by: 1, in: &world)
        let home = try TestHome(world)
        let store = try home.open()
        for stream in world.streams { try home.take(stream.bytes, into: store) }
        let context = MergeContext()
        let waiting = try store.waitingObjections(in: context)
        #expect(waiting.days.map(\.publisher.name) == (first + second > 1_000 ? ["org.a"] : []))
        var reference = MergedState()
        for stream in world.streams {
            for row in try RowCollector.rows(of: stream.bytes, keys: world.keys) { try reference.insert(row) }
        }
        #expect(waiting == reference.waitingObjections(in: context))
    }

    @Test func `are still counted after the store was closed`() throws {
        var world = try StoreWorld()
        try publish(1_001, by: 0, in: &world)
        let home = try TestHome(world)
        try home.take(world.streams[0].bytes, into: home.open())
        #expect(try home.open(.reading).waitingObjections(in: MergeContext()).days.count == 1)
    }
}
