import Blinding
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import MemberRegistry
import MergeEngine
import NodeAPI
import NodeStore
import Testing

/// A vendor takes in what a platform published through evaluators, and hears from them how much was evaluated for it.
@Suite struct `Tags held against statements of usage` {
    private let lab: BlindLab
    private let publisher: MemberID
    private let numbers = (0..<5).map { "+4420794\(60_000 + $0)" }

    init() throws {
        lab = try BlindLab()
        publisher = try #require(MemberID("org.a"))
    }

    /// The platform has its numbers evaluated by two of the three, publishes them, and the vendor takes them in.
    private func spread() async throws {
        let node = try lab.sandbox.node("org.a")
        let epoch = try node.publishingEpoch(at: lab.sandbox.time)
        let client = try EvaluationClient(
            node, for: epoch, purpose: "scam.prevention", at: lab.sandbox.time, over: DeskLink(lab.sandbox, from: "org.a"))
        try await client.ensure(lab.inputs(0..<5))
        let summary = try await lab.sandbox.publish("value\n" + numbers.joined(separator: "\n") + "\n", by: "org.a").summary
        try lab.sandbox.take([lab.sandbox.seal(summary.path, from: "org.a", to: "org.b")], by: "org.b")
    }

    /// The vendor asks every evaluator.
    private func hear(at time: Timestamp) async throws -> [UsageRound.Refusal] {
        let (home, link) = (lab.sandbox.home("org.b"), try DeskLink(lab.sandbox, from: "org.b", at: time))
        return try await UsageRound(HomeDesk(now: { time }) { try Node(opening: home, for: $0) }, link).run().refusals
    }

    private func store() throws -> NodeStore {
        let paths = try lab.sandbox.node("org.b").paths
        return try NodeStore(opening: paths.store, bundles: paths.bundles, access: .reading)
    }

    private func excluded() throws -> [Exclusion?] {
        try lab.inputs(0..<5).flatMap { input in
            let node = try lab.sandbox.node("org.b")
            let epoch = try node.publishingEpoch(at: lab.sandbox.time).number
            let tag = try lab.secret(of: input, at: "org.a").tag(epoch: epoch)
            return try store().claims(of: [TagKey(kind: .phone, epoch: epoch, tag: tag)]).map(\.exclusion)
        }
    }

    @Test func `change nothing where every tag was evaluated, and the statements are asked for once a day`() async throws {
        try await spread()
        let later = lab.sandbox.time.adding(days: 2)
        #expect(try await hear(at: later).isEmpty)
        let kept = try FileManager.default.contentsOfDirectory(atPath: lab.sandbox.home("org.b") + "/epochs/1.usage").sorted()
        #expect(kept == ["1.json", "2.json", "3.json"])
        #expect(try lab.sandbox.node("org.b").budgetExcesses().isEmpty)
        #expect(try excluded() == [nil, nil, nil, nil, nil])
        let bytes = try Data(contentsOf: URL(filePath: lab.sandbox.home("org.b") + "/epochs/1.usage/1.json"))
        #expect(try await hear(at: later.adding(seconds: 60)).isEmpty)
        #expect(try Data(contentsOf: URL(filePath: lab.sandbox.home("org.b") + "/epochs/1.usage/1.json")) == bytes)
    }

    @Test func `keep reports beyond what was evaluated out of the state, also after a rebuild, until more is stated`()
        async throws
    {
        try await spread()
        let later = lab.sandbox.time.adding(days: 2)
        // Evaluators that tell of nothing: it is as if the publisher had made the tags up.
        let digest = try store().digest()
        for number in 1...3 { try keep(evaluator: UInt8(number), total: 0, at: later) }
        _ = try StoreRebuild.run(lab.sandbox.node("org.b", .writing))
        let excess = try #require(lab.sandbox.node("org.b").budgetExcesses().first)
        #expect(excess.owner == publisher && excess.tagCount == 5 && excess.evaluationCount == 0)
        let standings = try await HomeDesk { [home = lab.sandbox.home("org.b")] in try Node(opening: home, for: $0) }.standings()
        #expect(standings.first { $0.peer == publisher }?.excesses == [excess])
        #expect(try excluded() == [.budget, .budget, .budget, .budget, .budget])
        #expect(try store().digest() == digest, "what is held stays held")
        #expect(try await hear(at: later.adding(days: 1)).isEmpty)
        #expect(try lab.sandbox.node("org.b").budgetExcesses().isEmpty)
        #expect(try excluded() == [nil, nil, nil, nil, nil])
    }

