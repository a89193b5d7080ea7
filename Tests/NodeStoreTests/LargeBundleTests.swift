import CanonicalCoding
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// Bundles that fill many leaves, spill to disk and crowd one tag.
@Suite struct `A large bundle` {
    /// Sizes around a piece of sorted records, and one beyond which room for a whole run is set aside.
    @Test(arguments: [2048, 2049] + (LawRun.isFull ? [17_000] : []))
    func `gives the same state whether it was sorted in memory or spilled`(rows: Int) throws {
        let world = try Self.world(rows: rows, bundles: 2)
        let (inMemory, spilling) = (try TestHome(world), try TestHome(world))
        let (left, right) = (try inMemory.open(), try spilling.open())
        var checks = StagingChecks()
        checks.runRecords = 250
        var reference = MergedState()
        for stream in world.streams {
            let first = try inMemory.take(stream.bytes, into: left, checks: StagingChecks())
            let second = try spilling.take(stream.bytes, into: right, checks: checks)
            #expect(first.count(.new) == second.count(.new))
            #expect(first.total == first.rowsRead && second.total == second.rowsRead)
            for row in try RowCollector.rows(of: stream.bytes, keys: world.keys) { try reference.insert(row) }
        }
        let expected = reference.digest
        let groups = reference.rowsByTag
        #expect(try left.digest() == expected)
        #expect(try right.digest() == expected)
        var keys: [TagKey] = []
        try left.forEachIndicator { (key, claims) throws(StoreError) in
            keys.append(key)
            if claims.count != groups[key]?.count { Issue.record("\(claims.count) claims under one tag") }
        }
        #expect(keys == groups.keys.sorted())
        let crowded = TagKey(kind: .url, epoch: StoreWorld.epoch, tag: Self.crowdedTag)
        #expect(try left.claims(of: [crowded]).count == groups[crowded]?.count)
        #expect(try right.history(of: crowded).count > 2 * 584)
    }

    private static let crowdedTag = MatchTag(high: 0x7777_7777_7777_7777, low: 1)

    /// Every third row is about one tag, so that its records do not fit into one leaf; some tags share their first half.
    private static func world(rows: Int, bundles: Int) throws -> StoreWorld {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 99)
        for bundle in 0..<bundles {
            var segment = try StagedSegment(
                kind: "url", tlp: "GREEN", isMust: false,
                columns: [StagedColumn("core", isRequired: true), StagedColumn("note")])
            for row in 0..<rows {
                let tag =
                    switch row % 3 {
                    case 0: crowdedTag
                    case 1: MatchTag(high: generator.next(), low: generator.next())
                    default: MatchTag(high: UInt64(row % 50), low: generator.next() % 40)
                    }
                let core =
                    #"{"conf":50,"first":"2026-01-01","last":"2026-01-02","pop":"\#(StoreWorld.blank)","scam":"job","#
                    + #""tag":"\#(tag)","type":"report"}"#
                segment.append([Array(core.utf8), row.isMultiple(of: 2) ? Array("\"n\"".utf8) : nil])
            }
            try world.publish([segment], by: bundle, to: "lab", using: &generator)
        }
        return world
    }
}
