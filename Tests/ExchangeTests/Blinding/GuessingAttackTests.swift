import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Exchange
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import Testing

/// A bundle with numbers leaks whole, and somebody tries numbers against its tags. Copied tags and tags beyond what was evaluated are attacked in
/// `A copied tag` and `Tags held against statements of usage`.
@Suite struct `Guessing the numbers of a leaked bundle` {
    private let lab: BlindLab
    private let leaked: String
    private let epoch: VerifiedEpoch
    /// Three of them are in the bundle.
    private let guesses: [MatchInput]

    init() async throws {
        lab = try BlindLab()
        let numbers = (0..<3).map { "+4420794\(60_000 + $0)" }
        let path = try await lab.publish("value\n" + numbers.joined(separator: "\n") + "\n", by: "org.a").path
        leaked = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        epoch = try lab.sandbox.node("org.a").publishingEpoch(at: lab.sandbox.time)
        guesses = try lab.inputs(0..<40)
    }

    private func pepper() throws -> SecretBytes {
        var bytes = try SecretFile.read(lab.sandbox.node("org.b").paths.pepper(1))
        return SecretBytes(erasing: &bytes)
    }

    /// How many guesses give a tag of the bundle.
    private func hits(_ secrets: [MatchSecret]) -> Int {
        secrets.count { leaked.contains($0.tag(epoch: epoch.number).base64url) }
    }

    /// What outputs of the evaluators' function, true or made up, give under a pepper.
    private func secrets(_ outputs: [Digest256], under pepper: SecretBytes) throws -> [MatchSecret] {
        let blinder = try EpochBlinder(
            epoch: epoch.number, suites: SuiteTable(suites: ["phone": .thresholdVOPRF], acceptsGuessable: false), pepper: pepper)
        return outputs.map { MatchSecret(z: blinder.evaluatedSecret(of: $0)) }
    }

    private func keyedSecrets(under pepper: SecretBytes) throws -> [MatchSecret] {
        let blinder = try EpochBlinder(epoch: epoch.number, suites: .keyed(.phone), pepper: pepper)
        return try guesses.map { try blinder.secret(of: $0) }
    }

    private func share(_ number: UInt8) throws -> EvaluatorShare {
        let stated = try #require(epoch.document.evaluators?.shares.first { $0.index == Int(number) })
        return try ShareFile.read(
            EvaluatorPaths(home: lab.sandbox.home(stated.party.name)), of: epoch.number, evaluator: number,
            publicKey: #require(GroupElement(stated.publicKey)))
    }

    /// What shares give for the guesses, each taken for the share of the party it is given for.
    private func outputs(of shares: [(party: UInt8, share: EvaluatorShare)]) throws -> [Digest256] {
        let batch = try BlindedBatch(guesses, secret: .random(count: 32))
        let answers = try shares.map { party, share in
            let answer = try share.evaluate(batch.elements.map(\.bytes))
            return try ProvenAnswer(answer.elements, answer.proof, of: party, publicKey: share.publicKey, for: batch)
        }
        return try batch.combined(answers)
    }

    @Test func `gives an outsider nothing, who has neither pepper nor share`() throws {
        let pepper = SecretBytes.random(count: EpochBlinder.pepperByteCount)
        #expect(try hits(secrets(KnownKey().outputs(of: guesses), under: pepper)) == 0)
        #expect(try hits(keyedSecrets(under: pepper)) == 0)
    }

    @Test func `gives a dishonest member nothing, who has the pepper and asks nobody`() throws {
        #expect(try hits(secrets(KnownKey().outputs(of: guesses), under: pepper())) == 0)
        #expect(try hits(keyedSecrets(under: pepper())) == 0)
    }

    @Test(arguments: [UInt8(1), 2, 3])
    func `gives one evaluator nothing, not even with the pepper`(number: UInt8) throws {
        let own = try share(number)
        #expect(try hits(secrets(outputs(of: [(number, own)]), under: pepper())) == 0)
        for other in [UInt8(1), 2, 3] where other != number {
            // Its own share in the other's place, and one that it made up.
            #expect(try hits(secrets(outputs(of: [(number, own), (other, own)]), under: pepper())) == 0)
            let madeUp = try #require(EvaluatorShare(.random(count: EvaluatorShare.byteCount), of: other))
            #expect(try hits(secrets(outputs(of: [(number, own), (other, madeUp)]), under: pepper())) == 0)
        }
    }

    @Test(arguments: [[UInt8(1), 2], [1, 3], [2, 3]])
    func `gives any two evaluators with the pepper all three: what is left when two act together`(pair: [UInt8]) throws {
        let shares = try pair.map { ($0, try share($0)) }
        #expect(try hits(secrets(outputs(of: shares), under: pepper())) == 3)
        let other = SecretBytes.random(count: EpochBlinder.pepperByteCount)
        #expect(try hits(secrets(outputs(of: shares), under: other)) == 0, "without the pepper two have nothing either")
    }

    @Test func `tells an evaluator nothing by being asked twice`() throws {
        let (first, second) = (
            try BlindedBatch(guesses, secret: .random(count: 32)), try BlindedBatch(guesses, secret: .random(count: 32))
        )
        #expect(Set(first.elements.map(\.bytes) + second.elements.map(\.bytes)).count == 2 * guesses.count)
    }

    @Test func `costs a member a question at two evaluators for each, and the quota ends it: what is left is a number`()
        async throws
    {
        let before = lab.evaluators.charged.values.reduce(0, +)
        let client = try lab.client("org.b")
        try await client.ensure(guesses)
        #expect(lab.evaluators.charged.values.reduce(0, +) == before + 2 * guesses.count)
        for member in lab.evaluators.members { lab.evaluators.set(.quota, at: member) }
        let error = await #expect(throws: EvaluationError.self) { try await client.ensure(lab.inputs(40..<41)) }
        #expect(error?.code == "E_QUOTA")
        // One owner by the standard quota, asking each pair of evaluators in turn, as long as bundles of the epoch match.
        let times = epoch.document.times
        let days = (times.matchUntil.secondsSinceEpoch - times.publishFrom.secondsSinceEpoch) / Timestamp.secondsPerDay
        let questions = (EvaluationQuota.standard.start + EvaluationQuota.standard.day * days) * 3 / 2
        print("guesses of one owner in an epoch of \(days) days: \(questions), of 1,000,000,000 numbers of a country")
        #expect(questions < 1_000_000_000 / 50, "under two numbers of a hundred")
    }
}