    @Test func `take no statement that says less than the one before`() async throws {
        try await spread()
        let later = lab.sandbox.time.adding(days: 2)
        try keep(evaluator: 1, total: 99, at: later)
        let refusals = try await hear(at: later.adding(days: 1))
        #expect(refusals.map(\.sentence) == ["usage of epoch 1: it says less than the statement before"])
        #expect(refusals.map(\.evaluator.name) == ["org.e1"])
    }

    @Test func `wait a day, since a job evaluates before its bundle is made and clocks differ`() async throws {
        try await spread()
        for (days, expected) in [(Int64(0), 0), (1, 5)] {
            for number in 1...3 { try keep(evaluator: UInt8(number), total: 0, at: lab.sandbox.time.adding(days: days)) }
            _ = try StoreRebuild.run(lab.sandbox.node("org.b", .writing))
            #expect(try excluded().count { $0 == .budget } == expected)
        }
    }

    @Test func `leave out an evaluator that stopped counting, or counts too much for somebody`() async throws {
        try await spread()
        let now = lab.sandbox.time.adding(days: 9)
        try keep(evaluator: 1, total: 0, at: lab.sandbox.time)
        for number in 2...3 { try keep(evaluator: UInt8(number), total: 0, at: now) }
        _ = try StoreRebuild.run(lab.sandbox.node("org.b", .writing))
        #expect(try excluded().count { $0 == .budget } == 5)
        try keep(evaluator: 1, total: .max / 2_048, at: now)
        _ = try StoreRebuild.run(lab.sandbox.node("org.b", .writing))
        #expect(try excluded().count { $0 == .budget } == 5)
    }

    @Test(arguments: [(300, true), (301, false), (-172_799, true), (-172_800, false)] as [(Int64, Bool)])
    func `come from a clock that is at most five minutes ahead, and are younger than two days`(
        seconds: Int64, isTaken: Bool
    ) async throws {
        try await spread()
        let now = lab.sandbox.time.adding(days: 5)
        let home = lab.sandbox.home("org.b")
        let stated = StatedOnce(try statement(of: 1, total: 5, at: now.adding(seconds: seconds)))
        let result = try await UsageRound(HomeDesk(now: { now }) { try Node(opening: home, for: $0) }, stated).run()
        #expect(result.refusals.isEmpty == isTaken && result.isIncomplete)
        #expect(FileManager.default.fileExists(atPath: home + "/epochs/1.usage/1.json") == isTaken)
    }

    @Test func `are of the evaluator that was asked, and signed by it`() async throws {
        let now = lab.sandbox.time.adding(days: 5)
        let home = lab.sandbox.home("org.b")
        let others = [
            try statement(of: 2, total: 5, at: now), Array("{}".utf8), [], [UInt8](repeating: 0x7B, count: (1 << 20) + 1),
        ]
        for bytes in others {
            let round = UsageRound(HomeDesk(now: { now }) { try Node(opening: home, for: $0) }, StatedOnce(bytes))
            let refusals = try await round.run().refusals
            #expect(refusals.map(\.sentence) == ["usage of epoch 1: not a statement of this evaluator"])
        }
        #expect(!FileManager.default.fileExists(atPath: home + "/epochs/1.usage"))
    }

    /// Puts a statement that an evaluator signed into the vendor's home.
    private func keep(evaluator: UInt8, total: Int64, at time: Timestamp) throws {
        let folder = lab.sandbox.home("org.b") + "/epochs/1.usage"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(statement(of: evaluator, total: total, at: time)).write(to: URL(filePath: folder + "/\(evaluator).json"))
    }

    private func statement(of evaluator: UInt8, total: Int64, at time: Timestamp) throws -> [UInt8] {
        let node = try lab.sandbox.node("org.e\(evaluator)")
        let key = try node.keys().signing
        let statement = UsageStatement(
            epoch: EpochNumber(1), evaluator: evaluator, time: time, totals: [publisher: total])
        let name = KeyName.keyID(member: node.settings.member.name, kid: KeyName.kid(of: key.publicKey.bytes))
        return try statement.envelope().signed(as: name) { try key.sign($0) }.fileBytes()
    }
}

/// The first evaluator answers with given bytes, the others not at all.
private struct StatedOnce: PeerTransport {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func reaches(_ peer: MemberID) -> Bool { true }

    func send(_ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?) async throws(PeerFailure) -> PeerAnswer {
        guard peer.name == "org.e1" else { throw PeerFailure(.unreachable, peer) }
        return .bytes(bytes)
    }
}
