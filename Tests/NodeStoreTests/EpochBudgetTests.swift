import CanonicalCoding
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// How many rows one publisher may have for one group in one epoch; the limit is lowered to ten.
@Suite struct `Rows of one publisher in an epoch` {
    private func checks(in home: TestHome) -> StagingChecks {
        var checks = home.checks
        checks.rowBudget.rowsPerEpoch = 10
        return checks
    }

    private func value(_ number: Int) -> String { "example.org/\(number)" }

    private func publish(
        _ numbers: Range<Int>, retracting: Bool = false, by publisher: Int = 0, to group: String = "lab",
        in world: inout StoreWorld
    ) throws {
        try world.publish(urls: numbers.map(value), retracting: retracting, by: publisher, to: group)
    }

    private func held(_ world: StoreWorld, _ store: NodeStore, _ numbers: Range<Int>) throws -> Int {
        try numbers.reduce(0) { try $0 + store.claims(of: [world.key("url", value($1))]).count }
    }

    @Test(arguments: [(4, 6, 0), (4, 7, 1), (10, 1, 1), (11, 3, 4), (0, 30, 20)])
    func `are taken to the limit, over all bundles`(first: Int, second: Int, refused: Int) throws {
        var world = try StoreWorld()
        if first > 0 { try publish(0..<first, in: &world) }
        try publish(first..<first + second, in: &world)
        let home = try TestHome(world)
        let store = try home.open()
        var receipts: [ImportReceipt] = []
        for stream in world.streams { receipts.append(try home.take(stream.bytes, into: store, checks: checks(in: home))) }
        #expect(receipts.reduce(0) { $0 + $1.refusedCount } == refused)
        for receipt in receipts {
            #expect(receipt.total == receipt.rowsRead)
            #expect(receipt.refused.keys.allSatisfy { $0.code == "E_BUDGET" })
            #expect(receipt.refusals.count == receipt.refusedCount, "each is named by its row")
        }
        #expect(try held(world, store, 0..<first + second) == min(first + second, 10))
    }

    @Test func `leave room for as many retractions`() throws {
        var world = try StoreWorld()
        try publish(0..<12, in: &world)
        try publish(0..<11, retracting: true, in: &world)
        let home = try TestHome(world)
        let store = try home.open()
        let refused = try world.streams.map { try home.take($0.bytes, into: store, checks: checks(in: home)).refusedCount }
        #expect(refused == [2, 1])
        #expect(try held(world, store, 0..<12) == 20)
    }

    @Test func `are each group's and each publisher's own, so that the order of chains leaves no trace`() throws {
        var world = try StoreWorld()
        try publish(0..<12, in: &world)
        try publish(20..<32, to: "ring", in: &world)
        try publish(40..<52, by: 1, in: &world)
        let (first, second) = (try TestHome(world), try TestHome(world))
        let (left, right) = (try first.open(), try second.open())
        for stream in world.streams { try first.take(stream.bytes, into: left, checks: checks(in: first)) }
        for stream in world.streams.reversed() { try second.take(stream.bytes, into: right, checks: checks(in: second)) }
        #expect(try held(world, left, 0..<52) == 30)
        #expect(try left.digest() == right.digest())
    }

    @Test func `are counted once, however many redactions show them`() throws {
        var world = try StoreWorld()
        try publish(0..<8, in: &world)
        try publish(8..<11, in: &world)
        let home = try TestHome(world)
        let store = try home.open()
        let whole = world.streams[0].bytes
        let cut = try RandomCut.without(["value"], whole, keys: world.keys)
        for stream in [cut, whole] {
            #expect(try home.take(stream, into: store, checks: checks(in: home)).refusedCount == 0)
        }
        #expect(try home.take(world.streams[1].bytes, into: store, checks: checks(in: home)).refusedCount == 1)
        let again = try RandomCut.without(["ctx"], whole, keys: world.keys)
        #expect(try home.take(again, into: store, checks: checks(in: home)).refusedCount == 0)
        #expect(try held(world, store, 0..<11) == 10)
    }
}
