import CanonicalCoding
import CryptoPrimitives
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// What `prev_tag` joins, and what it must not.
@Suite struct `A tag of an earlier epoch` {
    private let older = EpochNumber(StoreWorld.epoch.value - 1)
    private let olderTag = MatchTag(prefixOf: SHA256.hash("older"))

    /// A home into which org.b reported one value, naming a tag of some epoch as its earlier one.
    private func home(naming epoch: UInt32, _ tag: MatchTag) throws -> (TestHome, NodeStore, ImportReceipt) {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 13)
        var segment = try StoreWorld.segment(kind: "url", isMust: false)
        let core = try world.report(1, "url", "example.org/1", last: "2026-11-28")
        let previous = "{\"epoch\":\(epoch),\"tag\":\"\(tag)\"}"
        segment.append([nil, Array(core.utf8), nil, nil, Array(previous.utf8), Array("\"example.org/1\"".utf8), nil])
        try world.publish([segment], by: 1, to: "lab", created: StoreWorld.time, using: &generator)
        let home = try TestHome(world)
        let store = try home.open()
        return (home, store, try home.take(world.streams[0].bytes, into: store))
    }

    @Test(arguments: [StoreWorld.epoch.value, StoreWorld.epoch.value + 1, .max])
    func `must be of an earlier one`(epoch: UInt32) throws {
        let (home, store, receipt) = try home(naming: epoch, olderTag)
        #expect(receipt.refused.map { "\($0.key.code) \($0.key.detail)" } == ["E_SCHEMA prev_tag: out-of-range"])
        #expect(try store.claims(of: [home.world.key("url", "example.org/1")]).isEmpty)
    }

    @Test func `joins with no checked pop`() throws {
        let (home, store, receipt) = try home(naming: older.value, olderTag)
        #expect(receipt.refused.isEmpty)
        let claims = try store.claims(of: [TagKey(kind: .url, epoch: older, tag: olderTag)])
        #expect(claims.map(\.pop) == [.unchecked])
        #expect(try store.claims(of: [home.world.key("url", "example.org/1")]).map(\.pop) == [.valid])
    }

    @Test func `joins nothing when the asker knows better`() throws {
        let (home, store, _) = try home(naming: older.value, olderTag)
        defer { withExtendedLifetime(home) {} }
        let earlier = TagKey(kind: .url, epoch: older, tag: olderTag)
        let other = try home.world.key("url", "example.org/0")
        #expect(try store.claims(of: [earlier, other]).isEmpty)
        let own = try home.world.key("url", "example.org/1")
        #expect(try store.claims(of: [earlier, own]).map(\.pop) == [.valid])
    }
}
