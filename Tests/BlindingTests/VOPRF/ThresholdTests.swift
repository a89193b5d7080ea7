import Blinding
import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import TestVectors
import Testing

/// The project's own vectors: two of three evaluators.
struct ThresholdVectors: Decodable {
    struct Case: Decodable {
        let kind: String
        let canonical: String
        let input: String
        let blind: String
        let blinded: String
        let evaluated: [String: String]
        let y: String
        let z: String
        let tag: String
        let pop: [String: String]
        let lock_key: [String: String]
    }

    struct Proof: Decodable {
        let random: String
        let proof: String
    }

    struct ProofCheck: Decodable {
        let why: String
        let evaluator: UInt8
        let evaluated: [String]
        let proof: String
        let ok: Bool
    }

    struct Decoding: Decodable {
        let hex: String
        let ok: Bool
        let why: String
    }

    let epoch: UInt32
    let shares: [String: String]
    let share_public_keys: [String: String]
    let bundle_id: String
    let batch_secret: String
    let pepper: String
    let cases: [Case]
    let proofs: [String: Proof]
    let proof_checks: [ProofCheck]
    let element_decoding: [Decoding]

    static func read() throws -> ThresholdVectors {
        try JSONDecoder().decode(
            ThresholdVectors.self, from: Data(contentsOf: Checkout.vectors.appending(path: "six-v1/oprf_threshold.json")))
    }

    func share(_ number: UInt8) throws -> EvaluatorShare {
        let text = try #require(shares["\(number)"])
        let secret = try secret(text)
        return try #require(EvaluatorShare(secret, of: number))
    }

    func publicKey(_ number: UInt8) throws -> GroupElement {
        let text = try #require(share_public_keys["\(number)"])
        let bytes = try #require(Hex.decode(text))
        return try #require(GroupElement(bytes))
    }

    func batch() throws -> BlindedBatch {
        var inputs: [MatchInput] = []
        for example in cases {
            let kind = try IndicatorKind(parsing: example.kind)
            inputs.append(try MatchInput(kind: kind, canonical: example.canonical.utf8.span))
        }
        let secret = try secret(batch_secret)
        return try BlindedBatch(inputs, secret: secret)
    }

    func answer(of number: UInt8, to batch: BlindedBatch) throws -> ProvenAnswer {
        let (share, key) = (try share(number), try publicKey(number))
        let answer = try share.evaluate(batch.elements.map(\.bytes))
        return try ProvenAnswer(answer.elements, answer.proof, of: number, publicKey: key, for: batch)
    }
}

