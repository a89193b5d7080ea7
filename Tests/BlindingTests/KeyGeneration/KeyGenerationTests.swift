import Blinding
import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import TestVectors
import Testing

/// The project's own vectors of the key generation.
private struct CeremonyVectors: Decodable {
    struct Party: Decodable {
        let coefficients: [String]
        let nonce: String
        let round0_commit: String
        let round1_points: [String]
        let round1_pok: String
        let pok_nonce_k: String
        let round2_dealt: [String: String]
    }

    struct Check: Decodable {
        let what: String
        let party: UInt8?
        let from: String?
        let to: UInt8?
        let value: String
        let ok: Bool

        private enum CodingKeys: String, CodingKey { case what, party, from, to, value, ok }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            what = try container.decode(String.self, forKey: .what)
            party = try container.decodeIfPresent(UInt8.self, forKey: .party)
            from = try container.decodeIfPresent(UInt8.self, forKey: .from).map { "\($0)" }
            to = try container.decodeIfPresent(UInt8.self, forKey: .to)
            value = try container.decode(String.self, forKey: .value)
            ok = try container.decode(Bool.self, forKey: .ok)
        }
    }

    let epoch: UInt32
    let parties: [String: Party]
    let final_shares: [String: String]
    let final_share_public_keys: [String: String]
    let public_key: String
    let checks: [Check]

    func polynomial(_ party: String) throws -> SharePolynomial {
        let found = try #require(parties[party])
        let bytes = try found.coefficients.map(decoded)
        let coefficients = try #require(GroupScalars(copying: bytes))
        return SharePolynomial(coefficients: coefficients)
    }
}

@Suite struct `Key generation` {
    @Test(arguments: [false, true])
    func `keeps a polynomial in a file and reads it again`(isRefreshing: Bool) throws {
        let polynomial = isRefreshing ? SharePolynomial.refreshing() : SharePolynomial()
        let secret = polynomial.secret
        #expect(secret.count == (isRefreshing ? 32 : 64))
        let read = try #require(SharePolynomial(secret, isRefreshing: isRefreshing))
        #expect(read.commitments == polynomial.commitments)
        for party in SharePolynomial.parties {
            #expect(read.value(for: party).bytes(at: 0) == polynomial.value(for: party).bytes(at: 0))
        }
        #expect(SharePolynomial(secret, isRefreshing: !isRefreshing) == nil)
        for bad in [Array(repeating: UInt8(0), count: secret.count), Array(repeating: 0xff, count: secret.count), [], [1]] {
            #expect(SharePolynomial(SecretBytes(copying: bad), isRefreshing: isRefreshing) == nil)
        }
    }

    private func vectors() throws -> CeremonyVectors {
        let data = try Data(contentsOf: Checkout.vectors.appending(path: "six-v1/dkg.json"))
        return try JSONDecoder().decode(CeremonyVectors.self, from: data)
    }

    @Test func `commits, reveals, proves and deals as published`() throws {
        let vectors = try vectors()
        let epoch = EpochNumber(vectors.epoch)
        for (name, party) in vectors.parties {
            let number = try #require(UInt8(name))
            let polynomial = try vectors.polynomial(name)
            #expect(polynomial.commitments.points.map { Hex.encode($0.bytes) } == party.round1_points)
            let chosen = try decoded(party.pok_nonce_k)
            let random = try #require(GroupScalars(copying: [chosen]))
            let knowledge = KnowledgeProof(polynomial, epoch: epoch, party: number, nonce: random)
            #expect(Hex.encode(knowledge.bytes) == party.round1_pok)
            let nonce = try #require(Digest256(hex: party.nonce))
            let revealed = RevealedCommitments(commitments: polynomial.commitments, nonce: nonce, knowledge: knowledge)
            #expect(revealed.digest.hex == party.round0_commit)
            #expect(revealed.holds(for: revealed.digest, epoch: epoch, party: number))
            #expect(!revealed.holds(for: revealed.digest, epoch: epoch, party: number % 3 + 1))
            #expect(!revealed.holds(for: .zero, epoch: epoch, party: number))
            for (other, dealt) in party.round2_dealt {
                let place = try #require(UInt8(other))
                let value = polynomial.value(for: place)
                #expect(try value.bytes(at: 0) == secret(dealt))
            }
        }
    }

    @Test func `ends with the published shares and keys`() throws {
        let vectors = try vectors()
        let polynomials = try ["1", "2", "3"].map(vectors.polynomial)
        let keys = try #require(ThresholdKeys(polynomials.map(\.commitments)))
        #expect(Hex.encode(keys.publicKey.bytes) == vectors.public_key)
        for party in SharePolynomial.parties {
            let share = try #require(EvaluatorShare(summing: polynomials.map { $0.value(for: party) }, of: party))
            let published = try #require(vectors.final_shares["\(party)"])
            #expect(try share.secret == secret(published))
            #expect(Hex.encode(share.publicKey.bytes) == vectors.final_share_public_keys["\(party)"])
            #expect(keys.shareKeys[party] == share.publicKey)
        }
    }

