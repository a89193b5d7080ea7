import Blinding
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// A member copied a tag and hides the value it does not have; another reports the value in clear.
@Suite struct `A copied tag` {
    private static let value = "telegram:1"

    /// Both bundles in a store, in either order, with the proofs that the second member wrote.
    private func store(copying: Bool, honestFirst: Bool, showingHonest: Bool = true) throws -> (TestHome, NodeStore) {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 1)
        let member = try #require(MemberID(StoreWorld.members[1]))
        let secret = try world.secret("acct", Self.value)
        for publisher in 0...1 {
            var core = try world.report(publisher, "acct", Self.value)
            if publisher == 1, copying {
                core = core.replacing(secret.pop(epoch: StoreWorld.epoch, publisher: member).description, with: StoreWorld.blank)
            }
            let value: [UInt8]? = publisher == 0 && showingHonest ? Array("\"\(Self.value)\"".utf8) : nil
            var segment = try StoreWorld.segment(kind: "acct", isMust: false)
            segment.append([nil, Array(core.utf8), nil, nil, nil, value, nil])
            try world.publish([segment], by: publisher, to: "lab", using: &generator)
        }
        let home = try TestHome(world)
        let store = try home.open()
        for index in honestFirst ? [0, 1] : [1, 0] { try home.take(world.streams[index].bytes, into: store) }
        return (home, store)
    }

    private func owners(_ claims: [Claim]) -> Int {
        IndicatorState.folding(claims, topic: IndicatorTopic(kind: .acct), at: StoreWorld.time, in: MergeContext()).owners.count
    }

    @Test(arguments: [true, false], [true, false])
    func `counts for nobody once a row under it shows the value`(copying: Bool, honestFirst: Bool) throws {
        let (home, store) = try store(copying: copying, honestFirst: honestFirst)
        let key = try home.world.key("acct", Self.value)
        store.check(with: [StoreWorld.epoch: home.world.blinder])
        let claims = try store.claims(of: [key])
        #expect(Set(claims.map(\.pop)) == (copying ? [.valid, .failed] : [.valid]))
        #expect(owners(claims) == (copying ? 1 : 2))
        #expect(try Set(store.history(of: key).map(\.claim.pop)) == Set(claims.map(\.pop)))
        let summary = try store.summary(asking: StateQuestion(at: StoreWorld.time))
        #expect(summary.corroborated[.acct, default: 0] == (copying ? 0 : 1))
    }

    @Test(arguments: [true, false])
    func `is found out by whoever asks for the value, though no row shows it`(copying: Bool) throws {
        let (home, store) = try store(copying: copying, honestFirst: true, showingHonest: false)
        let key = try home.world.key("acct", Self.value)
        #expect(try store.claims(of: [key]).map(\.pop) == [.unchecked, .unchecked])
        let known = try store.claims(of: [key], knowing: [key: home.world.known("acct", Self.value)])
        #expect(owners(known) == (copying ? 1 : 2))
        #expect(known.contains { $0.pop == .failed } == copying)
    }
}

@Suite struct `Tags of one value` {
    @Test(arguments: 0..<24)
    func `are one group in whatever order they come out, hidden ones included`(order: Int) {
        let keys = (0..<5).map { TagKey(kind: .url, epoch: EpochNumber(1), tag: MatchTag(high: UInt64($0), low: 0)) }
        // The first shows that it goes with the second, which alone shows nothing; the third goes with the second; two stand alone.
        var joins = [[keys[0], keys[1]], [keys[1]], [keys[2], keys[1]], [keys[3]], [keys[4]]]
        var generator = SplitMix64(state: UInt64(order))
        joins.shuffle(using: &generator)
        var groups = TagGroups()
        for join in joins { groups.join(join) }
        #expect(Set(groups.all) == [[keys[0], keys[1], keys[2]], [keys[3]], [keys[4]]])
    }
}

@Suite struct `A row of a kind of tomorrow` {
    @Test(arguments: ["\"x\"", "\"\"", "7", "{\"a\":1}", "[1,2]", "true"])
    func `is taken with any value`(value: String) throws {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 1)
        var segment = try StoreWorld.segment(kind: "hologram", isMust: false)
        let core = Array(try world.report(0, "url", "example.org/0").utf8)
        segment.append([nil, core, nil, nil, nil, Array(value.utf8), nil])
        try world.publish([segment], by: 0, to: "lab", using: &generator)
        let home = try TestHome(world)
        let receipt = try home.take(world.streams[0].bytes, into: home.open())
        #expect(receipt.refusedCount == 0)
        #expect(receipt.count(.new, .report) == 1)
    }
}
