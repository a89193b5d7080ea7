import CanonicalCoding
import CryptoPrimitives
import TestVectors
import Testing

/// The numbers of RFC 9591, Appendix E.4: a 2-of-3 sharing over the order of P-256.
@Suite(.enabled(if: SharedVectors.arePresent)) struct `The sharing of RFC 9591` {
    private struct Vector: Decodable {
        struct Inputs: Decodable {
            let group_secret_key: String
            let group_public_key: String
            let share_polynomial_coefficients: [String]
            let participant_shares: [Share]
        }

        struct Share: Decodable {
            let identifier: UInt8
            let participant_share: String
        }

        let inputs: Inputs
    }

    private let inputs: Vector.Inputs

    init() throws {
        inputs = try SharedVectors.json("vectors/shamir-p256/frost-p256-sha256.json", as: Vector.self).inputs
    }

    private func scalars(_ texts: [String]) throws -> GroupScalars {
        let numbers = texts.compactMap { Hex.decode($0) }
        return try #require(GroupScalars(copying: numbers))
    }

    private func bytes(_ scalars: GroupScalars) -> [UInt8] {
        scalars.bytes(at: 0).withBytes { span in span.indices.map { span[$0] } }
    }

    @Test func `gives each party the value of the polynomial at its number`() throws {
        let polynomial = try scalars([inputs.group_secret_key] + inputs.share_polynomial_coefficients)
        for share in inputs.participant_shares {
            #expect(Hex.encode(bytes(polynomial.polynomialValue(at: share.identifier))) == share.participant_share)
        }
    }

    @Test(arguments: [[0, 1], [0, 2], [1, 2], [0, 1, 2]])
    func `gives the secret to any two, by the coefficients that answers are combined with`(chosen: [Int]) throws {
        let shares = chosen.map { inputs.participant_shares[$0] }
        let parties = shares.map(\.identifier)
        let parts = try shares.map { share in
            try scalars([share.participant_share]).scaled(by: .lagrange(of: share.identifier, among: parties))
        }
        let sum = parts.dropFirst().reduce(parts.first) { $0?.sum($1) }
        let secret = try #require(sum)
        #expect(Hex.encode(bytes(secret)) == inputs.group_secret_key)
        #expect(Hex.encode(GroupElement.generator(times: secret).bytes) == inputs.group_public_key)
    }

    @Test(arguments: 0..<3)
    func `gives it to no one`(chosen: Int) throws {
        #expect(inputs.participant_shares[chosen].participant_share != inputs.group_secret_key)
        let own = try scalars([inputs.participant_shares[chosen].participant_share])
        #expect(Hex.encode(GroupElement.generator(times: own).bytes) != inputs.group_public_key)
    }
}