    @Test func `tells good proofs and dealt values from bad ones`() throws {
        let vectors = try vectors()
        #expect(vectors.checks.count == 6)
        for check in vectors.checks {
            let bytes = try decoded(check.value)
            if let party = check.party {
                // Under another index the point stays that of the first party.
                let points = try vectors.polynomial("1").commitments
                let proof = try #require(KnowledgeProof(bytes))
                let revealed = RevealedCommitments(commitments: points, nonce: .zero, knowledge: proof)
                #expect(revealed.holds(for: revealed.digest, epoch: EpochNumber(vectors.epoch), party: party) == check.ok)
            } else if let from = check.from, let to = check.to {
                let value = try #require(GroupScalars(copying: [bytes]))
                #expect(try vectors.polynomial(from).commitments.holds(value, for: to) == check.ok)
            } else {
                Issue.record("a check that this test does not know: \(check.what)")
            }
        }
    }

    @Test func `accepts the keys of an epoch document only when all of them fit`() throws {
        let polynomials = (0..<3).map { _ in SharePolynomial() }
        let keys = try #require(ThresholdKeys(polynomials.map(\.commitments)))
        let points = keys.commitments.points
        #expect(ThresholdKeys(publicKey: keys.publicKey, commitments: points, shareKeys: keys.shareKeys) == keys)
        #expect(ThresholdKeys(publicKey: points[1], commitments: points, shareKeys: keys.shareKeys) == nil)
        #expect(ThresholdKeys(publicKey: keys.publicKey, commitments: points.reversed(), shareKeys: keys.shareKeys) == nil)
        #expect(ThresholdKeys(publicKey: keys.publicKey, commitments: [points[0]], shareKeys: keys.shareKeys) == nil)
        for party in SharePolynomial.parties {
            var wrong = keys.shareKeys
            wrong[party] = points[1]
            #expect(ThresholdKeys(publicKey: keys.publicKey, commitments: points, shareKeys: wrong) == nil)
            wrong[party] = nil
            #expect(ThresholdKeys(publicKey: keys.publicKey, commitments: points, shareKeys: wrong) == nil)
        }
    }
}

@Suite struct `Refreshing shares` {
    private struct Vectors: Decodable {
        let old: [String: String]
        let zero_polynomial: [String]
        let new: [String: String]
        let public_key: String
        let new_share_public_keys: [String: String]
    }

    @Test func `gives the published shares and keeps the key`() throws {
        let data = try Data(contentsOf: Checkout.vectors.appending(path: "six-v1/share_refresh.json"))
        let vectors = try JSONDecoder().decode(Vectors.self, from: data)
        let numbers = try vectors.zero_polynomial.map(decoded)
        let coefficients = try #require(GroupScalars(copying: numbers))
        let polynomial = SharePolynomial(coefficients: coefficients, isRefreshing: true)
        for party in SharePolynomial.parties {
            let (old, new) = try (#require(vectors.old["\(party)"]), #require(vectors.new["\(party)"]))
            let known = try secret(old)
            let share = try #require(EvaluatorShare(known, of: party))
            let dealt = polynomial.value(for: party)
            #expect(polynomial.commitments.holds(dealt, for: party))
            let fresh = try #require(share.refreshed(by: [dealt]))
            #expect(try fresh.secret == secret(new))
            #expect(Hex.encode(fresh.publicKey.bytes) == vectors.new_share_public_keys["\(party)"])
        }
    }

    @Test func `by all three keeps what every pair gives, and old shares do not fit new ones`() throws {
        let polynomials = (0..<3).map { _ in SharePolynomial() }
        let keys = try #require(ThresholdKeys(polynomials.map(\.commitments)))
        let shares = try SharePolynomial.parties.map { party in
            try #require(EvaluatorShare(summing: polynomials.map { $0.value(for: party) }, of: party))
        }
        let refreshes = (0..<3).map { _ in SharePolynomial.refreshing() }
        let newKeys = try #require(keys.refreshed(by: refreshes.map(\.commitments)))
        let fresh = try shares.map { share in
            try #require(share.refreshed(by: refreshes.map { $0.value(for: share.evaluator) }))
        }
        #expect(newKeys.publicKey == keys.publicKey)
        for share in fresh { #expect(newKeys.shareKeys[share.evaluator] == share.publicKey) }
        let input = try MatchInput(kind: .phone, canonical: "+442079460101".utf8.span)
        let batch = try BlindedBatch([input], secret: .random(count: 32))
        func output(_ pair: [EvaluatorShare]) throws -> Digest256 {
            var answers: [ProvenAnswer] = []
            for share in pair {
                let answer = try share.evaluate(batch.elements.map(\.bytes))
                answers.append(
                    try ProvenAnswer(
                        answer.elements, answer.proof, of: share.evaluator, publicKey: share.publicKey, for: batch))
            }
            return try batch.outputs(from: answers)[0]
        }
        let known = try output([shares[0], shares[1]])
        for pair in [[0, 1], [0, 2], [1, 2]] {
            #expect(try output(pair.map { shares[$0] }) == known)
            #expect(try output(pair.map { fresh[$0] }) == known)
        }
        #expect(try output([shares[0], fresh[1]]) != known)
    }
}
