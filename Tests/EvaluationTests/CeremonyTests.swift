import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import Testing

@Suite("A key ceremony")
struct CeremonyTests {
    /// A tag's input through two evaluators.
    private func output(_ shares: [EvaluatorShare]) throws -> Digest256 {
        let sum = shares.map { share in
            (PublicScalar.lagrange(of: share.evaluator, among: shares.map(\.evaluator)), share.publicKey)
        }
        return SHA256.hash(try #require(GroupElement.publicSum(sum)).bytes)
    }

    private func shares(_ fixture: CeremonyFixture, _ keys: ThresholdKeys) throws -> [EvaluatorShare] {
        try (0..<3).map { index in
            let number = UInt8(index + 1)
            return try ShareFile.read(
                fixture.parties[index].paths, of: fixture.epoch, evaluator: number,
                publicKey: #require(keys.shareKeys[number]))
        }
    }

    @Test("Three parties get shares of one key, any two of which stand for it, and one document")
    func whole() throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.run()
        let keys = try fixture.open(0).keys()
        let shares = try shares(fixture, keys)
        for pair in [[0, 1], [0, 2], [1, 2]] {
            #expect(try output(pair.map { shares[$0] }) == SHA256.hash(keys.publicKey.bytes))
        }
        let drafts = try (0..<3).map { try fixture.open($0).document() }
        let combined = try DSSEEnvelope.combining(drafts)
        #expect(combined.signatures.count == 3)
        let document = try EpochDocument(parsing: combined.payload)
        #expect(try #require(document.evaluators.flatMap { ThresholdKeys($0) }) == keys)
        #expect(document.evaluators?.shares.map(\.party) == fixture.parties.map(\.member))
        for index in 0..<3 {
            #expect(!fixture.secretIsThere(index), "the polynomial is erased")
            #expect(try fixture.open(index).standing.step == .complete)
            let kept = try Directory.names(in: fixture.parties[index].paths.ceremony(of: fixture.epoch) + "/messages")
            #expect(!kept.contains { $0.hasPrefix("2-") }, "what was dealt is erased: \(kept)")
        }
    }

    @Test("A refresh keeps the key, and an old share with a new one stands for nothing")
    func refresh() throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.run()
        let document = try EpochDocument(parsing: fixture.open(0).document().payload)
        fixture.document = document
        let before = try #require(document.evaluators.flatMap { ThresholdKeys($0) })
        let old = try shares(fixture, before)
        let plan = try CeremonyPlan(
            epoch: fixture.epoch, parties: fixture.parties.map(\.member), purpose: .refresh(document.digest),
            attempt: SecureRandom.bytes(16))
        _ = try fixture.run(plan)
        let after = try fixture.open(0).keys()
        #expect(after.publicKey == before.publicKey && after.shareKeys != before.shareKeys)
        let new = try shares(fixture, after)
        #expect(try output([new[0], new[2]]) == output([old[1], old[2]]))
        #expect(try output([old[0], new[1]]) != output([old[0], old[1]]))
        let refreshed = try EpochDocument(parsing: fixture.open(1).document().payload)
        #expect(refreshed.epoch == document.epoch && refreshed.digest != document.digest)
        #expect(refreshed.evaluators?.publicKey == document.evaluators?.publicKey)
        #expect(Directory.exists(fixture.parties[0].paths.refreshedShare(of: fixture.epoch)))
    }

    @Test("Each step says the same again, and each message is taken once")
    func repeated() throws {
        let fixture = try CeremonyFixture()
        let commits = try fixture.commitAll()
        #expect(try fixture.step(0) { try $0.commit() } == commits[0])
        let outcomes = try fixture.step(0) { try $0.take(commits.map(\.envelope)).map(\.outcome) }
        #expect(outcomes == [.known, .known, .known])
        let reveals = try fixture.revealAll()
        #expect(try fixture.step(1) { try $0.reveal() } == reveals[1])
        let dealt = try fixture.dealAll()
        #expect(try fixture.step(2) { try $0.deal() } == Array(dealt[4...]))
        let said = try fixture.step(0) { try $0.finish() }
        #expect(try fixture.step(0) { try $0.finish() } == said)
        #expect(try fixture.begin(0).plan == fixture.plan, "beginning again changes nothing")
    }

