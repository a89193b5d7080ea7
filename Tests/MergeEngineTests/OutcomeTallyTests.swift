import CanonicalCoding
import CryptoPrimitives
import Indicators
import MergeEngine
import TestVectors
import Testing

@Suite struct `A tally of outcomes` {
    private func tally(
        _ indicators: [[Claim]], since: CalendarDay? = nil, until: CalendarDay? = nil, in context: MergeContext = MergeContext(),
        campaign: (Claim) -> Campaign = { _ in .notShown }
    ) -> [OutcomeTally.Rollup] {
        var tally = OutcomeTally(in: context, since: since, until: until)
        for claims in indicators {
            tally.add(claimsOfOneIndicator: claims, topic: IndicatorTopic(kind: .url), campaign: campaign)
        }
        return tally.rollups
    }

    @Test func `gives each member one voice for an indicator and verb`() throws {
        let twice = try [
            Said.report("org.a", 1), Said.outcome("org.b", 2, .warned), Said.outcome("org.b", 3, .warned),
            Said.outcome("org.b", 4, .accountRemoved), Said.outcome("org.c", 5, .warned),
        ]
        let counts = try #require(tally([twice]).first).total
        #expect(counts.reported == 1 && counts.unanswered == 0)
        #expect(counts.voices(of: .warned).indicators == 1)
        #expect(counts.voices(of: .warned).members == [try Said.member("org.b"), try Said.member("org.c")])
        #expect(counts.voices(of: .accountRemoved).members.count == 1)
        #expect(counts.voices(of: .fundsFrozen).indicators == 0)
    }

    @Test func `leaves out what was taken back, and what speaks of another publisher's claim`() throws {
        let claims = try [
            Said.report("org.a", 1), Said.report("org.b", 1), Said.outcome("org.c", 2, .fundsFrozen, regarding: "org.b"),
            Said.outcome("org.d", 3, .fundsFrozen), Said.claim("org.d", 4, Statement(type: .retract, reason: .withdrawn)),
        ]
        let rollups = tally([claims])
        #expect(rollups.map(\.publisher.name) == ["org.a", "org.b"])
        #expect(rollups.map { $0.total.voices(of: .fundsFrozen).indicators } == [0, 1])
        #expect(rollups.map(\.total.unanswered) == [1, 0])
    }

    @Test func `counts reports that were taken back, and none that is out of the state`() throws {
        let takenBack = try [Said.report("org.a", 1), Said.claim("org.a", 2, Statement(type: .retract, reason: .withdrawn))]
        var excluded = try Said.report("org.a", 3)
        excluded.exclusion = .tag
        #expect(tally([takenBack, [excluded]]).first?.total.reported == 1)
    }

    @Test func `counts open objections apart from outcomes`() throws {
        let claims = try [
            Said.report("org.a", 1), Said.claim("org.b", 2, Statement(type: .object, reason: .falsePositive)),
        ]
        let counts = try #require(tally([claims]).first).total
        #expect(counts.objected.indicators == 1 && counts.objected.members.count == 1)
        #expect(counts.unanswered == 1)
    }

    @Test func `takes the campaign of the newest report, and every indicator in one`() throws {
        let claims = try [Said.report("org.a", 1), Said.report("org.a", 2), Said.report("org.b", 1)]
        let newest = claims[1].id
        let rollups = tally([claims]) { $0.id == newest ? .named(Array("wave".utf8)) : .none }
        #expect(rollups[0].campaigns.keys.map(\.name) == ["wave"])
        #expect(Set(rollups[1].campaigns.keys) == [.none])
    }

    @Test func `counts indicators of a period by the days of their reports`() throws {
        let day = Said.time.day
        let claims = try [Said.report("org.a", 1)]
        #expect(tally([claims], since: day, until: day).count == 1)
        #expect(tally([claims], since: day.adding(days: 1)).isEmpty)
        #expect(tally([claims], until: day.adding(days: -1)).isEmpty)
    }

    @Test func `counts campaigns apart up to the limit and one past it together`() throws {
        let limit = Campaign.limitPerPublisher
        let indicators = try (0...limit).map { try [Said.report("org.a", UInt64($0))] }
        func name(_ claim: Claim) -> Campaign { .named(Array(String(claim.origin.sequence).utf8)) }
        let full = try #require(tally(Array(indicators.prefix(limit)), campaign: name).first)
        #expect(full.campaigns.count == limit && full.campaigns[.further] == nil)
        let past = try #require(tally(indicators, campaign: name).first)
        #expect(past.campaigns[.further]?.reported == 1)
        #expect(past.campaigns.values.reduce(0) { $0 + $1.reported } == limit + 1)
    }

    @Test(arguments: UInt64(0)..<16)
    func `does not depend on the order of claims and indicators`(seed: UInt64) throws {
        var generator = SplitMix64(state: seed)
        let members = ["org.a", "org.b", "org.c"]
        let indicators = try (0..<20).map { number in
            try (0..<6).map { place in
                let speaker = members[Int.random(in: 0..<3, using: &generator)]
                let time = UInt64(number * 6 + place)
                return Int.random(in: 0..<2, using: &generator) == 0
                    ? try Said.report(speaker, time)
                    : try Said.outcome(speaker, time, OutcomeVerb.counted[Int.random(in: 0..<9, using: &generator)])
            }
        }
        let shuffled = indicators.map { $0.shuffled(using: &generator) }.shuffled(using: &generator)
        #expect(tally(indicators) == tally(shuffled), "seed \(seed)")
    }
}

/// Claims about one indicator, each in a bundle of its own.
enum Said {
    static let time = World.time

    static func member(_ name: String) throws -> MemberID { try #require(MemberID(name)) }

    static func report(_ publisher: String, _ number: UInt64) throws -> Claim {
        try claim(publisher, number, Statement(type: .report, confidencePercent: 80, last: time.day))
    }

    static func outcome(_ publisher: String, _ number: UInt64, _ verb: OutcomeVerb, regarding: String? = nil) throws -> Claim {
        try claim(publisher, number, Statement(type: .outcome, verb: verb, regarding: regarding.map(member)))
    }

    static func claim(_ publisher: String, _ number: UInt64, _ statement: Statement) throws -> Claim {
        let origin = BundleOrigin(
            manifest: SHA256.hash("\(publisher) \(number)"), bundle: String(repeating: "0", count: 32),
            publisher: try member(publisher), audience: World.groups[0], sequence: number,
            created: time.adding(seconds: Int64(number)), epoch: EpochNumber(1), firstLogged: time)
        return Claim(origin: origin, segment: 0, row: 0, statement: statement, pop: .valid)
    }
}
