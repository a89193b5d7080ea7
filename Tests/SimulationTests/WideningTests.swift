import CanonicalCoding
import Exchange
import Foundation
import Indicators
import NodeAPI
import NodeStore
import Testing

/// What a member got is cut again when the rules for it change.
@Suite struct `A member that is due more` {
    private let world: SimulatedFederation
    private let sender: MemberID
    private let receiver: MemberID

    init() throws {
        world = try SimulatedFederation([("org.a", "platform"), ("org.b", "law-enforcement")], seed: 31)
        (sender, receiver) = (world.members[0], world.members[1])
    }

    /// Lets the sender's own profile show the police these columns beside the facts.
    private func allow(_ columns: String) throws {
        let path = world.home(of: sender) + "/disclosure.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let changed = text.replacing(#/("id": "authorities"[^}]*"columns": )\[[^\]]*\]/#) { "\($0.output.1)[\(columns)]" }
        #expect(changed != text)
        try Data(changed.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        // A node notices at its next start, or when something else happens.
        world.start(sender)
    }

    private func shows(_ column: String, of number: String) throws -> Bool {
        try Lookup(world.node(receiver, .reading), at: world.now(at: receiver)).history(of: number, kind: nil).claims
            .contains { $0.cells.contains { $0.column == column } }
    }

    private func sentCount() throws -> Int { try world.node(sender, .reading).sentTransfers().count }

    private func rounds(_ count: Int) async throws {
        for _ in 0..<count {
            try await world.round(of: sender, with: [receiver])
            try await world.round(of: receiver, with: [sender])
        }
    }

    @Test
    func
        `gets another redaction of every bundle it confirmed, oldest first and a few in a round, and nothing when it is due less`()
        async throws
    {
        try allow(#""core""#)
        let numbers = (1...6).map { "+44207946010\($0)" }
        for number in numbers {
            try await world.publish(["\(number),seen at night"], by: sender, columns: ",note")
            world.clock.advance(1)
        }
        try await rounds(2)
        #expect(try sentCount() == 6)
        for number in numbers { #expect(try !shows("note", of: number)) }
        #expect(try world.digest(of: receiver) != world.digest(of: sender))

        try allow(#""core", "note""#)
        try await world.round(of: sender, with: [receiver])
        #expect(try sentCount() == 10, "four in a round")
        #expect(try numbers.map { try shows("note", of: $0) } == [true, true, true, true, false, false])
        try await rounds(2)
        #expect(try sentCount() == 12)
        for number in numbers { #expect(try shows("note", of: number)) }
        #expect(try world.digest(of: receiver) == world.digest(of: sender))

        try allow(#""core""#)
        try await rounds(12)
        #expect(try sentCount() == 12)
        try allow(#""core", "note""#)
        try await rounds(12)
        #expect(try sentCount() == 12, "it has these cells")
    }

    /// A network over which nothing is handed over.
    private struct NothingHandedOver: PeerTransport {
        let link: SimulatedNetwork.Link

        func reaches(_ peer: MemberID) -> Bool { true }

        func send(
            _ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?
        ) async throws(PeerFailure) -> PeerAnswer {
            if case .giveBundle = request.call { throw PeerFailure(.unreachable, peer) }
            return try await link.send(request, to: peer, sink: sink)
        }
    }

    @Test func `fetches what was made for it and not handed over`() async throws {
        try allow(#""core""#)
        try await world.publish(["+442079460101,seen at night"], by: sender, columns: ",note")
        try await rounds(1)
        try allow(#""core", "note""#)
        let desk = try #require(world.desks[sender])
        let transport = NothingHandedOver(link: world.network.transport(of: sender))
        let broken = try await PeerRound(desk, transport, with: receiver, memory: RoundMemory(), isAway: { _ in false }).run()
        #expect(broken.failure != nil)
        #expect(try sentCount() == 2)
        #expect(try !shows("note", of: "+442079460101"))
        try await world.round(of: receiver, with: [sender])
        #expect(try shows("note", of: "+442079460101"))
        #expect(try world.node(sender, .reading).sentTransfers().allSatisfy { $0.state == .done })
        try await rounds(12)
        #expect(try sentCount() == 2)
    }
}
