public import CryptoPrimitives
public import Indicators

/// What an evaluator answers: the payload of an envelope that the evaluator signs (protocol P1).
///
/// `"SIXR" ‖ 01 ‖ u32 epoch ‖ u8 evaluator ‖ batch16 ‖ u32 first ‖ u32 n ‖ n × 33 ‖ proof64 ‖ H(request payload)`
public struct EvaluationResponse: Sendable, Hashable {
    /// The epoch whose share was used.
    public let epoch: EpochNumber
    /// The number of the evaluator.
    public let evaluator: UInt8
    /// Which part of which batch is answered.
    public let part: BatchPart
    /// The evaluated elements, compressed; whether they are points is not judged here.
    public let elements: [[UInt8]]
    /// That all are of the evaluator's share.
    public let proof: EqualityProof
    /// The digest of the request's payload.
    public let request: Digest256

    /// The envelope's type.
    public static let payloadType = "application/vnd.six.oprf-response.v1"
    /// The most bytes of a payload.
    public static let limitBytes =
        4 + 1 + 4 + 1 + 16 + 8 + BlindedBatch.largestCount * GroupElement.byteCount + EqualityProof.byteCount + 32

    /// The answer to a request.
    public init(_ answer: EvaluatorShare.Answer, to request: EvaluationRequest) {
        epoch = request.epoch
        evaluator = request.evaluator
        part = request.part
        elements = answer.elements
        proof = answer.proof
        self.request = SHA256.hash(request.payload)
    }

    /// Reads a payload; every byte counts.
    ///
    /// - Throws: ``EvaluationMessageError``.
    public init(parsing payload: [UInt8]) throws(EvaluationMessageError) {
        guard payload.count <= Self.limitBytes else { throw .tooLong(payload.count) }
        var reader = MessageReader(payload)
        try reader.expect("SIXR", version: 1)
        epoch = EpochNumber(try reader.number("epoch"))
        evaluator = try reader.byte("evaluator")
        part = BatchPart(batch: try reader.bytes(BatchPart.idByteCount, "batch"), first: try reader.number("first"))
        elements = try reader.elements()
        guard let proof = EqualityProof(try reader.bytes(EqualityProof.byteCount, "proof")) else { throw .field("proof") }
        self.proof = proof
        guard let digest = Digest256(bytes: try reader.bytes(Digest256.byteCount, "request")) else { throw .field("request") }
        request = digest
        try reader.end()
    }

    /// Whether it answers this request and no other.
    public func answers(_ request: EvaluationRequest) -> Bool {
        epoch == request.epoch && evaluator == request.evaluator && part == request.part
            && elements.count == request.elements.count && self.request == SHA256.hash(request.payload)
    }

    /// The payload.
    public var payload: [UInt8] {
        var writer = MessageWriter("SIXR", version: 1)
        writer.append(epoch.value)
        writer.append(evaluator)
        writer.append(part.batch)
        writer.append(part.first)
        writer.append(elements: elements)
        writer.append(proof.bytes)
        writer.append(request.bytes)
        return writer.bytes
    }
}