    @Test("Nobody reveals before all have committed, deals before all have revealed or finishes before all have dealt")
    func order() throws {
        let fixture = try CeremonyFixture()
        for index in 0..<3 { _ = try fixture.begin(index) }
        let commits = try (0..<3).map { try fixture.step($0) { try $0.commit() } }
        let names = fixture.parties.map(\.member)
        #expect(throws: CeremonyError.missing(round: 0, from: [names[1], names[2]])) { try fixture.step(0) { try $0.reveal() } }
        try fixture.take(0, [commits[1]])
        #expect(throws: CeremonyError.missing(round: 0, from: [names[2]])) { try fixture.step(0) { try $0.reveal() } }
        for index in 0..<3 { try fixture.take(index, commits) }
        #expect(throws: CeremonyError.missing(round: 1, from: names)) { try fixture.step(0) { try $0.deal() } }
        _ = try fixture.revealAll()
        #expect(throws: CeremonyError.missing(round: 2, from: [names[1], names[2]])) {
            try fixture.step(0) { try $0.finish() }
        }
        #expect(throws: CeremonyError.missing(round: 3, from: names)) { try fixture.open(0).document() }
    }

    @Test("A step that was cut off after any of its writes is finished when it is repeated", arguments: 0..<3)
    func cutOff(write: Int) throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.commitAll()
        _ = try fixture.revealAll()
        _ = try fixture.dealAll()
        let (paths, folder) = (fixture.parties[0].paths, fixture.parties[0].paths.ceremony(of: fixture.epoch))
        let secret = try SecretFile.read(folder + "/polynomial.key")
        let said = try fixture.step(0) { try $0.finish() }
        // What the process had not yet done: 2 the erasing, 1 the confirmation, 0 the share.
        try SecretFile.create(folder + "/polynomial.key", contents: secret)
        if write < 2 { try Directory.remove(folder + "/messages/3-1-0.json") }
        if write < 1 { try Directory.remove(paths.share(of: fixture.epoch)) }
        #expect(try fixture.step(0) { try $0.finish() }.envelope == said.envelope)
        #expect(!fixture.secretIsThere(0) && Directory.exists(paths.share(of: fixture.epoch)))
    }

    @Test("A commitment that was cut off before it was said is the same when it is said")
    func cutOffCommit() throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.begin(0)
        let said = try fixture.step(0) { try $0.commit() }
        let folder = fixture.parties[0].paths.ceremony(of: fixture.epoch)
        try Directory.remove(folder + "/messages/0-1-0.json")
        #expect(try fixture.step(0) { try $0.commit() } == said)
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/polynomial.key")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try Directory.remove(folder + "/messages/0-1-0.json")
        try SecretFile.erase(folder + "/polynomial.key")
        try SecretFile.create(folder + "/polynomial.key", contents: [UInt8](repeating: 0, count: 96))
        #expect(throws: CeremonyError.secretLost) { try fixture.step(0) { try $0.commit() } }
    }

    @Test("A plan is refused that does not fit the registry, the home or what is under way")
    func plans() throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.begin(0)
        let other = try CeremonyFixture.plan(fixture.epoch, fixture.parties.map(\.member))
        #expect(throws: CeremonyError.underWay(fixture.epoch)) { try fixture.begin(0, plan: other) }
        try fixture.open(0).abandon()
        #expect(throws: CeremonyError.givenUp) { try fixture.begin(0) }
        _ = try fixture.begin(0, plan: other)
        let strangers = try ["org.b", "org.c", "org.d"].map { try #require(MemberID($0)) }
        let foreign = try CeremonyFixture.plan(EpochNumber(8), strangers)
        #expect(throws: CeremonyError.notAParty(fixture.parties[0].member)) { try fixture.begin(0, plan: foreign) }
        #expect(throws: CeremonyError.notAnEvaluator(strangers[2])) { try fixture.begin(1, plan: foreign) }
        let owned = try CeremonyFixture(owners: ["org.a", "org.b", "org.a"])
        #expect(throws: CeremonyError.oneOwner(owned.parties[0].member, owned.parties[2].member)) { try owned.begin(1) }
        let banks = try CeremonyFixture(isEvaluator: false)
        #expect(throws: CeremonyError.notAnEvaluator(banks.parties[0].member)) { try banks.begin(1) }
        _ = try fixture.begin(1)
        #expect(throws: CeremonyError.notBegun(EpochNumber(9))) { try fixture.open(1, epoch: EpochNumber(9)) }
    }

    @Test("An epoch that has its key gets no second one")
    func secondKey() throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.run()
        let again = try CeremonyFixture.plan(fixture.epoch, fixture.parties.map(\.member))
        #expect(throws: CeremonyError.epochMade(fixture.epoch)) { try fixture.begin(0, plan: again) }
        #expect(try fixture.open(0).standing.step == .complete)
    }
}
