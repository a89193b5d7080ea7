import CanonicalCoding
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// Limits of a store that have no suite of their own, at them and one past them.
@Suite struct `The limits of a store` {
    private func receipt(
        kind: String, _ rows: [[[UInt8]?]], _ edit: (inout StagingChecks) -> Void = { _ in }
    ) throws -> (TestHome, NodeStore, ImportReceipt) {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 41)
        var segment = try StoreWorld.segment(kind: kind, isMust: false)
        for row in rows { segment.append(row) }
        try world.publish([segment], by: 0, to: "lab", created: StoreWorld.time, using: &generator)
        let home = try TestHome(world)
        let store = try home.open()
        var checks = home.checks
        edit(&checks)
        return (home, store, try home.take(world.streams[0].bytes, into: store, checks: checks))
    }

    @Test(arguments: [(8_192, nil), (8_193, "E_CANON")] as [(Int, String?)])
    func `hold for the bytes of a value`(count: Int, code: String?) throws {
        let core = try StoreWorld().report(0, "dns-txt", "v=spam")
        let value = "\"" + String(repeating: "v", count: count) + "\""
        let (_, _, receipt) = try receipt(
            kind: "dns-txt", [[nil, Array(core.utf8), nil, nil, nil, Array(value.utf8), nil]])
        #expect(receipt.refused.keys.map(\.code) == (code.map { [$0] } ?? []))
    }

    @Test(arguments: [(8, 8), (9, 8)]) func `hold for rows found by one other tag`(count: Int, found: Int) throws {
        let world = try StoreWorld()
        let alt = Array("[{\"kind\":\"mbox\",\"pop\":\"\(StoreWorld.blank)\",\"tag\":\"\(StoreWorld.blank)\"}]".utf8)
        let rows = try (0..<count).map { number in
            [alt, Array(try world.report(0, "email", "a\(number)@example.org").utf8), nil, nil, nil, nil, nil]
        }
        let (home, store, receipt) = try receipt(kind: "email", rows) { $0.rowBudget.pointersPerBundle = 8 }
        defer { withExtendedLifetime(home) {} }
        #expect(receipt.refused.isEmpty)
        let tag = try #require(MatchTag(base64url: StoreWorld.blank))
        let key = TagKey(kind: .mbox, epoch: StoreWorld.epoch, tag: tag)
        #expect(try store.rows(namingAsAlternative: key).count == found)
    }

    @Test(arguments: [10_000, 10_001]) func `hold for the refused rows that a receipt lists`(count: Int) throws {
        let bad = Array("{\"tag\":1}".utf8)
        let (_, _, receipt) = try receipt(
            kind: "url", Array(repeating: [nil, bad, nil, nil, nil, nil, nil], count: count))
        #expect(receipt.refusedCount == count)
        #expect(receipt.refusals.count == 10_000)
    }

    @Test func `are those of the specification`() {
        let budget = StagingChecks().rowBudget
        #expect(budget.rowsPerBundle == 16_384)
        #expect(budget.pointersPerBundle == 16_384)
        #expect(budget.rowsPerPublisher == 65_536)
        #expect(budget.rowsPerEpoch == 33_554_432)
        #expect(ObjectionLimit.perDay == 1_000)
    }
}
