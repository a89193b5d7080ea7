import Blinding
import CanonicalCoding
import CryptoPrimitives
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// What becomes of single rows while they are staged.
@Suite struct `A staged row` {
    private static let reports = ["example.org/0", "example.org/1", "example.org/2"]

    @Test func `whose value does not give its tag is held and has no effect`() throws {
        let (home, store) = try home { world, segment in
            let core = try world.report(0, "url", "example.org/1")
            segment.append(Self.row(core, value: "example.org/0"))
        }
        let receipt = try home.take(home.world.streams[0].bytes, into: store)
        #expect(receipt.refused.map { "\($0.key.code) \($0.value)" } == ["E_TAG 1"])
        let key = try home.world.key("url", "example.org/1")
        #expect(try state(store, key).status == .unknown)
        #expect(try store.claims(of: [key]).map(\.exclusion) == [.tag])
        #expect(try store.digest() != StateDigest.empty)
    }

    @Test func `with a foreign pop is active and corroborates nothing`() throws {
        let (home, store) = try home { world, segment in
            let own = try world.report(0, "url", "example.org/0")
            let member = try #require(MemberID(StoreWorld.members[0]))
            let other = try #require(MemberID(StoreWorld.members[1]))
            let secret = try world.secret("url", "example.org/0")
            let copied = own.replacing(
                secret.pop(epoch: StoreWorld.epoch, publisher: member).description,
                with: secret.pop(epoch: StoreWorld.epoch, publisher: other).description)
            segment.append(Self.row(copied, value: "example.org/0"))
        }
        let receipt = try home.take(home.world.streams[0].bytes, into: store)
        #expect(receipt.refusedCount == 0)
        #expect(receipt.marks == ["E_POP": 1])
        let state = try state(store, home.world.key("url", "example.org/0"))
        #expect(state.status == .asserted)
        #expect(state.owners.isEmpty)
    }

    @Test func `of a bundle that came too late stays only when it takes back or objects`() throws {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 1)
        var segment = try StoreWorld.segment(kind: "url", isMust: true)
        segment.append(Self.row(try world.report(0, "url", "example.org/0"), value: "example.org/0"))
        segment.append(Self.row(try world.retraction(0, "url", "example.org/1"), value: "example.org/1"))
        segment.append(Self.row(try world.outcome(0, "url", "example.org/2", verb: "warned"), value: nil))
        try world.publish([segment], by: 0, to: "lab", expires: StoreWorld.time, using: &generator)
        let home = try TestHome(world)
        let store = try home.open()
        let receipt = try home.take(world.streams[0].bytes, into: store)
        #expect(receipt.refused.map { "\($0.key.code) \($0.value)" } == ["E_EXPIRED 2"])
        #expect(receipt.count(.new, .retract) == 1)
        #expect(try store.chain(of: memberA(), for: lab()).head?.sequence == 1)
        #expect(try home.take(world.streams[0].bytes, into: store).isRepetition)
    }

    @Test func `that was erased here is never taken again`() throws {
        let (home, store) = try home { world, segment in
            for value in Self.reports { segment.append(Self.row(try world.report(0, "url", value), value: value)) }
        }
        let rows = try RowCollector.rows(of: home.world.streams[0].bytes, keys: home.world.keys)
        var checks = home.checks
        checks.erasures.add(rows[0].id)
        checks.erasures.add(rows[1].id, column: "value")
        let receipt = try home.take(home.world.streams[0].bytes, into: store, checks: checks)
        #expect(receipt.refused.map { "\($0.key.code) \($0.value)" } == ["ERASED 1"])
        var columns: [Set<String>] = []
        for value in Self.reports {
            columns += try store.history(of: home.world.key("url", value)).map { Set($0.cells.map(\.column)) }
        }
        #expect(columns.count == 2)
        #expect(columns.count { $0.contains("value") } == 1)
    }

    @Test func `on an allow-list is taken and marked`() throws {
        let (home, store) = try home { world, segment in
            segment.append(Self.row(try world.report(0, "url", "example.org/0"), value: "example.org/0"))
        }
        let key = try home.world.key("url", "example.org/0")
        var checks = home.checks
        checks.protected = [key]
        #expect(try home.take(home.world.streams[0].bytes, into: store, checks: checks).marks == ["E_PROTECTED": 1])
        let question = StateQuestion(at: StoreWorld.time, protected: [key])
        #expect(try store.state(of: [key], kind: .url, asking: question).status == .protected)
    }

    @Test func `with an alternative tag is found by it and joined to nothing`() throws {
        let mailbox = MatchTag(high: 4, low: 2)
        let (home, store) = try home(kind: "email") { world, segment in
            let core = try world.report(0, "email", "a.b@example.org")
            let alternative = "[{\"kind\":\"mbox\",\"pop\":\"\(StoreWorld.blank)\",\"tag\":\"\(mailbox)\"}]"
            segment.append([Array(alternative.utf8), Array(core.utf8), nil, nil, nil, nil, nil])
        }
        try home.take(home.world.streams[0].bytes, into: store)
        let key = TagKey(kind: .mbox, epoch: StoreWorld.epoch, tag: mailbox)
        #expect(try store.claims(of: [key]).isEmpty)
        #expect(try store.rows(namingAsAlternative: key) == [home.world.key("email", "a.b@example.org")])
    }

    @Test func `of the same slot replaces, follows or comes too late`() throws {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 3)
        for (confidence, created) in [(50, 10), (60, 30), (70, 20)] {
            var segment = try StoreWorld.segment(kind: "url", isMust: false)
            let core = try world.report(0, "url", "example.org/0", confidence: confidence, last: "2026-10-01")
            segment.append(Self.row(core, value: nil))
            try world.publish(
                [segment], by: 0, to: ["lab", "lab", "ring"][confidence / 10 - 5],
                created: StoreWorld.time.adding(days: Int64(created) - 60), using: &generator)
        }
        let home = try TestHome(world)
        let store = try home.open()
        let arrivals = try world.streams.map { stream in
            let receipt = try home.take(stream.bytes, into: store)
            return ClaimArrival.allCases.first { receipt.count($0) == 1 }
        }
        #expect(arrivals == [.new, .updated, .superseded])
        let standings = try state(store, world.key("url", "example.org/0"), at: StoreWorld.time.adding(days: -30)).standings
        #expect(standings.filter(\.isActiveReport).map(\.claim.statement.confidencePercent) == [60])
    }
}

extension `A staged row` {
    private func home(
        kind: String = "url", _ fill: (StoreWorld, inout StagedSegment) throws -> Void
    ) throws -> (TestHome, NodeStore) {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 1)
        var segment = try StoreWorld.segment(kind: kind, isMust: false)
        try fill(world, &segment)
        try world.publish([segment], by: 0, to: "lab", using: &generator)
        let home = try TestHome(world)
        return (home, try home.open())
    }

    private static func row(_ core: String, value: String?) -> [[UInt8]?] {
        [nil, Array(core.utf8), nil, nil, nil, value.map { Array("\"\($0)\"".utf8) }, nil]
    }

    private func state(
        _ store: NodeStore, _ key: TagKey, at time: Timestamp = StoreWorld.time.adding(days: -90)
    ) throws -> IndicatorState {
        try store.state(of: [key], kind: key.kind, asking: StateQuestion(at: time))
    }

    private func memberA() throws -> MemberID { try #require(MemberID(StoreWorld.members[0])) }
    private func lab() throws -> GroupID { try #require(GroupID("lab")) }
}
