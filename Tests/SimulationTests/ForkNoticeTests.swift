import Exchange
import FeedReading
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import NodeAPI
import SignedBundles
import Testing

@Suite struct `A fork that one member sees` {
    private let world: SimulatedFederation
    private let (forker, witness, other): (MemberID, MemberID, MemberID)

    init() async throws { try await self.init(withLate: false) }

    /// - Parameter hasLate: whether there is a fourth member, which has nothing of the chain.
    private init(withLate hasLate: Bool) async throws {
        let late = hasLate ? [("org.d", "bank")] : []
        world = try SimulatedFederation([("org.a", "platform"), ("org.b", "bank"), ("org.c", "bank")] + late, seed: 31)
        (forker, witness, other) = (world.members[0], world.members[1], world.members[2])
        let copy = "\(world.directory)/copy"
        try FileManager.default.copyItem(atPath: world.home(of: forker), toPath: copy)
        try await world.publish(["+442079460101"], by: forker)
        _ = try world.take(world.handOver(to: witness, by: forker), by: witness)
        _ = try world.take(world.handOver(to: other, by: forker), by: other)
        let feed = "\(world.directory)/second.csv"
        try DurableFile.write(Array("value\n+442079460199\n".utf8), to: feed)
        let node = try Node(opening: copy, for: .writing)
        let request = PublishRequest(
            group: world.group, feeds: [FeedSource(argument: feed)], options: FeedOptions(), time: world.now(at: forker))
        _ = try await Publisher(node, for: request).publish(request) { _ in }
        let sealed = try Disclosure(node, at: world.now(at: forker)).disclose(node.publishedStream(number: 1), to: witness).path
        let outcome = try world.take(sealed, by: witness)
        #expect(throws: BundleError.self) { try outcome.result.get() }
    }

    private func evidence(at member: MemberID) throws -> [String] {
        try Directory.names(in: "\(world.home(of: member))/ledger/forks/\(forker.name)/\(world.group.name)/1")
    }

    private func isSetAside(at member: MemberID) throws -> Bool {
        try NodeChains(world.node(member, .reading), at: world.now(at: member)).all().contains {
            $0.publisher == forker && $0.isQuarantined
        }
    }

    @Test func `is told to the others of the group, who verify it by themselves`() async throws {
        let written = try world.node(witness, .reading).messages()
        #expect(written.map(\.peer) == [other] && written.map(\.verb) == [.fork] && written.map(\.state) == [.waiting])
        #expect(try !isSetAside(at: other))
        let report = try #require(try await world.round(of: witness, with: [other]).first)
        #expect(report.messageCount == 1 && report.failure == nil)
        #expect(try isSetAside(at: other))
        #expect(try evidence(at: other) == evidence(at: witness) && evidence(at: other).count == 2)
        let types = try world.node(other, .reading).ledgerTypes()
        #expect(types.contains("fork.seen") && types.contains("quarantine.set") && types.contains("msg.recv"))
        #expect(try world.node(other, .reading).messages().allSatisfy { !$0.isSent }, "what is told is not told on")
    }

    @Test func `is remembered by a member that learns of it before it has the bundle`() async throws {
        let suite = try await Self(withLate: true)
        let (world, late) = (suite.world, suite.world.members[3])
        _ = try await world.round(of: suite.witness, with: [late])
        #expect(try world.node(late, .reading).ledgerTypes().contains("fork.seen"))
        #expect(try !suite.isSetAside(at: late), "nothing is known of the chain yet")
        _ = try world.take(world.handOver(to: late, by: suite.forker), by: late)
        #expect(try suite.isSetAside(at: late))
    }

    @Test func `is not believed when the envelopes are the same, forged, or of a group that is not shared`() async throws {
        let message = try #require(try world.node(witness, .reading).messages().first)
        guard case .fork(let one, let two) = try world.node(witness, .reading).document(of: message).content else {
            return #expect(Bool(false), "a proof")
        }
        let bad: [MessageDocument.Content] = [
            .fork(one, one), .fork(one, .init(payloadType: two.payloadType, payload: two.payload, signatures: one.signatures)),
        ]
        for content in bad {
            let draft = MessageDraft(to: other, verb: .fork, content: content)
            let id = try #require(try world.node(witness, .writing).send([draft], at: world.now(at: witness)).first)
            let bytes = try Data(contentsOf: URL(filePath: "\(world.home(of: witness))/messages/out/\(id.hex)"))
            let answer = try await world.network.transport(of: witness).send(
                PeerRequest(.giveMessage, body: .bytes(Array(bytes))), to: other, sink: nil)
            #expect(answer.problem?.kind == .unprocessable)
        }
        #expect(try !isSetAside(at: other))
        #expect(try world.node(other, .reading).messages().isEmpty)
    }
}

extension Node {
    /// The types of the entries of the log, sealed ones by their own names.
    func ledgerTypes() throws -> Set<String> {
        var types: Set<String> = []
        try ledger().forEach { (record) throws(LedgerError) in types.insert(record.typeName) }
        return types
    }
}
