import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import NodeAPI
import SignedBundles
import Testing

/// Three platforms; the third is the one to whom things happen.
struct Three {
    let federation: SimulatedFederation
    let a: MemberID
    let b: MemberID
    let c: MemberID

    init(seed: UInt64 = 1) throws {
        federation = try SimulatedFederation(
            [("org.a", "platform"), ("org.b", "platform"), ("org.c", "platform")], seed: seed)
        (a, b, c) = (federation.members[0], federation.members[1], federation.members[2])
    }

    /// Lets a while pass and a member do rounds.
    @discardableResult
    func round(of member: MemberID, with peers: MemberID...) async throws -> [RoundReport] {
        federation.clock.advance(60)
        for peer in peers { federation.memory(of: member, about: peer).forgetRefusals() }
        return try await federation.round(of: member, with: peers)
    }

    /// Publishes one number, a second later than whatever came before.
    @discardableResult
    func publish(_ number: Int, by member: MemberID, lifeDays: Int64 = 90) async throws -> PublishSummary {
        federation.clock.advance(1)
        return try await federation.publish([Self.number(number)], by: member, lifeDays: lifeDays)
    }

    func status(_ number: Int, at member: MemberID) throws -> String {
        try federation.status(of: Self.number(number), at: member)
    }

    static func number(_ number: Int) -> String { "+44207946010\(number)" }
}

@Suite struct `A member that joins late` {
    @Test func `begins where the publisher says, gets that bundle, and goes on`() async throws {
        let three = try Three()
        for number in 1...3 {
            let digest = try #require(Digest256(hex: try await three.publish(number, by: three.a).manifest))
            if number < 3 { three.federation.network.lose(digest) }
        }
        try await three.round(of: three.c, with: three.a)
        #expect(try three.status(3, at: three.c) == "asserted")
        try await three.publish(4, by: three.a)
        try await three.round(of: three.c, with: three.a)
        #expect(try three.status(4, at: three.c) == "asserted")
        #expect(try three.status(1, at: three.c) == "unknown")
    }

    @Test func `gets the whole of a relay's own chain although another one begins late`() async throws {
        let three = try Three()
        let first = try #require(Digest256(hex: try await three.publish(1, by: three.a).manifest))
        try await three.publish(2, by: three.a)
        for number in 3...4 { try await three.publish(number, by: three.b) }
        try await three.round(of: three.b, with: three.a)
        three.federation.network.lose(first)
        three.federation.network.crash(three.a)
        three.federation.away[three.c] = [three.a]
        try await three.round(of: three.c, with: three.b)
        #expect(try three.federation.chain(of: three.b, at: three.c).entries.keys.sorted() == [1, 2])
        #expect(try three.status(3, at: three.c) == "asserted")
    }

    @Test func `fetches up to a reset that lies beyond all it holds`() async throws {
        let three = try Three()
        for number in 1...2 { try await three.publish(number, by: three.a) }
        let head = try #require(try three.federation.chain(of: three.a, at: three.a).head)
        try three.federation.reset(three.a, to: head, at: three.c)
        try await three.round(of: three.c, with: three.a)
        #expect(try three.status(2, at: three.c) == "asserted")
    }
}

@Suite struct `A gap between nodes` {
    @Test func `that nobody can fill waits for an officer, and then the chain goes on by itself`() async throws {
        let three = try Three()
        try await three.publish(1, by: three.a)
        try await three.round(of: three.c, with: three.a)
        let second = try #require(Digest256(hex: try await three.publish(2, by: three.a).manifest))
        three.federation.network.lose(second)
        try await three.publish(3, by: three.a)
        let report = try await three.round(of: three.c, with: three.a)[0]
        #expect(report.failure == nil)
        #expect(report.refusals.contains { $0.code == "E_GAP" })
        #expect(try three.status(3, at: three.c) == "unknown")
        try three.federation.stepOverGap(of: three.a, after: 2, at: three.c)
        try await three.publish(4, by: three.a)
        try await three.round(of: three.c, with: three.a)
        #expect(try [1, 3, 4].map { try three.status($0, at: three.c) } == ["asserted", "asserted", "asserted"])
    }

