import CanonicalCoding
import CryptoPrimitives
import Indicators
import MergeEngine
import TestVectors
import Testing

/// What the state makes of bundles that wait for an officer.
@Suite struct `A bundle that waits` {
    private static let topic = IndicatorTopic(kind: .host)

    private func claim(_ publisher: String, _ number: UInt64, _ statement: Statement) throws -> Claim {
        let origin = BundleOrigin(
            manifest: SHA256.hash("\(publisher) \(number)"), bundle: String(repeating: "0", count: 32),
            publisher: try #require(MemberID(publisher)), audience: World.groups[0], sequence: number,
            created: World.time.adding(seconds: Int64(number)), epoch: EpochNumber(1), firstLogged: World.time)
        return Claim(origin: origin, segment: 0, row: 0, statement: statement, pop: .valid)
    }

    private func report(_ publisher: String, _ number: UInt64) throws -> Claim {
        try claim(publisher, number, Statement(type: .report, confidencePercent: 90, last: World.time.day))
    }

    private func state(_ claims: [Claim], holding held: [Claim], topic: IndicatorTopic = topic) -> IndicatorState {
        var context = MergeContext()
        for claim in held { context.held[claim.origin.manifest] = .newDay }
        return IndicatorState.folding(claims, topic: topic, at: World.time, in: context)
    }

    @Test func `corroborates nothing, and says why`() throws {
        let claims = [try report("org.a", 1), try report("org.b", 1)]
        #expect(state(claims, holding: []).status == .corroborated)
        let held = state(claims, holding: [claims[1]])
        #expect(held.status == .asserted)
        #expect(held.owners.map(\.owner.name) == ["org.a"])
        #expect(held.heldReportCount == 1)
        #expect(held.why.contains { $0.sentence.contains("is quarantined: its publisher is new here") })
        #expect(state([claims[1]], holding: [claims[1]]).status == .expired)
    }

    @Test func `leaves the publisher's earlier report in its slot`() throws {
        let claims = [try report("org.a", 1), try report("org.a", 2)]
        let held = state(claims, holding: [claims[1]])
        #expect(held.status == .asserted)
        #expect(held.standings[0].fate == .stands)
        #expect(held.standings[1].fate == .held(.newDay, takenBackBy: nil))
    }

    @Test func `retracts and objects all the same`() throws {
        let report = try report("org.a", 1)
        let retraction = try claim("org.a", 2, Statement(type: .retract, reason: .withdrawn))
        #expect(state([report, retraction], holding: [retraction]).status == .retracted)
        for statement in [
            Statement(type: .object, reason: .falsePositive), Statement(type: .outcome, verb: .falsePositive),
            Statement(type: .outcome, verb: .doNotAct),
        ] {
            let objection = try claim("org.b", 1, statement)
            #expect(state([report, objection], holding: [objection]).status == .contested)
        }
    }

    @Test func `bears nobody out`() throws {
        let report = try report("org.a", 1)
        let outcome = try claim("org.b", 1, Statement(type: .outcome, verb: .accountRemoved))
        for (held, isJudged) in [([], true), ([outcome], false)] as [([Claim], Bool)] {
            var context = MergeContext()
            for claim in held { context.held[claim.origin.manifest] = .rate }
            var tally = ReliabilityTally(in: context)
            tally.add(claimsOfOneTag: [report, outcome], topic: Self.topic)
            #expect(tally.reliability.isEmpty != isJudged)
        }
    }

    @Test func `can be taken back while it waits`() throws {
        let report = try report("org.a", 1)
        let retraction = try claim("org.a", 2, Statement(type: .retract, reason: .withdrawn))
        let held = state([report, retraction], holding: [report])
        #expect(held.status == .retracted)
        #expect(held.standings[0].fate == .held(.newDay, takenBackBy: retraction.id))
        #expect(held.heldReportCount == 0)
        #expect(held.isWhollyRetracted)
    }

    @Test func `leads to observing at most what many people hold`() throws {
        let claims = try ["org.a", "org.b", "org.c", "org.d"].map { try report($0, 1) }
        var popular = Self.topic
        popular.isPopular = true
        #expect(state(claims, holding: []).tier > .observe)
        let guarded = state(claims, holding: [], topic: popular)
        #expect(guarded.tier == .observe)
        #expect(guarded.status == .corroborated)
        #expect(guarded.why.contains { $0.sentence.contains("an officer of this node has to confirm it") })
    }
}

/// The laws of quarantine, each tried on generated sets of rows; a failure names its seed.
@Suite struct `Quarantine` {
    /// A world, and some of its bundles that wait.
    private func world(_ seed: UInt64) throws -> (state: MergedState, held: [Digest256: HoldReason]) {
        var generator = SplitMix64(state: seed &* 3)
        let state = try MergedState.folding(World(seed: seed, bundleCount: 8).rows)
        var held: [Digest256: HoldReason] = [:]
        for manifest in Set(state.rowsByTag.keys.flatMap { state.claims(of: $0) }.map(\.origin.manifest)).sorted() {
            if Bool.random(using: &generator) { held[manifest] = HoldReason.allCases.randomElement(using: &generator) }
        }
        return (state, held)
    }

    private func fold(_ claims: [Claim], _ key: TagKey, _ held: [Digest256: HoldReason]) -> IndicatorState {
        var context = MergeContext()
        context.held = held
        return IndicatorState.folding(claims, topic: IndicatorTopic(kind: key.kind), at: World.time, in: context)
    }

    @Test(arguments: 0..<LawRun.batchCount)
    func `gives one state whatever the order and repetition`(batch: UInt64) throws {
        for seed in LawRun.seeds(ofBatch: batch) {
            var generator = SplitMix64(state: ~seed)
            let (state, held) = try world(seed)
            for key in state.rowsByTag.keys {
                let claims = state.claims(of: key)
                let other = (claims + claims).shuffled(using: &generator)
                #expect(fold(claims, key, held) == fold(other, key, held), "seed \(seed)")
            }
        }
    }

    @Test(arguments: 0..<LawRun.batchCount)
    func `leaves of a bundle only what stops actions`(batch: UInt64) throws {
        for seed in LawRun.seeds(ofBatch: batch) {
            let (state, held) = try world(seed)
            for key in state.rowsByTag.keys {
                let claims = state.claims(of: key)
                let waiting = fold(claims, key, held)
                let without = fold(
                    claims.filter { held[$0.origin.manifest] == nil || !$0.statement.canLeadToAction }, key, [:])
                #expect(waiting.owners == without.owners, "seed \(seed)")
                #expect(waiting.score == without.score, "seed \(seed)")
                #expect(waiting.tier == without.tier, "seed \(seed)")
                let acting: Set<IndicatorStatus> = [.contested, .corroborated, .asserted]
                #expect(acting.contains(waiting.status) == acting.contains(without.status), "seed \(seed)")
            }
        }
    }
}
