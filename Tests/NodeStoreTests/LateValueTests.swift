import Blinding
import CryptoPrimitives
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// Values of a kind that evaluators serve, in rows that came in before anybody here had the values evaluated.
@Suite struct `A value that nobody evaluated when its row came in` {
    private static let (value, other) = ("telegram:1", "telegram:2")

    /// What evaluators' answers gave: the secrets of some values.
    private struct Evaluated: EvaluatedSecrets {
        var secrets: [[UInt8]: MatchSecret] = [:]
        func secret(of input: [UInt8]) -> MatchSecret? { secrets[input] }
    }

    private static func blinder(knowing values: [String], _ world: StoreWorld) throws -> EpochBlinder {
        var evaluated = Evaluated()
        for value in values {
            evaluated.secrets[try MatchInput(kind: .acct, canonical: value.utf8.span).bytes] = try world.secret("acct", value)
        }
        let pepper = SecretBytes(copying: [UInt8](repeating: 9, count: EpochBlinder.pepperByteCount).span)
        return try EpochBlinder(
            epoch: StoreWorld.epoch, suites: SuiteTable(suites: ["acct": .thresholdVOPRF], acceptsGuessable: false),
            pepper: pepper,
            evaluated: evaluated)
    }

    /// Rows under the tag of ``value``, one of each member, that show what is given, taken in knowing nothing.
    private static func home(showing shown: [String?]) throws -> (TestHome, NodeStore) {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 1)
        for (publisher, text) in shown.enumerated() {
            var segment = try StoreWorld.segment(kind: "acct", isMust: false)
            let core = Array(try world.report(publisher, "acct", value).utf8)
            segment.append([nil, core, nil, nil, nil, text.map { Array("\"\($0)\"".utf8) }, nil])
            try world.publish([segment], by: publisher, to: "lab", using: &generator)
        }
        let home = try TestHome(world)
        var checks = StagingChecks()
        checks.blinders[StoreWorld.epoch] = try blinder(knowing: [], world)
        let store = try home.open()
        for stream in world.streams { try home.take(stream.bytes, into: store, checks: checks) }
        return (home, store)
    }

    private static func claims(
        showing shown: [String?], knowing values: [String], asking: Bool = false
    ) throws -> (inState: [Claim], history: [StoredClaim]) {
        let (home, store) = try home(showing: shown)
        store.check(with: [StoreWorld.epoch: try blinder(knowing: values, home.world)])
        let key = try home.world.key("acct", value)
        let known = asking ? [key: try home.world.known("acct", value)] : [:]
        return (
            try store.claims(of: [key], knowing: known).sorted { $0.origin.publisher < $1.origin.publisher },
            try store.history(of: key, knowing: known[key]).sorted { $0.claim.origin.publisher < $1.claim.origin.publisher }
        )
    }

    @Test func `is unverified, and counts for its tag`() throws {
        let claims = try Self.claims(showing: [Self.value], knowing: [])
        #expect(claims.inState.map(\.pop) == [.unchecked])
        #expect(claims.inState.map(\.exclusion) == [nil])
        #expect(claims.history.map(\.valueStanding) == [.unverified])
    }

    @Test func `is verified, and its proof checked, once its secret is kept`() throws {
        let claims = try Self.claims(showing: [Self.value], knowing: [Self.value])
        #expect(claims.inState.map(\.pop) == [.valid])
        #expect(claims.history.map(\.valueStanding) == [.verified])
        #expect(claims.history.map(\.claim) == claims.inState)
    }

    @Test func `keeps its row out of the state once its secret is kept and gives another tag`() throws {
        let claims = try Self.claims(showing: [Self.other], knowing: [Self.other])
        #expect(claims.inState.map(\.exclusion) == [.tag])
        #expect(claims.history.map(\.valueStanding) == [.disproved])
    }

    @Test(arguments: [true, false])
    func `is another than that of the tag where that is known, though its own secret is not`(asking: Bool) throws {
        // The second member shows the value, or else whoever asks names it.
        let claims = try Self.claims(showing: [Self.other, asking ? nil : Self.value], knowing: [Self.value], asking: asking)
        #expect(claims.inState.map(\.exclusion) == [.tag, nil])
        #expect(claims.inState.map(\.pop) == [.unchecked, .valid])
        #expect(claims.history.map(\.valueStanding) == [.disproved, asking ? nil : .verified])
    }

    @Test func `proves nothing of rows that hide theirs while it is unverified`() throws {
        let claims = try Self.claims(showing: [Self.other, nil], knowing: [])
        #expect(claims.inState.map(\.pop) == [.unchecked, .unchecked])
    }

    @Test func `is read for all rows when somebody asks, and not by a pass over everything`() throws {
        let (home, store) = try Self.home(showing: [Self.other, Self.value])
        store.check(with: [StoreWorld.epoch: try Self.blinder(knowing: [Self.value], home.world)])
        var passed: [Claim] = []
        try store.forEachIndicator { passed += $1 }
        #expect(passed.map(\.pop) == [.unchecked, .unchecked] && passed.allSatisfy { $0.exclusion == nil })
        var reported: [ValueStanding?] = []
        try store.forEachReported(readingCells: true) { reported += $1.map(\.valueStanding) }
        #expect(Set(reported) == [.disproved, .verified])
    }

    @Test func `is among those to evaluate until it is`() throws {
        let (home, store) = try Self.home(showing: [Self.value, nil, Self.other])
        let question = StateQuestion(at: StoreWorld.time)
        let unverified = try store.unverifiedValues(of: StoreWorld.epoch, from: 0, asking: question)
        #expect(Set(unverified.shown.map(\.canonical)) == [Array(Self.value.utf8), Array(Self.other.utf8)])
        #expect(try unverified.shown.allSatisfy { try $0.key == home.world.key("acct", Self.value) })
        #expect(unverified.next == nil)
        #expect(try store.unverifiedValues(of: EpochNumber(1), from: 0, asking: question).shown.isEmpty)
        var aside = question
        aside.context.quarantined = Set(try store.history(of: home.world.key("acct", Self.value)).map(\.claim.origin.manifest))
        #expect(
            try store.unverifiedValues(of: StoreWorld.epoch, from: 0, asking: aside).shown.isEmpty,
            "what is set aside is not paid for")
        store.check(with: [StoreWorld.epoch: try Self.blinder(knowing: [Self.value], home.world)])
        #expect(try store.unverifiedValues(of: StoreWorld.epoch, from: 0, asking: question).shown.isEmpty)
    }
}
