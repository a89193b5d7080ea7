public import CryptoPrimitives

/// One evaluator's share of the key of an epoch: it turns blinded elements into evaluated ones and proves it.
public struct EvaluatorShare: Sendable {
    /// The number of the evaluator, from 1.
    public let evaluator: UInt8
    /// The public key of the share, as the epoch document has it.
    public let publicKey: GroupElement
    let share: GroupScalars

    /// The bytes of a share.
    public static let byteCount = GroupScalars.byteCount

    /// Takes a share.
    ///
    /// - Returns: nothing for another length, nought, or what is not below the order of the group.
    public init?(_ secret: SecretBytes, of evaluator: UInt8) {
        guard let share = GroupScalars(secret) else { return nil }
        self.init(share, of: evaluator)
    }

    init(_ share: GroupScalars, of evaluator: UInt8) {
        self.evaluator = evaluator
        self.share = share
        publicKey = GroupElement.generator(times: share)
    }

    /// The answer to a message.
    public struct Answer: Sendable {
        /// One evaluated element for each blinded one, compressed.
        public let elements: [[UInt8]]
        /// That all of them are of this share.
        public let proof: EqualityProof
    }

    /// Evaluates a message (`BlindEvaluate`, RFC 9497, section 3.3.2).
    ///
    /// - Throws: ``VOPRFError/empty``, ``VOPRFError/tooMany(count:)``, ``VOPRFError/element(index:)``, ``VOPRFError/infinity`` when the elements cancel out.
    public func evaluate(_ blinded: [[UInt8]]) throws(VOPRFError) -> Answer {
        try evaluate(blinded, suite: .verifiable, nonce: .random(count: 1))
    }

    /// The same with a nonce that a test chose.
    package func evaluate(_ blinded: [[UInt8]], suite: VOPRFSuite, nonce: GroupScalars) throws(VOPRFError) -> Answer {
        guard !blinded.isEmpty else { throw .empty }
        guard blinded.count <= BlindedBatch.largestCount else { throw .tooMany(count: blinded.count) }
        let elements = try GroupElement.parse(blinded)
        let evaluated = GroupElement.products(elements, share).map(\.bytes)
        guard
            let proof = EqualityProof.prove(
                share, publicKey: publicKey, blinded, elements, evaluated, suite: suite, nonce: nonce)
        else { throw .infinity }
        return Answer(elements: evaluated, proof: proof)
    }
}
