import CanonicalCoding
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// How many tags an owner may report under: as many as it had evaluated.
@Suite struct `Tags beyond what was evaluated` {
    private func value(_ number: Int) -> String { "example.org/\(number)" }

    private func publish(
        _ numbers: Range<Int>, retracting: Bool = false, by publisher: Int = 0, to group: String = "lab",
        in world: inout StoreWorld
    ) throws {
        try world.publish(urls: numbers.map(value), retracting: retracting, by: publisher, to: group)
    }

    private func counted(
        _ evaluations: [String: Int64], owners: [String: String] = [:], until: Timestamp = StoreWorld.time,
        kind: IndicatorKind = .url
    ) throws -> CountedEvaluations {
        var all: [MemberID: MemberID] = [:]
        for name in StoreWorld.members {
            let owner = try #require(MemberID(owners[name] ?? name))
            all[try #require(MemberID(name))] = owner
        }
        var numbers: [MemberID: Int64] = [:]
        for (name, number) in evaluations { numbers[try #require(MemberID(name))] = number }
        return CountedEvaluations(epoch: StoreWorld.epoch, kinds: [kind], until: until, owners: all, evaluations: numbers)
    }

    /// Two bundles of one publisher, six and four tags, one of them in both, and one of another publisher.
    private func world() throws -> StoreWorld {
        var world = try StoreWorld()
        try publish(0..<6, in: &world)
        try publish(5..<9, to: "ring", in: &world)
        try publish(0..<3, by: 1, in: &world)
        return world
    }

    /// The publisher's tags in the order in which it first reported under them; rows of a bundle have no order of their own.
    private func ordered(_ world: StoreWorld, _ store: NodeStore) throws -> [Int] {
        var firsts: [(claim: Claim, number: Int)] = []
        for number in 0..<9 {
            let own = try store.claims(of: [world.key("url", value(number))]).filter { $0.origin.publisher.name == "org.a" }
            firsts.append((try #require(own.min { Self.precedes($0, $1) }), number))
        }
        return firsts.sorted { Self.precedes($0.claim, $1.claim) }.map(\.number)
    }

    private static func precedes(_ left: Claim, _ right: Claim) -> Bool {
        left.origin == right.origin ? left.row < right.row : left.origin.precedes(right.origin)
    }

    private func out(_ world: StoreWorld, _ store: NodeStore, by publisher: String = "org.a") throws -> [Int] {
        try (0..<9).filter { number in
            try store.claims(of: [world.key("url", value(number))]).contains {
                $0.origin.publisher.name == publisher && $0.exclusion == .budget
            }
        }
    }

    @Test(arguments: [(9, 0), (8, 1), (7, 2), (6, 3), (5, 4), (1, 8), (0, 9)])
    func `are counted in the order of claims, and the rest is out of the state`(evaluations: Int, expected: Int) throws {
        let world = try world()
        let home = try TestHome(world)
        let store = try home.open()
        for stream in world.streams { try home.take(stream.bytes, into: store, checks: home.checks) }
        let digest = try store.digest()
        try store.judgeBudgets(by: counted(["org.a": Int64(evaluations), "org.b": 3]))
        let order = try ordered(world, store)
        #expect(try Set(out(world, store)) == Set(order.suffix(expected)))
        #expect(Set(order.prefix(6)) == Set(0..<6), "the earlier bundle comes first")
        #expect(try out(world, store, by: "org.b").isEmpty)
        #expect(try store.digest() == digest)
        var scanned = 0
        try store.forEachIndicator { _, claims in scanned += claims.count { $0.exclusion == .budget } }
        let history = try (0..<9).flatMap { try store.history(of: world.key("url", value($0))) }
        // The tag of both bundles has two reports, and both are out once it is.
        #expect(scanned == expected + (order.suffix(expected).contains(5) ? 1 : 0))
        #expect(history.count { $0.claim.exclusion == .budget } == scanned)
        let excesses = try store.budgetExcesses()
        #expect(excesses.map(\.tagCount) == (expected > 0 ? [9] : []))
        #expect(excesses.map(\.evaluationCount) == (expected > 0 ? [Int64(evaluations)] : []))
    }

    @Test func `are the same whatever order the bundles came in`() throws {
        let world = try world()
        let (first, second) = (try TestHome(world), try TestHome(world))
        let (left, right) = (try first.open(), try second.open())
        for stream in world.streams { try first.take(stream.bytes, into: left, checks: first.checks) }
        // Chains in another order: the second group's first.
        for stream in [world.streams[2], world.streams[1], world.streams[0]] {
            try second.take(stream.bytes, into: right, checks: second.checks)
        }
        for store in [left, right] { try store.judgeBudgets(by: counted(["org.a": 4])) }
        #expect(try out(world, left).count == 5 && out(world, left) == out(world, right))
    }

    @Test func `are those of all members of an owner together`() throws {
        let world = try world()
        let home = try TestHome(world)
        let store = try home.open()
        for stream in world.streams { try home.take(stream.bytes, into: store, checks: home.checks) }
        let owners = ["org.b": "org.a"]
        try store.judgeBudgets(by: counted(["org.a": 9], owners: owners))
        #expect(try store.budgetExcesses().isEmpty, "a tag that both report under was evaluated once")
        try store.judgeBudgets(by: counted(["org.a": 2], owners: owners))
        let out = try out(world, store)
        #expect(try out.count == 7 && self.out(world, store, by: "org.b") == out.filter { $0 < 3 })
    }

    @Test func `wait until they can have been counted, and leave retractions, other kinds and other publishers alone`() throws {
        var world = try world()
        try publish(0..<9, retracting: true, in: &world)
        let home = try TestHome(world)
        let store = try home.open()
        for stream in world.streams { try home.take(stream.bytes, into: store, checks: home.checks) }
        // Only the first bundle was made by then.
        let until = StoreWorld.time.adding(days: -100)
        try store.judgeBudgets(by: counted(["org.a": 6], until: until))
        #expect(try store.budgetExcesses().isEmpty)
        for other in try [counted(["org.a": 0], kind: .phone), counted([:]), counted(["org.b": 0], until: until)] {
            try store.judgeBudgets(by: other)
            #expect(try store.budgetExcesses().isEmpty)
        }
        // A thief's bundle that was set aside uses up nothing.
        let second = try #require(store.keptStreams().dropFirst().first?.manifest)
        let all = try counted(["org.a": 6])
        try store.judgeBudgets(
            by: CountedEvaluations(
                epoch: all.epoch, kinds: all.kinds, until: all.until, owners: all.owners, evaluations: all.evaluations,
                isSetAside: { $0.manifest == second }))
        #expect(try store.budgetExcesses().isEmpty)
        try store.judgeBudgets(by: counted(["org.a": 0]))
        for number in 0..<9 {
            for claim in try store.claims(of: [world.key("url", value(number))]) where claim.exclusion != nil {
                #expect(claim.statement.type == .report && claim.origin.publisher.name == "org.a")
            }
        }
    }

    @Test func `come back when more is counted, and are known to whoever opens the store`() throws {
        let world = try world()
        let home = try TestHome(world)
        var store = try home.open()
        for stream in world.streams { try home.take(stream.bytes, into: store, checks: home.checks) }
        try store.judgeBudgets(by: counted(["org.a": 8]))
        let mark = try store.contentMark()
        store = try home.open(.reading)
        #expect(try out(world, store).count == 1 && store.contentMark() == mark)
        store = try home.open()
        try store.judgeBudgets(by: counted(["org.a": 9]))
        #expect(try out(world, store).isEmpty && store.contentMark() != mark)
    }
}
