public import CryptoPrimitives
public import Indicators

/// What a party reveals once all have committed: its points, and that it knows the constant behind the first (protocol P2, rounds 0 and 1).
public struct RevealedCommitments: Sendable, Hashable {
    /// The points of its polynomial.
    public let commitments: ShareCommitments
    /// The random bytes of its commitment.
    public let nonce: Digest256
    /// That it knows the constant.
    public let knowledge: KnowledgeProof

    /// Puts together what another party revealed.
    public init(commitments: ShareCommitments, nonce: Digest256, knowledge: KnowledgeProof) {
        self.commitments = commitments
        self.nonce = nonce
        self.knowledge = knowledge
    }

    /// What was published in round 0.
    public var digest: Digest256 { commitments.digest(with: nonce) }

    /// Whether a party revealed what it had committed to, and knows its constant.
    public func holds(for digest: Digest256, epoch: EpochNumber, party: UInt8) -> Bool {
        self.digest == digest && commitments.points.count == SharePolynomial.threshold
            && knowledge.holds(for: commitments.points[0], epoch: epoch, party: party)
    }
}

/// Schnorr's proof that a party knows the constant of its polynomial: R ‖ s (protocol P2).
public struct KnowledgeProof: Sendable, Hashable {
    private let commitment: GroupElement
    private let response: PublicScalar

    /// The bytes of a proof.
    public static let byteCount = GroupElement.byteCount + GroupScalars.byteCount
    private static let tag = Array("SIX1-DKG-POK-P256".utf8)

    /// Reads 65 bytes.
    ///
    /// - Returns: nothing for another length, a point that is none or a number that is not below the order.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, let commitment = GroupElement(Array(bytes[..<GroupElement.byteCount])),
            let response = PublicScalar(Array(bytes[GroupElement.byteCount...]))
        else { return nil }
        self.commitment = commitment
        self.response = response
    }

    /// Proves it for a new polynomial.
    public init(_ polynomial: SharePolynomial, epoch: EpochNumber, party: UInt8) {
        self.init(polynomial, epoch: epoch, party: party, nonce: .random(count: 1))
    }

    /// The same with a nonce that a test chose.
    package init(_ polynomial: SharePolynomial, epoch: EpochNumber, party: UInt8, nonce: GroupScalars) {
        commitment = GroupElement.generator(times: nonce)
        let point = GroupElement.generator(times: polynomial.coefficients)
        let challenge = Self.challenge(point, commitment, epoch, party)
        response = nonce.answer(to: challenge.negative, about: polynomial.coefficients)
    }

    /// The 65 bytes.
    public var bytes: [UInt8] { commitment.bytes + response.bytes }

    func holds(for point: GroupElement, epoch: EpochNumber, party: UInt8) -> Bool {
        let challenge = Self.challenge(point, commitment, epoch, party)
        // s·G − c·C = R
        return GroupElement.publicSum([(challenge.negative, point)], generator: response) == commitment
    }

    private static func challenge(
        _ point: GroupElement, _ commitment: GroupElement, _ epoch: EpochNumber, _ party: UInt8
    ) -> PublicScalar {
        let message = Array("SIX1:dkp".utf8) + epoch.value.bigEndianBytes + [party] + point.bytes + commitment.bytes
        return PublicScalar(hashing: message, tag: tag)
    }
}
