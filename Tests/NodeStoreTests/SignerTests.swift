import CanonicalCoding
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// What a compromised key does to claims that were merged before.
@Suite struct `The signers of a bundle` {
    private func state(compromised: [String: Timestamp]) throws -> IndicatorState {
        let (home, key) = try Self.home()
        let store = try home.open(.reading)
        var context = MergeContext()
        context.compromised = compromised
        return try store.state(of: [key], kind: .url, asking: StateQuestion(at: StoreWorld.time, in: context))
    }

    /// A store, closed again, that took one report in at the time of the world.
    private static func home() throws -> (TestHome, TagKey) {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 11)
        var segment = try StoreWorld.segment(kind: "url", isMust: false)
        let core = try world.report(0, "url", "example.org/0", last: "2026-11-28")
        segment.append([nil, Array(core.utf8), nil, nil, nil, nil, nil])
        try world.publish([segment], by: 0, to: "lab", created: StoreWorld.time, using: &generator)
        let home = try TestHome(world)
        let store = try home.open()
        try home.take(world.streams[0].bytes, into: store)
        return (home, try world.key("url", "example.org/0"))
    }

    @Test func `lose the claims when all were compromised before the bundle was first logged`() throws {
        #expect(try state(compromised: [:]).status == .asserted)
        for lead: Int64 in [0, 1, 86_400] {
            let since = StoreWorld.time.adding(seconds: -lead)
            #expect(try state(compromised: ["org.a/k1": since]).status == .expired, "\(lead) s before")
        }
    }

    @Test func `keep the claims when compromised later, or when the key is another`() throws {
        let later = StoreWorld.time.adding(seconds: 1)
        #expect(try state(compromised: ["org.a/k1": later]).status == .asserted)
        #expect(try state(compromised: ["org.a/k2": StoreWorld.time]).status == .asserted)
        #expect(try state(compromised: ["org.b/k1": StoreWorld.time]).status == .asserted)
    }

    @Test func `are the keys of the publisher that verified`() throws {
        let (home, _) = try Self.home()
        let store = try home.open()
        let (_, bundle) = try home.stage(home.world.streams[0].bytes, into: store)
        #expect(bundle.signers == ["org.a/k1"])
    }
}
