import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import LedgerFiles
import NodeAPI
import Synchronization
import Testing
import TransparencyLog

/// Heads of a peer's audit log that come with its bundles are held against one another.
@Suite struct `A peer's log` {
    private let world: SimulatedFederation
    private let here: MemberID
    private let peer: MemberID

    init() throws {
        world = try SimulatedFederation([("org.a", "platform"), ("org.b", "bank")], seed: 23)
        (here, peer) = (world.members[0], world.members[1])
    }

    private var heads: String { world.home(of: here) + "/ledger/peer-heads/\(peer.name)" }

    private func publishAndGive(_ number: String) async throws -> [RoundReport] {
        try await world.publish([number], by: peer)
        return try await world.round(of: peer, with: [here])
    }

    private func standing() async throws -> PeerStanding {
        try #require(try await world.desks[here]?.standings().first { $0.peer == peer })
    }

    /// A head that the peer's log signed once, and that is not of the history it shows.
    private func rewrite(size: UInt64) throws {
        let key = try NodeKeys.readSigningKey(world.home(of: peer) + "/keys/log.pem") { nil }
        let signer = try NoteSigner(name: "\(peer.name)/audit/1", privateKey: key)
        let text = Checkpoint(origin: "\(peer.name)/audit/1", size: size, root: SHA256.hash("another history")).text
        let note = try SignedNote(text: text, signatures: [signer.signature(for: text)])
        try FileManager.default.createDirectory(atPath: heads, withIntermediateDirectories: true)
        let digits = String(size)
        let name = "1-\(String(repeating: "0", count: 20 - digits.count))\(digits).note"
        try Data(note.bytes).write(to: URL(filePath: "\(heads)/\(name)"))
    }

    /// A network that counts requests for files of the log.
    private final class CountingTiles: PeerTransport {
        let link: SimulatedNetwork.Link
        let count = Atomic(0)

        init(link: SimulatedNetwork.Link) { self.link = link }

        func reaches(_ peer: MemberID) -> Bool { true }

        func send(
            _ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?
        ) async throws(PeerFailure) -> PeerAnswer {
            if case .logFile = request.call { count.add(1, ordering: .relaxed) }
            return try await link.send(request, to: peer, sink: sink)
        }
    }

    @Test func `goes on, and its heads are proved one after the other`() async throws {
        for number in 1...4 { #expect(try await publishAndGive("+44207946010\(number)").first?.givenCount == 1) }
        #expect(try await standing().unprovedHeads == 3)
        try await world.round(of: here, with: [peer])
        #expect(try await standing().unprovedHeads == 0)
        #expect(try await standing().isSuspended == false)
        let desk = try #require(world.desks[here])
        let transport = CountingTiles(link: world.network.transport(of: here))
        _ = try await PeerRound(desk, transport, with: peer, memory: RoundMemory(), isAway: { _ in false }).run()
        #expect(transport.count.load(ordering: .relaxed) == 0, "what is proved is not asked for again")
    }

    @Test(arguments: [2, 3, 4] as [UInt64])
    func `that contradicts a head it signed is found out, and nothing passes until an officer readmits it`(size: UInt64)
        async throws
    {
        try rewrite(size: size)
        #expect(try await publishAndGive("+442079460101").first?.givenCount == 1)
        try await world.publish(["+442079460150"], by: here)
        let report = try await world.round(of: here, with: [peer]).first
        #expect(report?.refusals.contains { $0.code.contains("two histories") } == true)
        #expect(report?.givenCount == 0)
        #expect(try await standing().isSuspended)
        #expect(try await standing().alarmCount(at: world.now(at: here)) >= 1)
        let evidence = heads + "/fork"
        let notes = try ["first.note", "second.note"].map {
            try SignedNote(parsing: FileReader.contents(of: "\(evidence)/\($0)", limitBytes: 65_536))
        }
        let proof = try FileReader.contents(of: "\(evidence)/\(OtherHistory.fileName)", limitBytes: OtherHistory.limitBytes)
        #expect(OtherHistory(smaller: notes[0], larger: notes[1], proofBytes: proof) != nil)
        #expect(try await publishAndGive("+442079460102").first?.givenCount == 0)

        world.clock.advance(120)
        let kept = try world.node(here, .writing).readmit(peer, officer: "R. Example", why: "explained", at: world.now(at: here))
        #expect(FileManager.default.fileExists(atPath: "\(kept)/\(OtherHistory.fileName)"))
        #expect(try await standing().isSuspended == false)
        world.start(here)
        world.start(peer)
        #expect(try await world.round(of: here, with: [peer]).first?.givenCount == 1)
        try await world.round(of: peer, with: [here])
        #expect(try world.status(of: "+442079460102", at: here) == "asserted")
        #expect(throws: NodeError.notSuspended(peer)) {
            try world.node(here, .writing).readmit(peer, officer: "R. Example", why: "twice", at: world.now(at: here))
        }
    }

    @Test func `that cannot show its history is said so, and is not suspended for it`() async throws {
        for number in 1...2 { _ = try await publishAndGive("+44207946010\(number)") }
        let tiles = world.home(of: peer) + "/ledger/tile"
        try FileManager.default.moveItem(atPath: tiles, toPath: tiles + ".away")
        let report = try await world.round(of: here, with: [peer]).first
        #expect(report?.refusals.contains { $0.code.contains("does not show") } == true)
        #expect(try await standing().unprovedHeads == 1)
        #expect(try await standing().isSuspended == false)
        try FileManager.default.moveItem(atPath: tiles + ".away", toPath: tiles)
        try await world.round(of: here, with: [peer])
        #expect(try await standing().unprovedHeads == 0)
    }
}
