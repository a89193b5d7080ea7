import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import LedgerFiles
import NodeAPI
import Testing
import TransparencyLog

@Suite struct `A witness over the network` {
    private let world: SimulatedFederation
    private let (logger, witness): (MemberID, MemberID)

    init() throws {
        world = try SimulatedFederation([("org.a", "platform"), ("org.b", "bank")], seed: 41)
        (logger, witness) = (world.members[0], world.members[1])
        try world.node(logger, .writing).setWitnesses([witness], at: world.now(at: logger))
    }

    private var origin: Digest256 { SHA256.hash("\(logger.name)/audit/1") }

    private func ask(_ origin: Digest256) async throws -> PeerAnswer {
        try await world.network.transport(of: logger).send(.witnessedHead(origin), to: witness)
    }

    private func restore(_ copy: String) throws {
        try FileManager.default.removeItem(atPath: world.home(of: logger))
        try FileManager.default.copyItem(atPath: copy, toPath: world.home(of: logger))
        world.start(logger)
    }

    private func copied() throws -> String {
        let copy = "\(world.directory)/copy"
        try FileManager.default.copyItem(atPath: world.home(of: logger), toPath: copy)
        return copy
    }

    private func askAll() async throws -> [MemberID: OwnHeadQuestion.Finding] {
        let desk = try #require(world.desks[logger])
        return try await OwnHeadQuestion(desk, world.network.transport(of: logger)).askAll(atMost: .seconds(60))
    }

    @Test func `shows the newest head that it signed, and nothing of logs it does not know`() async throws {
        #expect(try await ask(origin).problem?.kind == .notFound)
        #expect(try await askAll() == [witness: .nothing])
        try await world.round(of: logger, with: [witness])
        let answer = try await ask(origin)
        #expect(answer.isSuccess && answer.mediaType == .text)
        #expect(try answer.bytes == world.node(witness, .reading).witnessedHead(of: logger).bytes)
        let head = try Checkpoint(parsing: SignedNote(parsing: answer.bytes).text)
        #expect(head.origin == "\(logger.name)/audit/1")
        #expect(try await askAll() == [witness: .agrees(size: head.size)])
        #expect(try await ask(.zero).problem?.kind == .notFound)
    }

    @Test func `tells a log that was put back from a backup before it is signed again`() async throws {
        let copy = try copied()
        try await world.publish(["+442079460101"], by: logger)
        try await world.round(of: logger, with: [witness])
        try restore(copy)
        guard case .contradicts = try await askAll()[witness] else { return #expect(Bool(false), "an older copy") }
        #expect(Directory.exists("\(world.home(of: logger))/ledger/rolled-back.note"))
        await #expect(throws: LedgerError.self) { try await world.publish(["+442079460102"], by: logger) }
    }

    @Test func `tells it in the first round, too, and the round ends there`() async throws {
        let copy = try copied()
        try await world.publish(["+442079460101"], by: logger)
        try await world.round(of: logger, with: [witness])
        try restore(copy)
        let report = try #require(try await world.round(of: logger, with: [witness]).first)
        #expect(report.refusals.map(\.side) == [.here] && report.refusals.map(\.code).joined().contains("older copy"))
        #expect(report.givenCount == 0)
        await #expect(throws: LedgerError.self) { try await world.publish(["+442079460102"], by: logger) }
    }

    @Test func `tells a copy that has grown further on its own`() async throws {
        let copy = try copied()
        try await world.publish(["+442079460101"], by: logger)
        try await world.round(of: logger, with: [witness])
        let signed = try Checkpoint(parsing: world.node(witness, .reading).witnessedHead(of: logger).text).size
        try restore(copy)
        while try world.node(logger, .reading).ledgerSize() <= signed { try await world.publish(["+442079460103"], by: logger) }
        guard case .contradicts = try await askAll()[witness] else { return #expect(Bool(false), "two histories") }
        #expect(Directory.isDirectory("\(world.home(of: logger))/ledger/head-forks"))
    }

    @Test func `that is away, or answers nonsense, keeps nobody from going on`() async throws {
        world.network.crash(witness)
        guard case .unanswered = try await askAll()[witness] else { return #expect(Bool(false), "nobody answers") }
        world.start(witness)
        try await world.publish(["+442079460101"], by: logger)
        #expect(try await world.round(of: logger, with: [witness]).map(\.givenCount) == [1])
    }
}