func decoded(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

func secret(_ hex: String) throws -> SecretBytes { SecretBytes(copying: try decoded(hex)) }

@Suite struct `Two of three evaluators` {
    @Test func `see the published blinded elements and give the published evaluations and proofs`() throws {
        let vectors = try ThresholdVectors.read()
        let batch = try vectors.batch()
        #expect(batch.elements.map { Hex.encode($0.bytes) } == vectors.cases.map(\.blinded))
        for (index, example) in vectors.cases.enumerated() {
            #expect(Hex.encode(batch.inputs[index].bytes) == example.input)
            #expect(batch.blind(at: index) == (try secret(example.blind)))
        }
        for number in UInt8(1)...3 {
            let proof = try #require(vectors.proofs["\(number)"])
            let random = try secret(proof.random)
            let nonce = try #require(GroupScalars(random))
            let answer = try vectors.share(number).evaluate(batch.elements.map(\.bytes), suite: .verifiable, nonce: nonce)
            #expect(answer.elements.map { Hex.encode($0) } == vectors.cases.map { $0.evaluated["\(number)"] ?? "" })
            #expect(Hex.encode(answer.proof.bytes) == proof.proof)
        }
    }

    @Test(arguments: [[1, 2], [1, 3], [2, 3], [3, 1], [1, 2, 3]] as [[UInt8]])
    func `any of them give one output, tag, proof of possession and lock key`(parties: [UInt8]) throws {
        let vectors = try ThresholdVectors.read()
        let batch = try vectors.batch()
        let answers = try parties.map { try vectors.answer(of: $0, to: batch) }
        let outputs = try batch.outputs(from: answers)
        let epoch = EpochNumber(vectors.epoch)
        let pepper = try secret(vectors.pepper)
        let blinder = try EpochBlinder(epoch: epoch, suites: .standard, pepper: pepper)
        for (output, example) in zip(outputs, vectors.cases) {
            #expect(output.hex == example.y)
            #expect(blinder.evaluatedSecret(of: output).hex == example.z)
            let match = MatchSecret(z: blinder.evaluatedSecret(of: output))
            #expect(Hex.encode(match.tag(epoch: epoch).bytes) == example.tag)
            for (name, pop) in example.pop {
                let publisher = try #require(MemberID(name))
                #expect(Hex.encode(match.pop(epoch: epoch, publisher: publisher).bytes) == pop)
                let bundleID = try #require(Hex.decode(vectors.bundle_id))
                #expect(match.lockKey(epoch: epoch, publisher: publisher, bundleID: bundleID.span).hex == example.lock_key[name])
            }
        }
    }

    @Test func `are not enough when there is one`() throws {
        let vectors = try ThresholdVectors.read()
        let batch = try vectors.batch()
        let answer = try vectors.answer(of: 1, to: batch)
        let outputs = try batch.combined([answer])
        #expect(zip(outputs, vectors.cases).allSatisfy { $0.hex != $1.y })
        #expect(throws: VOPRFError.answers(count: 1)) { try batch.outputs(from: [answer]) }
        #expect(throws: VOPRFError.answers(count: 1)) { try batch.outputs(from: [answer, answer]) }
    }

    @Test func `are not heard about another batch`() throws {
        let vectors = try ThresholdVectors.read()
        let (batch, batchSecret) = (try vectors.batch(), try secret(vectors.batch_secret))
        let other = try BlindedBatch(batch.inputs, secret: batchSecret, firstIndex: 1)
        let answers = try [vectors.answer(of: 1, to: batch), vectors.answer(of: 2, to: other)]
        #expect(throws: VOPRFError.answers(count: 1)) { try batch.outputs(from: answers) }
    }

    @Test func `prove what they did and nothing else`() throws {
        let vectors = try ThresholdVectors.read()
        let batch = try vectors.batch()
        #expect(vectors.proof_checks.count == 6)
        for check in vectors.proof_checks {
            let evaluated = try check.evaluated.map(decoded)
            let isProven = try isProven(check, evaluated, batch, vectors.publicKey(check.evaluator))
            #expect(isProven == check.ok, "\(check.why)")
        }
    }

    private func isProven(
        _ check: ThresholdVectors.ProofCheck, _ evaluated: [[UInt8]], _ batch: BlindedBatch, _ key: GroupElement
    ) throws -> Bool {
        let bytes = try decoded(check.proof)
        guard let proof = EqualityProof(bytes) else { return false }
        return (try? ProvenAnswer(evaluated, proof, of: check.evaluator, publicKey: key, for: batch)) != nil
    }

    @Test func `are told apart when one answers with another's share`() throws {
        let vectors = try ThresholdVectors.read()
        let batch = try vectors.batch()
        let (second, keys) = (try vectors.share(2), [try vectors.publicKey(1), try vectors.publicKey(2)])
        let answer = try second.evaluate(batch.elements.map(\.bytes))
        #expect(throws: VOPRFError.proof(evaluator: 1)) {
            try ProvenAnswer(answer.elements, answer.proof, of: 1, publicKey: keys[0], for: batch)
        }
        #expect(throws: VOPRFError.count(evaluator: 2)) {
            try ProvenAnswer(Array(answer.elements.dropLast()), answer.proof, of: 2, publicKey: keys[1], for: batch)
        }
    }

    @Test func `refuse a message with anything that is no element`() throws {
        let vectors = try ThresholdVectors.read()
        let (good, share) = (try vectors.batch().elements[0].bytes, try vectors.share(1))
        #expect(vectors.element_decoding.count == 11)
        for example in vectors.element_decoding {
            let bytes = try #require(Hex.decode(example.hex))
            #expect((GroupElement(bytes) != nil) == example.ok, "\(example.why)")
            guard !example.ok else { continue }
            #expect(throws: VOPRFError.element(index: 1), "\(example.why)") { try share.evaluate([good, bytes]) }
        }
    }

    @Test func `answer as many elements as a message may have and not one more`() throws {
        let vectors = try ThresholdVectors.read()
        let (good, share) = (try vectors.batch().elements[0].bytes, try vectors.share(1))
        let batchSecret = try secret(vectors.batch_secret)
        let tooMany = BlindedBatch.largestCount + 1
        #expect(throws: VOPRFError.tooMany(count: tooMany)) {
            try share.evaluate(Array(repeating: good, count: tooMany))
        }
        let input = try MatchInput(kind: .phone, canonical: "+442079460101".utf8.span)
        #expect(throws: VOPRFError.tooMany(count: tooMany)) {
            try BlindedBatch(Array(repeating: input, count: tooMany), secret: batchSecret)
        }
        #expect(throws: VOPRFError.empty) { try share.evaluate([]) }
    }

    @Test func `give one output although the batch is cut into messages`() throws {
        let vectors = try ThresholdVectors.read()
        let whole = try vectors.batch()
        let inputs = whole.inputs
        let batchSecret = try secret(vectors.batch_secret)
        let rest = try BlindedBatch(Array(inputs[4...]), secret: batchSecret, firstIndex: 4)
        #expect(rest.elements.map(\.bytes) == whole.elements[4...].map(\.bytes))
        let answers = try [vectors.answer(of: 1, to: rest), vectors.answer(of: 3, to: rest)]
        let outputs = try rest.outputs(from: answers)
        #expect(outputs.map(\.hex) == vectors.cases[4...].map(\.y))
    }
}
