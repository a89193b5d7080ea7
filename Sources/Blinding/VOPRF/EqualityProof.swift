internal import CryptoPrimitives

/// The batched proof that an evaluator used the share whose public key it published (RFC 9497, section 2.2): c ‖ s.
public struct EqualityProof: Sendable, Hashable {
    let challenge: PublicScalar
    let response: PublicScalar

    /// The bytes of a proof.
    public static let byteCount = 64

    /// Reads 64 bytes.
    ///
    /// - Returns: nothing for another length or a number that is not below the order.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, let challenge = PublicScalar(Array(bytes[..<32])),
            let response = PublicScalar(Array(bytes[32...]))
        else { return nil }
        self.challenge = challenge
        self.response = response
    }

    private init(challenge: PublicScalar, response: PublicScalar) {
        self.challenge = challenge
        self.response = response
    }

    /// The 64 bytes.
    public var bytes: [UInt8] { challenge.bytes + response.bytes }

    /// Proves that every `evaluated` is the element of its place times the share (`GenerateProof`).
    ///
    /// - Parameter nonce: one random number that is never used again.
    static func prove(
        _ share: GroupScalars, publicKey: GroupElement, _ blinded: [[UInt8]], _ elements: [GroupElement],
        _ evaluated: [[UInt8]], suite: VOPRFSuite, nonce: GroupScalars
    ) -> EqualityProof? {
        let weights = Weights(publicKey, blinded, evaluated, suite)
        guard let composite = GroupElement.publicSum(Array(zip(weights.numbers, elements)).map { ($0, $1) }) else { return nil }
        let image = GroupElement.products([composite], share)[0]
        let commitments = [GroupElement.generator(times: nonce), GroupElement.products([composite], nonce)[0]]
        let challenge = weights.challenge([composite, image] + commitments)
        return EqualityProof(challenge: challenge, response: nonce.answer(to: challenge, about: share))
    }

    /// Whether it proves that (`VerifyProof`).
    func holds(
        for publicKey: GroupElement, _ blinded: [(bytes: [UInt8], element: GroupElement)],
        _ evaluated: [(bytes: [UInt8], element: GroupElement)], suite: VOPRFSuite
    ) -> Bool {
        let weights = Weights(publicKey, blinded.map(\.bytes), evaluated.map(\.bytes), suite)
        let numbers = weights.numbers
        guard blinded.count == evaluated.count,
            let composite = GroupElement.publicSum(zip(numbers, blinded).map { ($0, $1.element) }),
            let image = GroupElement.publicSum(zip(numbers, evaluated).map { ($0, $1.element) }),
            let first = GroupElement.publicSum([(challenge, publicKey)], generator: response),
            let second = GroupElement.publicSum([(response, composite), (challenge, image)])
        else { return false }
        return weights.challenge([composite, image, first, second]) == challenge
    }

    /// The weights of a batch and its challenge (`ComputeComposites`).
    private struct Weights {
        let numbers: [PublicScalar]
        private let key: [UInt8]
        private let suite: VOPRFSuite

        init(_ publicKey: GroupElement, _ blinded: [[UInt8]], _ evaluated: [[UInt8]], _ suite: VOPRFSuite) {
            key = publicKey.bytes
            self.suite = suite
            var start = Transcript()
            start.append(counted: key)
            start.append(counted: suite.label("Seed-"))
            let seed = SHA256.hash(start.bytes).bytes
            numbers = zip(blinded, evaluated).enumerated().map { index, pair in
                var transcript = Transcript()
                transcript.append(counted: seed)
                transcript.append(UInt16(index))
                transcript.append(counted: pair.0)
                transcript.append(counted: pair.1)
                transcript.append("Composite")
                return suite.number(of: transcript.bytes)
            }
        }

        func challenge(_ elements: [GroupElement]) -> PublicScalar {
            var transcript = Transcript()
            transcript.append(counted: key)
            for element in elements { transcript.append(counted: element.bytes) }
            transcript.append("Challenge")
            return suite.number(of: transcript.bytes)
        }
    }
}