    @Test func `is filled by a relay while the publisher is away, and a stale report does not undo its retraction`() async throws
    {
        let three = try Three()
        try await three.publish(1, by: three.a)
        try await three.round(of: three.b, with: three.a)
        three.federation.clock.advance(1)
        try await three.federation.retract([Three.number(1)], by: three.a)
        try await three.publish(2, by: three.a)
        try await three.round(of: three.b, with: three.a)
        three.federation.network.crash(three.a)
        try await three.round(of: three.c, with: three.b)
        #expect(try three.status(2, at: three.c) == "unknown", "nobody said that the publisher is away")
        three.federation.away[three.c] = [three.a]
        try await three.round(of: three.c, with: three.b)
        #expect(try three.status(1, at: three.c) == "retracted")
        #expect(try three.status(2, at: three.c) == "asserted")
        for _ in 0..<40 { await three.federation.network.replay(by: three.b, to: three.c) }
        #expect(try three.status(1, at: three.c) == "retracted")
    }
}

@Suite struct `A bundle that comes after its time` {
    @Test func `still retracts and reports nothing`() async throws {
        let three = try Three()
        try await three.publish(1, by: three.a)
        try await three.round(of: three.c, with: three.a)
        try await three.publish(2, by: three.a, lifeDays: 1)
        three.federation.clock.advance(1)
        try await three.federation.state(
            .retract(why: "withdrawn", since: nil), about: [Three.number(1)], by: three.a, lifeDays: 1)
        three.federation.clock.advance(2 * 86_400)
        try await three.round(of: three.c, with: three.a)
        #expect(try three.status(1, at: three.c) == "retracted")
        #expect(try three.status(2, at: three.c) == "unknown")
        #expect(try three.federation.chain(of: three.a, at: three.c).head?.sequence == 3)
    }
}

@Suite struct `A forked chain between nodes` {
    @Test func `is noticed through heads by both sides, and ended everywhere by a reset that one installs`() async throws {
        let three = try Three()
        let federation = three.federation
        try await three.publish(1, by: three.a)
        try await three.round(of: three.a, with: three.b, three.c)
        let copy = try federation.copyHome(of: three.a)
        try await three.publish(2, by: three.a)
        try await three.round(of: three.a, with: three.b)
        let sealed = try await federation.publish([Three.number(3)], fromCopy: copy, of: three.a, to: three.c)
        #expect(try federation.take(sealed, by: three.c).verdict == "taken")

        try await three.round(of: three.b, with: three.c)
        #expect(try federation.chain(of: three.a, at: three.b).isQuarantined)
        try await three.round(of: three.c, with: three.b)
        #expect(try federation.chain(of: three.a, at: three.c).isQuarantined)
        #expect(try three.status(1, at: three.c) == "expired")

        let first = try #require(try federation.chain(of: three.a, at: three.b).entries[1]?.digest)
        try federation.reset(three.a, to: ChainPlace(sequence: 1, digest: first), at: three.b)
        try await three.round(of: three.a, with: three.b)
        try await three.publish(4, by: three.a)
        try await three.round(of: three.a, with: three.b, three.c)
        try await three.round(of: three.c, with: three.a, three.b)
        for member in federation.members {
            let chain = try federation.chain(of: three.a, at: member)
            #expect(!chain.isQuarantined)
            #expect(try chain.head == federation.chain(of: three.a, at: three.a).head)
            #expect(try [1, 2, 3, 4].map { try three.status($0, at: member) != "asserted" } == [false, true, true, false])
        }
    }

    @Test func `is left for the branch of a reset that lies beyond it, down to where both were one`() async throws {
        let three = try Three()
        let federation = three.federation
        try await three.publish(1, by: three.a)
        try await three.round(of: three.a, with: three.c)
        let copy = try federation.copyHome(of: three.a)
        for number in 2...4 { try await three.publish(number, by: three.a) }
        let sealed = try await federation.publish([Three.number(5)], fromCopy: copy, of: three.a, to: three.c)
        #expect(try federation.take(sealed, by: three.c).verdict == "taken")
        #expect(try three.status(5, at: three.c) == "asserted")

        let head = try #require(try federation.chain(of: three.a, at: three.a).head)
        try federation.reset(three.a, to: head, at: three.c)
        try await three.round(of: three.c, with: three.a)
        let (chain, own) = (try federation.chain(of: three.a, at: three.c), try federation.chain(of: three.a, at: three.a))
        #expect(chain.missingAncestors.isEmpty)
        #expect(chain.entries.mapValues(\.digest) == own.entries.mapValues(\.digest))
        #expect(try [1, 2, 3, 4].allSatisfy { try three.status($0, at: three.c) == "asserted" })
        #expect(try three.status(5, at: three.c) == "expired", "the other branch is set aside")
    }
}
