internal import CryptoPrimitives
public import Indicators

/// What a client asks of one evaluator: the payload of an envelope that the client signs (protocol P1).
///
/// `"SIXQ" ‖ 01 ‖ u32 epoch ‖ u8 evaluator ‖ lp8(client) ‖ lp8(purpose) ‖ batch16 ‖ u32 first ‖ u32 n ‖ n × 33`
public struct EvaluationRequest: Sendable, Hashable {
    /// The epoch whose share is to be used.
    public let epoch: EpochNumber
    /// The number of the evaluator.
    public let evaluator: UInt8
    /// The member that asks.
    public let client: MemberID
    /// The code of the purpose, from the agreement: 1 to 64 bytes of ASCII.
    public let purpose: String
    /// Which part of which batch this is: repeated, it is answered the same and charged once.
    public let part: BatchPart
    /// The blinded elements, compressed; whether they are points is not judged here.
    public let elements: [[UInt8]]

    /// The envelope's type.
    public static let payloadType = "application/vnd.six.oprf-request.v1"
    /// The most bytes of a payload.
    public static let limitBytes = 4 + 1 + 4 + 1 + 64 + 65 + 16 + 8 + BlindedBatch.largestCount * GroupElement.byteCount
    /// The most bytes of a purpose code.
    public static let longestPurpose = 64

    /// States a request.
    ///
    /// - Throws: ``EvaluationMessageError`` for no or too many elements and a purpose that is none.
    public init(
        epoch: EpochNumber, evaluator: UInt8, client: MemberID, purpose: String, part: BatchPart, elements: [[UInt8]]
    ) throws(EvaluationMessageError) {
        guard !elements.isEmpty, elements.count <= BlindedBatch.largestCount else { throw .count(elements.count) }
        guard Self.isPurpose(Array(purpose.utf8)) else { throw .field("purpose") }
        self.epoch = epoch
        self.evaluator = evaluator
        self.client = client
        self.purpose = purpose
        self.part = part
        self.elements = elements
    }

    /// Reads a payload; every byte counts.
    ///
    /// - Throws: ``EvaluationMessageError``.
    public init(parsing payload: [UInt8]) throws(EvaluationMessageError) {
        guard payload.count <= Self.limitBytes else { throw .tooLong(payload.count) }
        var reader = MessageReader(payload)
        try reader.expect("SIXQ", version: 1)
        let epoch = EpochNumber(try reader.number("epoch"))
        let evaluator = try reader.byte("evaluator")
        let name = try reader.counted("client")
        guard let client = MemberID(String(decoding: name, as: UTF8.self)), client.name.utf8.elementsEqual(name) else {
            throw .field("client")
        }
        let purpose = try reader.counted("purpose")
        guard Self.isPurpose(purpose) else { throw .field("purpose") }
        let part = BatchPart(batch: try reader.bytes(BatchPart.idByteCount, "batch"), first: try reader.number("first"))
        let elements = try reader.elements()
        try reader.end()
        try self.init(
            epoch: epoch, evaluator: evaluator, client: client, purpose: String(decoding: purpose, as: UTF8.self), part: part,
            elements: elements)
    }

    /// Whether a text is a purpose that evaluators record.
    public static func isPurpose(_ text: String) -> Bool { isPurpose(Array(text.utf8)) }

    private static func isPurpose(_ bytes: [UInt8]) -> Bool {
        (1...longestPurpose).contains(bytes.count) && bytes.allSatisfy { (0x21...0x7e).contains($0) }
    }

    /// The payload.
    public var payload: [UInt8] {
        var writer = MessageWriter("SIXQ", version: 1)
        writer.append(epoch.value)
        writer.append(evaluator)
        writer.append(counted: Array(client.name.utf8))
        writer.append(counted: Array(purpose.utf8))
        writer.append(part.batch)
        writer.append(part.first)
        writer.append(elements: elements)
        return writer.bytes
    }
}

/// A part of a batch: the batch's random name, and where in it the part begins.
public struct BatchPart: Sendable, Hashable {
    /// 16 random bytes that name the batch.
    public let batch: [UInt8]
    /// The index of the part's first element in the batch.
    public let first: UInt32

    /// The bytes of a batch's name.
    public static let idByteCount = 16

    /// Names a part; `batch` has 16 bytes.
    public init(batch: [UInt8], first: UInt32) {
        precondition(batch.count == Self.idByteCount, "a batch's name has 16 bytes")
        self.batch = batch
        self.first = first
    }
}

/// Why bytes are no request and no response: the protocol's `E_BATCH`.
public enum EvaluationMessageError: Error, Sendable, Hashable {
    /// More bytes than any message has.
    case tooLong(Int)
    /// Not the letters or the version that such a message begins with.
    case beginning
    /// It ends inside this field, or the field is not of its form.
    case field(String)
    /// No elements, or more than a message may have.
    case count(Int)
    /// Bytes behind the end.
    case trailing
}

extension EvaluationMessageError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .tooLong(let count): "\(count) bytes are more than a message of evaluators has (E_BATCH)"
        case .beginning: "this is no message of evaluators of version 1 (E_BATCH)"
        case .field(let name): "its field \(name) is cut short or not of its form (E_BATCH)"
        case .count(let count): "it has \(count) elements; 1 to \(BlindedBatch.largestCount) are allowed (E_BATCH)"
        case .trailing: "bytes follow its end (E_BATCH)"
        }
    }
}
