import Blinding
import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import TestVectors
import Testing

/// The project's own vectors of two of three evaluators, as far as evaluators need them.
struct ThresholdVector: Decodable {
    struct Case: Decodable {
        let kind: String
        let canonical: String
        let blinded: String
        let evaluated: [String: String]
        let y: String
        let tag: String
    }

    struct Decoding: Decodable {
        let hex: String
        let ok: Bool
    }

    let epoch: UInt32
    let shares: [String: String]
    let share_public_keys: [String: String]
    let public_key: String
    let commitments: [String]
    let batch_secret: String
    let pepper: String
    let cases: [Case]
    let element_decoding: [Decoding]

    static func read() throws -> ThresholdVector {
        try JSONDecoder().decode(
            ThresholdVector.self, from: Data(contentsOf: Checkout.vectors.appending(path: "six-v1/oprf_threshold.json")))
    }

    static func secret(_ hex: String) throws -> SecretBytes {
        var bytes = try #require(Hex.decode(hex))
        return SecretBytes(erasing: &bytes)
    }

    func share(_ number: UInt8) throws -> EvaluatorShare {
        let text = try #require(shares["\(number)"])
        return try #require(EvaluatorShare(try Self.secret(text), of: number))
    }

    func publicKey(_ number: UInt8) throws -> [UInt8] {
        let text = try #require(share_public_keys["\(number)"])
        return try #require(Hex.decode(text))
    }

    func batch() throws -> BlindedBatch {
        let inputs = try cases.map { example in
            try MatchInput(kind: try IndicatorKind(parsing: example.kind), canonical: example.canonical.utf8.span)
        }
        return try BlindedBatch(inputs, secret: Self.secret(batch_secret))
    }
}
