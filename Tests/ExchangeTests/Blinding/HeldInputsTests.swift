import Blinding
import CanonicalCoding
import Exchange
import Indicators
import MergeEngine
import NodeStore
import Testing

/// What a member holds in clear and nobody evaluated for it yet.
@Suite struct `What a member holds in clear` {
    private static let feed = "value\n+442079460001\n+442079460002\n"
    private let lab: BlindLab

    /// The second member has the first's bundle, with the values shown; the third number is protected.
    init() async throws {
        lab = try BlindLab(protected: "phone\t+442079460003\n")
        let path = try await lab.publish(Self.feed, by: "org.a").path
        _ = try lab.sandbox.take([path], by: "org.b")
    }

    private func inputs() throws -> HeldInputs {
        let node = try lab.sandbox.node("org.b")
        return try HeldInputs(node, in: node.publishingEpoch(at: lab.sandbox.time), at: lab.sandbox.time)
    }

    private func exported() throws -> (values: [String], counts: StateExport.Counts) {
        var values: [String] = []
        let counts = try StateExport(lab.sandbox.node("org.b", .writing), at: lab.sandbox.time).forEach { row in
            if let value = row["value"]?.string { values.append(value) }
        }
        return (values.sorted(), counts)
    }

    @Test func `is exported without values until they are evaluated, and with them from then on`() async throws {
        let before = try exported()
        #expect(before.values.isEmpty)
        #expect(before.counts.exported == 2)
        #expect(before.counts.unverified == 2)
        let inputs = try inputs()
        let client = try lab.client("org.b")
        while case let some = try inputs.next(), !some.isEmpty { try await client.ensure(some) }
        let after = try exported()
        #expect(after.values == ["+442079460001", "+442079460002"])
        #expect(after.counts.unverified == 0)
    }

    @Test func `is judged anew once it is evaluated, so that a pass over everything goes by it`() async throws {
        let inputs = try inputs()
        let client = try lab.client("org.b")
        while case let some = try inputs.next(), !some.isEmpty { try await client.ensure(some) }
        #expect(try pops() == [.unchecked, .unchecked])
        let verification = try Verification(judging: lab.sandbox.node("org.b", .writing))
        #expect(verification.disprovedCounts.isEmpty && verification.rebuild.refused.isEmpty)
        #expect(try pops() == [.valid, .valid])
    }

    private func pops() throws -> [PopCheck] {
        let home = lab.sandbox.home("org.b")
        let store = try NodeStore(opening: home + "/store.sqlite", bundles: home + "/bundles", access: .reading)
        var pops: [PopCheck] = []
        try store.forEachIndicator { _, claims in pops += claims.map(\.pop) }
        return pops
    }

    @Test func `is counted as far as a limit`() throws {
        for (limit, count) in [(1, 1), (2, 2), (3, 3), (4, 3)] { #expect(try inputs().count(atMost: limit) == count) }
    }

    @Test(arguments: 1...4)
    func `is handed out in parts, protected values first, each once`(limit: Int) async throws {
        #expect(try inputs().count() == 3)
        let inputs = try inputs()
        let client = try lab.client("org.b")
        var parts: [Int] = []
        while case let some = try inputs.next(atMost: limit), !some.isEmpty {
            #expect(some.count <= limit)
            if parts.isEmpty { #expect(String(decoding: some[0].bytes, as: UTF8.self).hasSuffix("+442079460003")) }
            parts.append(some.count)
            try await client.ensure(some)
        }
        #expect(parts.reduce(0, +) == 3)
        #expect(try self.inputs().count() == 0)
    }
}
