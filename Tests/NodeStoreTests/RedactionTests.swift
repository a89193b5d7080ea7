import CanonicalCoding
import Indicators
import MergeEngine
import NodeStore
import MemberRegistry
import SignedBundles
import TestVectors
import Testing

/// Several redactions of one bundle in a store: the cells they show together are what is held.
@Suite struct `Redactions of one bundle` {
    @Test(arguments: 0..<LawRun.batchCount)
    func `are taken in any order as their union`(batch: UInt64) throws {
        for seed in StoreRun.seeds(ofBatch: batch) {
            let world = try StoreWorld(seed: seed, bundleCount: 2)
            let homes = try [TestHome(world), TestHome(world), TestHome(world)]
            let stores = try homes.map { try $0.open() }
            defer { withExtendedLifetime(homes) {} }  // a home that is let go removes its files
            var union = MergedState()
            var whole = MergedState()
            for stream in world.streams {
                let cuts = try (0..<3).map { try RandomCut.redaction(of: stream.bytes, seed: seed &* 7 &+ $0, keys: world.keys) }
                for (home, order) in zip(homes.indices, [[0, 1, 2], [2, 0, 1], [1, 2, 0]]) {
                    for place in order { try homes[home].take(cuts[place], into: stores[home]) }
                }
                for cut in cuts {
                    for row in try RowCollector.rows(of: cut, keys: world.keys) { try union.insert(row) }
                }
                for row in try RowCollector.rows(of: stream.bytes, keys: world.keys) { try whole.insert(row) }
            }
            let context = MergeContext()
            for store in stores {
                #expect(try store.digest() == union.digest, "seed \(seed)")
                let waiting = try store.waitingObjections(limit: 1, in: context)
                #expect(waiting == union.waitingObjections(limit: 1, in: context), "seed \(seed)")
            }
            for stream in world.streams { try homes[0].take(stream.bytes, into: stores[0]) }
            #expect(try stores[0].digest() == whole.digest, "seed \(seed)")
            for stream in world.streams {
                let again = try RandomCut.redaction(of: stream.bytes, seed: ~seed, keys: world.keys)
                let receipt = try homes[0].take(again, into: stores[0])
                #expect(receipt.count(.new) == 0 && receipt.count(.updated) == 0, "seed \(seed)")
            }
            #expect(try stores[0].digest() == whole.digest, "seed \(seed)")
        }
    }

    @Test func `add cells and say so, and give them back as one row`() throws {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 5)
        var segment = try StoreWorld.segment(kind: "url", isMust: false)
        let core = Array(try world.report(0, "url", "example.org/0").utf8)
        segment.append([nil, core, nil, Array("\"seen\"".utf8), nil, Array("\"example.org/0\"".utf8), nil])
        try world.publish([segment], by: 0, to: "lab", using: &generator)
        let home = try TestHome(world)
        let store = try home.open()
        let (noValue, noNote) = (
            try RandomCut.without(["value"], world.streams[0].bytes, keys: world.keys),
            try RandomCut.without(["note"], world.streams[0].bytes, keys: world.keys)
        )
        #expect(try home.take(noValue, into: store).count(.new, .report) == 1)
        let key = try world.key("url", "example.org/0")
        #expect(try store.claims(of: [key]).map(\.pop) == [.unchecked])
        #expect(try store.history(of: key)[0].value(of: "value") == nil)
        #expect(try home.take(noNote, into: store).count(.updated, .report) == 1)
        let stored = try store.history(of: key)
        #expect(stored.count == 1)
        #expect(stored[0].value(of: "value") == Array("\"example.org/0\"".utf8))
        #expect(stored[0].value(of: "note") == Array("\"seen\"".utf8))
        #expect(stored[0].cells.filter { $0.content == .absent }.map(\.column) == ["alt", "ctx", "prev_tag", "x_new"])
        #expect(try store.claims(of: [key]).map(\.pop) == [.valid])
        #expect(try home.take(world.streams[0].bytes, into: store).count(.duplicate, .report) == 1)
    }
}

/// Hides whole columns and single rows by chance; must segments stay whole.
struct RandomCut: RedactionRule {
    private var generator: SplitMix64
    private var hidden: Set<String>
    private let hidesRows: Bool

    func treatment(of descriptor: SegmentDescriptor, index: Int, isMust: Bool) throws(BundleError) -> SegmentTreatment {
        let all = ColumnSet(first: descriptor.columns.count)
        if isMust { return .columns(all) }
        return .columns(
            ColumnSet(
                descriptor.columns.indices.filter {
                    descriptor.columns[$0].isRequired || !hidden.contains(descriptor.columns[$0].name)
                }))
    }

    mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        guard hidesRows else { return row.shown }
        if Int.random(in: 0..<5, using: &generator) == 0 { return [] }
        return ColumnSet(rawValue: row.shown.rawValue & (generator.next() | 0b10))
    }

    static func redaction(of stream: [UInt8], seed: UInt64, keys: any KeyDirectory) throws -> [UInt8] {
        var generator = SplitMix64(state: seed)
        let names = ["alt", "ctx", "note", "prev_tag", "value", "x_new"]
        let hidden = Set(names.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 })
        return try cut(stream, RandomCut(generator: generator, hidden: hidden, hidesRows: true), keys)
    }

    static func without(_ columns: Set<String>, _ stream: [UInt8], keys: any KeyDirectory) throws -> [UInt8] {
        try cut(stream, RandomCut(generator: SplitMix64(state: 0), hidden: columns, hidesRows: false), keys)
    }

    private static func cut(_ stream: [UInt8], _ rule: RandomCut, _ keys: any KeyDirectory) throws -> [UInt8] {
        var redactor = BundleRedactor(rule, into: CollectedBytes())
        var verifier = BundleVerifier(BundleTerms(keys: keys, audience: nil, at: StoreWorld.time))
        try verifier.feed(stream.span, to: &redactor)
        _ = try verifier.finish()
        try redactor.finish()
        return redactor.sink.bytes
    }
}
