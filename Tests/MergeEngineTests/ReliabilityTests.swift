import CanonicalCoding
import CryptoPrimitives
import Indicators
import MergeEngine
import Testing

@Suite struct `Reliability` {
    private let topic = IndicatorTopic(kind: .url)

    @Test func `is a half for an owner nobody judged`() {
        let tally = ReliabilityTally(in: MergeContext())
        #expect(tally.reliability.isEmpty)
    }

    @Test func `rises with one judge's confirmations and gives each judge one voice`() throws {
        var tally = ReliabilityTally(in: MergeContext())
        tally.add(claimsOfOneTag: try [report("org.a", 1), outcome("org.b", 2, .accountRemoved)], topic: topic)
        #expect(tally.reliability[try member("org.a")] == PartsPerMillion(666_666))
        tally.add(claimsOfOneTag: try [report("org.a", 3), outcome("org.b", 4, .urlTakenDown)], topic: topic)
        #expect(tally.reliability[try member("org.a")] == PartsPerMillion(666_666))
        tally.add(claimsOfOneTag: try [report("org.a", 5), outcome("org.b", 6, .falsePositive)], topic: topic)
        #expect(tally.reliability[try member("org.a")] == PartsPerMillion(555_555))
        tally.add(claimsOfOneTag: try [report("org.a", 7), outcome("org.c", 8, .falsePositive)], topic: topic)
        #expect(tally.reliability[try member("org.a")] == PartsPerMillion(416_666))
    }

    @Test func `counts reports that were retracted`() throws {
        var tally = ReliabilityTally(in: MergeContext())
        let retraction = try claim("org.a", 2, Statement(type: .retract, reason: .withdrawn))
        tally.add(claimsOfOneTag: try [report("org.a", 1), retraction, outcome("org.b", 3, .falsePositive)], topic: topic)
        #expect(tally.reliability[try member("org.a")] == PartsPerMillion(333_333))
    }

    @Test func `is not touched by a judgement of somebody else's claim, of one's own, or taken back`() throws {
        var tally = ReliabilityTally(in: MergeContext())
        let elsewhere = try outcome("org.b", 2, .falsePositive, regarding: "org.c")
        let own = try outcome("org.a", 3, .falsePositive)
        let takenBack = try [
            outcome("org.d", 4, .falsePositive), claim("org.d", 5, Statement(type: .retract, reason: .withdrawn)),
        ]
        tally.add(claimsOfOneTag: try [report("org.a", 1), elsewhere, own] + takenBack, topic: topic)
        #expect(tally.reliability.isEmpty)
    }

    private func report(_ publisher: String, _ number: UInt64) throws -> Claim {
        try claim(publisher, number, Statement(type: .report, confidencePercent: 80, last: World.time.day))
    }

    private func outcome(
        _ publisher: String, _ number: UInt64, _ verb: OutcomeVerb, regarding: String? = nil
    ) throws -> Claim {
        try claim(publisher, number, Statement(type: .outcome, verb: verb, regarding: regarding.map(member)))
    }

    private func claim(_ publisher: String, _ number: UInt64, _ statement: Statement) throws -> Claim {
        let origin = BundleOrigin(
            manifest: SHA256.hash("\(publisher) \(number)"), bundle: String(repeating: "0", count: 32),
            publisher: try member(publisher), audience: World.groups[0], sequence: number,
            created: World.time.adding(seconds: Int64(number)), epoch: EpochNumber(1), firstLogged: World.time)
        return Claim(origin: origin, segment: 0, row: 0, statement: statement, pop: .valid)
    }

    private func member(_ name: String) throws -> MemberID { try #require(MemberID(name)) }
}
