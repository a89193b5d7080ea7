public import CryptoPrimitives

/// A batch of inputs on the client's side: blinded with numbers that its secret gives, unblinded from the answers of evaluators.
///
/// The secret and the ordered inputs open the batch to an auditor, and to whoever repeats it after a crash: nothing else is kept.
public struct BlindedBatch: Sendable {
    /// The inputs, in order.
    public let inputs: [MatchInput]
    /// What evaluators see, in order.
    public let elements: [Element]
    private let blinds: GroupScalars
    private let suite: VOPRFSuite

    /// The most elements of a message.
    public static let largestCount = 8_192

    /// An element with its bytes.
    public struct Element: Sendable {
        /// The compressed form.
        public let bytes: [UInt8]
        let element: GroupElement
    }

    /// Blinds inputs: the i-th with `HMAC-SHA512(secret, "SIX1:bld" ‖ u32(i)) mod n`.
    ///
    /// - Parameter firstIndex: the index of the first of these inputs in the batch, when the batch takes several messages.
    /// - Throws: ``VOPRFError/tooMany(count:)``, ``VOPRFError/zeroBlind``.
    public init(_ inputs: [MatchInput], secret: SecretBytes, firstIndex: UInt32 = 0) throws(VOPRFError) {
        guard inputs.count <= Self.largestCount else { throw .tooMany(count: inputs.count) }
        guard let blinds = Self.blinds(inputs.count, secret, firstIndex) else { throw .zeroBlind }
        self.init(inputs, blinds, suite: .verifiable)
    }

    private init(_ inputs: [MatchInput], _ blinds: GroupScalars, suite: VOPRFSuite) {
        self.inputs = inputs
        self.blinds = blinds
        self.suite = suite
        let points = suite.elements(of: inputs.map(\.bytes))
        elements = GroupElement.products(points, blinds).map { Element(bytes: $0.bytes, element: $0) }
    }

    private static func blinds(_ count: Int, _ secret: SecretBytes, _ firstIndex: UInt32) -> GroupScalars? {
        secret.withBytes { bytes in
            var key = bytes.indices.map { bytes[$0] }
            defer { cleanse(&key) }
            return GroupScalars.reducing(count) { index in
                HMACSHA512.authenticate(key: key, Array("SIX1:bld".utf8) + (firstIndex + UInt32(index)).bigEndianBytes)
            }
        }
    }

    /// The bytes of one blind, for an auditor to whom the batch is opened.
    public func blind(at index: Int) -> SecretBytes { blinds.bytes(at: index) }
}

extension BlindedBatch {
    /// What the evaluators' function gives for each input, `y` of protocol P1, out of the proven answers of a threshold of them.
    ///
    /// The weights are fractions of small public numbers, so the answers are added first and multiplied by a secret once:
    /// Y = (d·r)⁻¹ · Σ (d·λ) · E with the common denominator d.
    ///
    /// - Throws: ``VOPRFError/answers(count:)`` unless a threshold of different evaluators answered this very batch,
    ///   ``VOPRFError/infinity``.
    public func outputs(from answers: [ProvenAnswer]) throws(VOPRFError) -> [Digest256] {
        let distinct = Set(answers.filter { $0.isFor(self) }.map(\.evaluator)).count
        guard distinct == answers.count, distinct >= SharePolynomial.threshold else { throw .answers(count: distinct) }
        return try combined(answers)
    }

    /// The same without asking how many answered.
    package func combined(_ answers: [ProvenAnswer]) throws(VOPRFError) -> [Digest256] {
        let weights = LagrangeFractions(among: answers.map(\.evaluator))
        let sums = GroupElement.publicCombinations(
            answers.compactMap { answer in weights.factors[answer.evaluator].map { ($0, answer.elements) } })
        guard let sums else { throw .infinity }
        let divided = weights.divisor == 1 ? blinds : blinds.scaled(by: PublicScalar(weights.divisor))
        return zip(inputs, GroupElement.products(sums, divided.inverted())).map { suite.output(of: $0.bytes, $1) }
    }
}

/// The answer of one evaluator to a batch, after its proof was verified.
public struct ProvenAnswer: Sendable {
    /// The number of the evaluator, from 1.
    public let evaluator: UInt8
    let elements: [GroupElement]
    /// What was asked.
    private let blinded: Digest256

    /// Verifies an answer.
    ///
    /// - Parameters:
    ///   - publicKey: that of the evaluator's share, out of the epoch document.
    /// - Throws: ``VOPRFError``: a wrong count, bytes that are no element, a proof that does not hold.
    public init(
        _ evaluated: [[UInt8]], _ proof: EqualityProof, of evaluator: UInt8, publicKey: GroupElement, for batch: BlindedBatch
    ) throws(VOPRFError) {
        guard evaluated.count == batch.elements.count else { throw .count(evaluator: evaluator) }
        let elements = try GroupElement.parse(evaluated)
        let pairs = zip(evaluated, elements).map { (bytes: $0, element: $1) }
        guard
            proof.holds(
                for: publicKey, batch.elements.map { ($0.bytes, $0.element) }, pairs, suite: .verifiable)
        else { throw .proof(evaluator: evaluator) }
        self.evaluator = evaluator
        self.elements = elements
        blinded = batch.digest
    }

    func isFor(_ batch: BlindedBatch) -> Bool { blinded == batch.digest }
}

extension BlindedBatch {
    /// The digest of what evaluators see of it.
    fileprivate var digest: Digest256 {
        var hash = SHA256()
        for element in elements { hash.update(element.bytes) }
        return hash.finalize()
    }
}

extension GroupElement {
    /// Reads the elements of a message; one that is none refuses it whole.
    static func parse(_ message: [[UInt8]]) throws(VOPRFError) -> [GroupElement] {
        var elements: [GroupElement] = []
        elements.reserveCapacity(message.count)
        for (index, bytes) in message.enumerated() {
            guard let element = GroupElement(bytes) else { throw .element(index: index) }
            elements.append(element)
        }
        return elements
    }
}
