public import Blinding
public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// One answer of an evaluator, as its record keeps it: who had how much evaluated, for what, and what was answered.
public struct EvaluationRecord: Sendable, Hashable {
    /// When it was answered.
    public let time: Timestamp
    /// The epoch whose share was used.
    public let epoch: EpochNumber
    /// The number of the evaluator.
    public let evaluator: UInt8
    /// The member that asked.
    public let client: MemberID
    /// The code of the purpose that it stated.
    public let purpose: String
    /// Which part of which batch.
    public let part: BatchPart
    /// How many elements.
    public let count: Int
    /// SHA-256 of the request's payload.
    public let request: Digest256
    /// SHA-256 of the response's payload.
    public let response: Digest256

    package init(_ request: EvaluationRequest, requestDigest: Digest256, response: Digest256, at time: Timestamp) {
        self.time = time
        epoch = request.epoch
        evaluator = request.evaluator
        client = request.client
        purpose = request.purpose
        part = request.part
        count = request.elements.count
        self.request = requestDigest
        self.response = response
    }

    static let type = "six-evaluation"

    /// The line without its end; `previous` is the digest of the line before.
    package func line(after previous: Digest256?) -> [UInt8] {
        let value: JSONValue = [
            "batch": .string(Hex.encode(part.batch)), "client": .string(client.name), "epoch": .integer(Int64(epoch.value)),
            "evaluator": .integer(Int64(evaluator)), "first": .integer(Int64(part.first)), "n": .integer(Int64(count)),
            "prev": .string(previous?.hex ?? ""), "purpose": .string(purpose), "request": .string(request.hex),
            "response": .string(response.hex), "time": .string(time.rfc3339), "type": .string(Self.type), "v": 1,
        ]
        return value.canonicalBytes()
    }

    /// Reads a line that has to follow the one with the digest `previous`.
    ///
    /// - Returns: nothing unless it is, byte for byte, a line that ``line(after:)`` gives.
    package init?(parsing line: [UInt8], after previous: Digest256?) {
        guard let object = (try? StrictJSON.parse(line))?.object,
            let time = object["time"]?.string.flatMap(Timestamp.init(rfc3339:)),
            let epoch = object["epoch"]?.integer.flatMap(UInt32.init(exactly:)),
            let evaluator = object["evaluator"]?.integer.flatMap(UInt8.init(exactly:)),
            let client = object["client"]?.string.flatMap({ MemberID($0) }), let purpose = object["purpose"]?.string,
            let batch = object["batch"]?.string.flatMap({ Hex.decode($0) }), batch.count == BatchPart.idByteCount,
            let first = object["first"]?.integer.flatMap(UInt32.init(exactly:)),
            let count = object["n"]?.integer, (1...Int64(BlindedBatch.largestCount)).contains(count),
            let request = object["request"]?.string.flatMap(Digest256.init(hex:)),
            let response = object["response"]?.string.flatMap(Digest256.init(hex:))
        else { return nil }
        self.time = time
        self.epoch = EpochNumber(epoch)
        self.evaluator = evaluator
        self.client = client
        self.purpose = purpose
        part = BatchPart(batch: batch, first: first)
        self.count = Int(count)
        self.request = request
        self.response = response
        guard self.line(after: previous) == line else { return nil }
    }
}
