import CryptoPrimitives
import Exchange
import Indicators
import NodeAPI
import Testing

@Suite struct `A peer that misbehaves` {
    private let world: SimulatedFederation
    private let good: MemberID
    private let bad: MemberID

    init() throws {
        world = try SimulatedFederation([("org.a", "platform"), ("org.b", "bank"), ("org.c", "bank")], seed: 11)
        (good, bad) = (world.members[0], world.members[1])
    }

    private func ask(_ request: PeerRequest) async throws -> PeerAnswer {
        try await world.network.transport(of: bad).send(request, to: good, sink: nil)
    }

    @Test func `is told to come back when too much of it was refused, and nobody else is`() async throws {
        let garbage = PeerRequest(.giveBundle(SHA256.hash("none")), body: .bytes(Array("{}\nno stream".utf8)))
        for _ in 0..<30 { #expect(try await ask(garbage).problem?.kind == .unprocessable) }
        let late = try #require(try await ask(garbage).problem)
        #expect(late.kind == .tooManyRequests && late.retryAfterSeconds != nil)
        #expect(try await ask(PeerRequest(.node)).isSuccess, "what costs no entry is still answered")
        try await world.publish(["+442079460101"], by: world.members[2])
        #expect(try await world.round(of: world.members[2], with: [good]).map(\.givenCount) == [1])
        world.clock.advance(60)
        #expect(try await ask(garbage).problem?.kind == .unprocessable)
    }

    @Test func `gets no bundle that is another's redaction, and learns nothing of groups it is not in`() async throws {
        try await world.publish(["+442079460101"], by: good)
        let strange = try #require(GroupID("another"))
        for call in [PeerCall.heads(strange), .feed(strange, publisher: good, after: 0), .receipt(SHA256.hash("none"))] {
            #expect(try await ask(PeerRequest(call)).problem?.kind == .notFound)
        }
        let page = try FeedPage(parsing: try await ask(PeerRequest(.feed(world.group, publisher: good, after: 0))).bytes)
        let manifest = try #require(page.items.first?.manifest)
        let own = try await ask(PeerRequest(.bundle(manifest)))
        let other = try await world.network.transport(of: world.members[2]).send(.bundle(manifest), to: good)
        #expect(own.isSuccess && other.isSuccess && own.entityTag != other.entityTag)
        #expect(try await ask(PeerRequest(.bundle(manifest))).bytes == own.bytes, "the same bytes until it is confirmed")
    }

    @Test func `may not read the entries of a log unless an agreement names it`() async throws {
        #expect(try await ask(PeerRequest(.logFile("checkpoint"))).isSuccess)
        #expect(try await ask(PeerRequest(.logFile("tile/entries/000.p/1"))).problem?.kind == .forbidden)
        #expect(try await ask(PeerRequest(.logFile("head"))).problem?.kind == .notFound)
        #expect(try await ask(PeerRequest(.logFile("details"))).problem?.kind == .notFound)
    }
}
