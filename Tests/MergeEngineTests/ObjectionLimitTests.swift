import CanonicalCoding
import CryptoPrimitives
import Indicators
import MergeEngine
import Testing

/// How many objections of one member and day take effect.
@Suite struct `The limit of objections` {
    private static let day = World.time.day

    private func origin(_ publisher: String, _ number: UInt64, days: Int64 = 0) throws -> BundleOrigin {
        BundleOrigin(
            manifest: SHA256.hash("\(publisher) \(number)"), bundle: String(repeating: "0", count: 32),
            publisher: try #require(MemberID(publisher)), audience: World.groups[0], sequence: number,
            created: World.time.adding(days: days).adding(seconds: Int64(number)), epoch: EpochNumber(1),
            firstLogged: World.time)
    }

    private func objections(
        _ publisher: String, _ count: UInt32, bundle: UInt64 = 1, days: Int64 = 0, reason: ReasonCode = .falsePositive
    ) throws -> [Claim] {
        let origin = try origin(publisher, bundle, days: days)
        let since = reason == .recycled ? Self.day : nil
        return (0..<count).map {
            Claim(origin: origin, segment: 0, row: $0, statement: Statement(type: .object, since: since, reason: reason))
        }
    }

    private func context(
        _ claims: [Claim], limit: Int, _ edit: (inout MergeContext) -> Void = { _ in }
    ) -> MergeContext {
        var context = MergeContext()
        edit(&context)
        var tally = ObjectionTally(in: context, limit: limit)
        for claim in claims {
            tally.add(
                ObjectionPlace(
                    origin: claim.origin, segment: claim.segment, row: claim.row,
                    isRecycled: claim.statement.reason == .recycled))
        }
        context.waitingObjections = tally.waiting
        return context
    }

    /// Each claim alone, as if about an indicator of its own.
    private func waiting(_ claims: [Claim], _ context: MergeContext, kind: IndicatorKind = .phone) -> Int {
        claims.count { claim in
            let state = IndicatorState.folding([claim], topic: IndicatorTopic(kind: kind), at: World.time, in: context)
            guard case .waiting = state.standings[0].fate else { return false }
            return true
        }
    }

    @Test(arguments: [(999, 0), (1_000, 0), (1_001, 1), (1_500, 500)] as [(UInt32, Int)])
    func `is a thousand for a member and day`(made: UInt32, over: Int) throws {
        let claims = try objections("org.a", made)
        #expect(waiting(claims, context(claims, limit: ObjectionLimit.perDay)) == over)
    }

    @Test func `lets the first of the day count and the rest not contest`() throws {
        let claims = try objections("org.a", 2) + objections("org.a", 2, bundle: 2)
        let context = context(claims.shuffled(), limit: 3)
        let report = try Claim(
            origin: origin("org.b", 9), segment: 0, row: 0,
            statement: Statement(type: .report, confidencePercent: 80, last: Self.day), pop: .valid)
        let topic = IndicatorTopic(kind: .phone)
        let heard = IndicatorState.folding([claims[2], report], topic: topic, at: World.time, in: context)
        #expect(heard.status == .contested)
        let unheard = IndicatorState.folding([claims[3], report], topic: topic, at: World.time, in: context)
        #expect(unheard.status == .asserted)
        #expect(unheard.standings[0].fate == .waiting(Self.day))
        #expect(unheard.why[0].rule == .objection)
        #expect(unheard.why[0].sentence.contains("waits for an officer"))
    }

    @Test func `is each member's and each day's own`() throws {
        let claims = try objections("org.a", 3) + objections("org.b", 3) + objections("org.a", 3, bundle: 2, days: -1)
        #expect(waiting(claims, context(claims, limit: 3)) == 0)
        let more = try claims + objections("org.a", 2, bundle: 3)
        #expect(waiting(more, context(more, limit: 3)) == 2)
    }

    @Test func `counts contradicting outcomes, and judges nobody by those that wait`() throws {
        let origin = try origin("org.a", 1)
        let claims = (0..<2).map {
            Claim(origin: origin, segment: 0, row: $0, statement: Statement(type: .outcome, verb: .falsePositive))
        }
        let context = context(claims, limit: 1)
        #expect(waiting(claims, context) == 1)
        let report = try Claim(
            origin: self.origin("org.b", 9), segment: 0, row: 0,
            statement: Statement(type: .report, confidencePercent: 80, last: Self.day), pop: .valid)
        var tally = ReliabilityTally(in: context)
        tally.add(claimsOfOneTag: [claims[1], report], topic: IndicatorTopic(kind: .phone))
        #expect(tally.reliability.isEmpty)
        tally.add(claimsOfOneTag: [claims[0], report], topic: IndicatorTopic(kind: .phone))
        #expect(!tally.reliability.isEmpty)
    }

    @Test func `is lifted for the day that an officer accepts`() throws {
        let claims = try objections("org.a", 4) + objections("org.a", 4, bundle: 2, days: -1)
        let publisher = try #require(MemberID("org.a"))
        let context = context(claims, limit: 3) {
            $0.acceptedObjections = [ObjectionDay(publisher: publisher, day: Self.day)]
        }
        #expect(waiting(claims, context) == 1)
        #expect(context.waitingObjections.days == [ObjectionDay(publisher: publisher, day: World.time.adding(days: -1).day)])
    }

    @Test func `is not used up by bundles that are set aside`() throws {
        let thiefs = try objections("org.a", 3)
        let claims = try thiefs + objections("org.a", 3, bundle: 2)
        let own = Array(claims.dropFirst(3))
        #expect(waiting(own, context(claims, limit: 3)) == 3)
        #expect(waiting(own, context(claims, limit: 3) { $0.quarantined = [thiefs[0].origin.manifest] }) == 0)
    }

    @Test func `never holds up an operator's notices, nor counts them with its objections`() throws {
        let claims = try objections("org.t", 5, reason: .recycled) + objections("org.t", 3, bundle: 2)
        let telecom = try #require(MemberID("org.t"))
        let operatorContext = context(claims, limit: 3) { $0.telecoms = [telecom] }
        #expect(waiting(claims, operatorContext) == 0)
        #expect(waiting(claims, operatorContext, kind: .url) == 2)
        #expect(waiting(claims, context(claims, limit: 3)) == 5)
    }

    @Test func `leaves the earlier objection in its slot`() throws {
        let claims = try objections("org.a", 1, days: -1) + objections("org.a", 2, bundle: 2)
        let context = context(claims, limit: 1)
        let state = IndicatorState.folding(
            [claims[0], claims[2]], topic: IndicatorTopic(kind: .phone), at: World.time, in: context)
        #expect(state.standings.map(\.fate) == [.stands, .waiting(Self.day)])
        #expect(state.status == .contested)
    }
}
