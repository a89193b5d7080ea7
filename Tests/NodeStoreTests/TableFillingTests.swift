import Blinding
import CanonicalCoding
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// One publisher must not use up what all share: the tables of kinds and epochs.
@Suite struct `The tables of a store` {
    private func world(_ rows: [[[UInt8]?]], epochs: Set<EpochNumber>? = nil) throws -> (TestHome, NodeStore, ImportReceipt) {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 14)
        var segment = try StoreWorld.segment(kind: "url", isMust: false)
        for row in rows { segment.append(row) }
        try world.publish([segment], by: 0, to: "lab", created: StoreWorld.time, using: &generator)
        let home = try TestHome(world)
        let store = try home.open()
        var checks = home.checks
        checks.epochs = epochs
        return (home, store, try home.take(world.streams[0].bytes, into: store, checks: checks))
    }

    private func naming(_ epoch: Int) throws -> [[UInt8]?] {
        let core = try StoreWorld().report(0, "url", "example.org/\(epoch % 2)")
        let previous = "{\"epoch\":\(epoch),\"tag\":\"\(StoreWorld.blank)\"}"
        return [nil, Array(core.utf8), nil, nil, Array(previous.utf8), nil, nil]
    }

    private func isFound(_ epoch: Int, in store: NodeStore) throws -> Bool {
        let tag = try #require(MatchTag(base64url: StoreWorld.blank))
        return try !store.claims(of: [TagKey(kind: .url, epoch: EpochNumber(UInt32(epoch)), tag: tag)]).isEmpty
    }

    @Test func `take 64 earlier epochs of one bundle and not one more`() throws {
        let (home, store, receipt) = try world((1...65).map { try naming($0) })
        defer { withExtendedLifetime(home) {} }
        #expect(receipt.refused.isEmpty && receipt.rowsRead == 65)
        #expect(try (1...65).count { try isFound($0, in: store) } == 64)
    }

    @Test func `take only epochs that the registry lists`() throws {
        let (home, store, receipt) = try world([naming(1), naming(2)], epochs: [EpochNumber(2), StoreWorld.epoch])
        defer { withExtendedLifetime(home) {} }
        #expect(receipt.refused.isEmpty)
        #expect(try !isFound(1, in: store) && isFound(2, in: store))
    }

    @Test func `take no kinds from alternative tags of other rows`() throws {
        let core = try StoreWorld().report(0, "url", "example.org/0")
        let kinds = ["mbox", "handle"] + (0..<14).map { "k\($0)" }
        let entries = kinds.map { "{\"kind\":\"\($0)\",\"pop\":\"\(StoreWorld.blank)\",\"tag\":\"\(StoreWorld.blank)\"}" }
        let alt = Array("[\(entries.joined(separator: ","))]".utf8)
        let (home, store, receipt) = try world([[alt, Array(core.utf8), nil, nil, nil, nil, nil]])
        defer { withExtendedLifetime(home) {} }
        #expect(receipt.refused.isEmpty)
        let tag = try #require(MatchTag(base64url: StoreWorld.blank))
        for kind in kinds {
            let key = TagKey(kind: try IndicatorKind(parsing: kind), epoch: StoreWorld.epoch, tag: tag)
            #expect(try store.rows(namingAsAlternative: key).isEmpty, "\(kind)")
        }
    }
}
