import Blinding
import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import TestVectors
import Testing

/// The published cases of RFC 9497 for P256-SHA256.
private struct SuiteVectors: Decodable {
    struct Case: Decodable {
        let batch: Int
        let blind: String
        let blindedElement: String
        let evaluationElement: String
        let input: String
        let output: String
        let proof: Proof?

        private enum CodingKeys: String, CodingKey {
            case batch = "Batch"
            case blind = "Blind"
            case blindedElement = "BlindedElement"
            case evaluationElement = "EvaluationElement"
            case input = "Input"
            case output = "Output"
            case proof = "Proof"
        }
    }

    struct Proof: Decodable {
        let proof: String
        let r: String
    }

    let mode: UInt8
    let seed: String
    let keyInfo: String
    let skSm: String
    let pkSm: String?
    let vectors: [Case]
}

private func list(_ text: String) throws -> [[UInt8]] {
    try text.split(separator: ",").map { try decoded(String($0)) }
}

private func numbers(_ text: String) throws -> [GroupScalars] {
    try list(text).map { try #require(GroupScalars(SecretBytes(copying: $0))) }
}

@Suite(.enabled(if: SharedVectors.arePresent)) struct `The function of RFC 9497` {
    private func suites() throws -> [SuiteVectors] {
        try SharedVectors.json("vectors/rfc9497/p256_sha256.json", as: [SuiteVectors].self).filter { $0.mode < 2 }
    }

    @Test func `derives the published keys`() throws {
        for vectors in try suites() {
            let mode = try #require(VOPRFSuite.Mode(rawValue: vectors.mode))
            let suite = VOPRFSuite(mode)
            let (seed, info) = (try decoded(vectors.seed), try decoded(vectors.keyInfo))
            let key = try #require(suite.deriveKey(seed: seed, info: info))
            #expect(try key.bytes(at: 0) == secret(vectors.skSm))
            if let published = vectors.pkSm { #expect(Hex.encode(GroupElement.generator(times: key).bytes) == published) }
        }
    }

    @Test func `blinds, evaluates, proves and finalizes as published`() throws {
        var cases = 0
        for vectors in try suites() {
            let mode = try #require(VOPRFSuite.Mode(rawValue: vectors.mode))
            let suite = VOPRFSuite(mode)
            let key = try secret(vectors.skSm)
            let share = try #require(EvaluatorShare(key, of: 1))
            for example in vectors.vectors {
                cases += 1
                let inputs = try list(example.input)
                let blinds = try numbers(example.blind)
                let blinded = zip(suite.elements(of: inputs), blinds).map { GroupElement.products([$0], $1)[0] }
                #expect(try blinded.map(\.bytes) == list(example.blindedElement))
                let nonce = try example.proof.map { try numbers($0.r)[0] } ?? .random(count: 1)
                let answer = try share.evaluate(blinded.map(\.bytes), suite: suite, nonce: nonce)
                #expect(try answer.elements == list(example.evaluationElement))
                if let proof = example.proof { #expect(Hex.encode(answer.proof.bytes) == proof.proof) }
                let evaluated = try answer.elements.map { try #require(GroupElement($0)) }
                let opened = zip(evaluated, blinds).map { GroupElement.products([$0], $1.inverted())[0] }
                #expect(try zip(inputs, opened).map { suite.output(of: $0, $1).bytes } == list(example.output))
            }
        }
        #expect(cases >= 5)
    }
}
