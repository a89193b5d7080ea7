import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Indicators
import MemberRegistry
import Testing

@Suite("An evaluator answers")
struct AnsweringTests {
    private let now = EvaluatorTrial.start.adding(days: 1)

    @Test(
        "and any two of three, asked by a client, give the tags of the vectors",
        arguments: [[1, 2], [1, 3], [2, 3]] as [[UInt8]])
    func endToEnd(pair: [UInt8]) throws {
        let trial = try EvaluatorTrial()
        let batch = try trial.vector.batch()
        var answers: [ProvenAnswer] = []
        for number in pair {
            let request = try trial.request(to: number, elements: batch.elements.map(\.bytes))
            let answer = try trial.evaluator(number).answer(
                trial.envelope(request), from: request.client, under: trial.standing(number), at: now)
            let proven = try trial.proven(answer, to: request, batch: batch)
            answers.append(proven)
        }
        let pepper = try #require(Digest256(hex: trial.vector.pepper))
        for (example, output) in zip(trial.vector.cases, try batch.outputs(from: answers)) {
            #expect(output.hex == example.y)
            let z = HMACKey(pepper).authenticate(Array("SIX1:pep".utf8) + output.bytes)
            #expect(Hex.encode(MatchSecret(z: z).tag(epoch: trial.epoch.number).bytes) == example.tag)
        }
    }

    @Test("alone with nothing that gives an output: one answer, or the same twice, is refused")
    func oneAlone() throws {
        let trial = try EvaluatorTrial()
        let batch = try trial.vector.batch()
        let request = try trial.request(elements: batch.elements.map(\.bytes))
        let answer = try trial.evaluator().answer(
            trial.envelope(request), from: request.client, under: trial.standing(), at: now)
        let proven = try trial.proven(answer, to: request, batch: batch)
        #expect(throws: VOPRFError.self) { try batch.outputs(from: [proven]) }
        #expect(throws: VOPRFError.self) { try batch.outputs(from: [proven, proven]) }
        // What one share makes of an input is not what the key of the epoch makes of it, whatever weight it is given.
        let alone = try EvaluatorShare.onlyOne(trial.vector.share(1), batch)
        #expect(zip(alone, trial.vector.cases).allSatisfy { $0.hex != $1.y })
    }

    @Test("with another share only so that its proof fails")
    func wrongShare() throws {
        let trial = try EvaluatorTrial()
        let batch = try trial.vector.batch()
        for other: UInt8 in [2, 3] {
            let share = try trial.vector.share(other)
            let answer = try share.evaluate(batch.elements.map(\.bytes))
            let key = try #require(GroupElement(try trial.vector.publicKey(1)))
            #expect(throws: VOPRFError.proof(evaluator: 1)) {
                try ProvenAnswer(answer.elements, answer.proof, of: 1, publicKey: key, for: batch)
            }
        }
    }

    @Test("not with a share that is not the one of its document")
    func foreignShare() throws {
        let trial = try EvaluatorTrial()
        let home = try trial.home(of: 1, share: trial.vector.share(2))
        let reading = try home.reading(at: now)
        #expect(reading.standing.shares.isEmpty && reading.refused[trial.epoch.number] != nil)
        let evaluator = try Evaluator(opening: home.paths)
        let request = try trial.request()
        #expect(
            try refusalCode {
                _ = try evaluator.answer(trial.envelope(request), from: request.client, under: reading.standing, at: now)
            } == "E_EPOCH")
    }

    @Test("the same request with the same bytes, once counted, also in another process and when nothing is left of the quota")
    func repeated() throws {
        let trial = try EvaluatorTrial(quotas: ["org.alpha": EvaluationQuota(start: 2, day: 0)])
        let request = try trial.request(count: 2)
        let bytes = try trial.envelope(request)
        let first = try trial.evaluator().answer(bytes, from: request.client, under: trial.standing(), at: now)
        let evaluator = try trial.evaluator()
        #expect(try evaluator.answer(bytes, from: request.client, under: trial.standing(), at: now.adding(days: 7)) == first)
        #expect(try evaluator.totals(of: trial.epoch.number, under: trial.registry) == [request.client: 2])
        let other = try trial.request(batch: 1)
        #expect(
            try refusalCode {
                _ = try evaluator.answer(trial.envelope(other), from: other.client, under: trial.standing(), at: now)
            } == "E_QUOTA")
    }

    @Test("another request for the same part of the same batch with E_BATCH, and counts it nowhere")
    func otherRequest() throws {
        let trial = try EvaluatorTrial()
        let evaluator = try trial.evaluator()
        let request = try trial.request(first: 5, count: 2)
        _ = try evaluator.answer(trial.envelope(request), from: request.client, under: trial.standing(), at: now)
        let other = try trial.request(first: 5, count: 3)
        #expect(
            try refusalCode {
                _ = try evaluator.answer(trial.envelope(other), from: other.client, under: trial.standing(), at: now)
            } == "E_BATCH")
        // Another part, and the same part of another client's batch of that name, are other questions.
        for next in [try trial.request(first: 7, count: 1), try trial.request(of: "org.alpha.lab", first: 5, count: 1)] {
            _ = try evaluator.answer(trial.envelope(next), from: next.client, under: trial.standing(), at: now)
        }
        #expect(
            try evaluator.totals(of: trial.epoch.number, under: trial.registry) == [EvaluatorTrial.member("org.alpha"): 4])
    }

    @Test("a request anew after the shares were refreshed, since the old answer proves nothing of the new share")
    func refreshed() throws {
        let trial = try EvaluatorTrial()
        let evaluator = try trial.evaluator()
        let request = try trial.request()
        let bytes = try trial.envelope(request)
        let first = try evaluator.answer(bytes, from: request.client, under: trial.standing(), at: now)
        let share = try #require(EvaluatorShare(SecretBytes.random(count: EvaluatorShare.byteCount), of: 1))
        let standing = try #require(
            EvaluatorStanding(
                registry: trial.registry, signingKey: EvaluatorTrial.key(11), shares: [.init(epoch: trial.epoch, share: share)]))
        let second = try evaluator.answer(bytes, from: request.client, under: standing, at: now)
        #expect(first != second)
        #expect(try evaluator.answer(bytes, from: request.client, under: standing, at: now) == second)
        #expect(try evaluator.answer(bytes, from: request.client, under: trial.standing(), at: now) == first)
        #expect(try evaluator.totals(of: trial.epoch.number, under: trial.registry) == [request.client: 2])
    }

    @Test("a request that is older than answers are kept anew, and counts it")
    func expired() throws {
        let trial = try EvaluatorTrial()
        let evaluator = try trial.evaluator()
        let request = try trial.request()
        let bytes = try trial.envelope(request)
        let first = try evaluator.answer(bytes, from: request.client, under: trial.standing(), at: now)
        let later = try evaluator.answer(bytes, from: request.client, under: trial.standing(), at: now.adding(days: 8))
        #expect(first != later)
        #expect(try evaluator.totals(of: trial.epoch.number, under: trial.registry) == [request.client: 2])
    }
}

extension EvaluatorShare {
    /// What one evaluator's answer alone would give, taken for the whole: every weight is as good as another to whoever has one share.
    fileprivate static func onlyOne(_ share: EvaluatorShare, _ batch: BlindedBatch) throws -> [Digest256] {
        let answer = try share.evaluate(batch.elements.map(\.bytes))
        return try batch.combined([
            ProvenAnswer(answer.elements, answer.proof, of: share.evaluator, publicKey: share.publicKey, for: batch)
        ])
    }
}
