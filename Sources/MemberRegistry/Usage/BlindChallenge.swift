public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// Which blinded elements a member is to open: drawn by an evaluator out of its own record (docs/spec/evaluation.md, "Audit of blind questions").
public struct BlindChallenge: Sendable, Hashable {
    /// The epoch.
    public let epoch: EpochNumber
    /// The number of the evaluator that asks, in this epoch.
    public let evaluator: UInt8
    /// The member that has to open them.
    public let member: MemberID
    /// The name of the batch, 32 hexadecimal digits.
    public let batch: String
    /// The index in the batch of the message's first element.
    public let first: UInt32
    /// The elements of the message.
    public let count: Int
    /// The digest of the message's payload, as the record has it.
    public let request: Digest256
    /// The places in the message that are to be opened, ascending.
    public let indexes: [Int]
    /// When it was drawn.
    public let time: Timestamp

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.blind-challenge.v1+json"
    static let type = "six-blind-challenge"
    /// So many elements are asked for at most.
    public static let mostIndexes = 64
    private static let batchDigits = 32
    private static let mostElements: Int64 = 8_192

    /// States a challenge.
    public init(
        epoch: EpochNumber, evaluator: UInt8, member: MemberID, batch: String, first: UInt32, count: Int, request: Digest256,
        indexes: [Int], time: Timestamp
    ) {
        self.epoch = epoch
        self.evaluator = evaluator
        self.member = member
        self.batch = batch
        self.first = first
        self.count = count
        self.request = request
        self.indexes = indexes
        self.time = time
    }

    /// Reads a payload; nothing of it is believed before its envelope is verified.
    ///
    /// - Throws: ``RegistryError``.
    public init(parsing payload: [UInt8]) throws(RegistryError) {
        let members = try ClosedObject(
            try parsedPayload(payload, type: Self.type), at: "",
            required: ["v", "type", "batch", "epoch", "evaluator", "first", "indexes", "member", "n", "request", "time"])
        let batch = try members.string("batch")
        guard batch.utf8.count == Self.batchDigits, Hex.decode(batch) != nil else { throw RegistryError(.notHex, at: "batch") }
        let count = try members.integer("n", in: 1...Self.mostElements)
        let indexes = try parsedList(members, "indexes", atMost: Self.mostIndexes) { (value, place) throws(RegistryError) in
            guard let index = value.integer, (0..<count).contains(index) else { throw RegistryError(.outOfRange, at: place) }
            return Int(index)
        }
        guard !indexes.isEmpty, zip(indexes, indexes.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw RegistryError(.duplicate, at: "indexes")
        }
        self.init(
            epoch: EpochNumber(UInt32(try members.integer("epoch", in: 0...Int64(UInt32.max)))),
            evaluator: UInt8(try members.integer("evaluator", in: 1...Int64(RegistryLimits.shares))),
            member: try parsedMember(members, "member"), batch: batch,
            first: UInt32(try members.integer("first", in: 0...Int64(UInt32.max))), count: Int(count),
            request: try members.digest("request"), indexes: indexes, time: try members.time("time"))
    }

    /// The challenge in an envelope that is still to be signed.
    public func envelope() -> DSSEEnvelope {
        let value: JSONValue = [
            "batch": .string(batch), "epoch": .integer(Int64(epoch.value)), "evaluator": .integer(Int64(evaluator)),
            "first": .integer(Int64(first)), "indexes": .array(indexes.map { .integer(Int64($0)) }),
            "member": .string(member.name),
            "n": .integer(Int64(count)), "request": .string(request.hex), "time": .string(time.rfc3339),
            "type": .string(Self.type), "v": 1,
        ]
        return DSSEEnvelope(payloadType: Self.payloadType, payload: value.canonicalBytes())
    }

    /// Reads a challenge that the evaluator of its number signed.
    ///
    /// - Throws: ``RegistryError``.
    public init(
        verifying envelope: DSSEEnvelope, of epoch: VerifiedEpoch, under registry: VerifiedRegistry
    ) throws(RegistryError) {
        guard envelope.payloadType == Self.payloadType else { throw RegistryError(.payloadType, at: "payloadType") }
        let challenge = try BlindChallenge(parsing: envelope.payload)
        guard challenge.epoch == epoch.number else { throw RegistryError(.notListed, at: "epoch \(challenge.epoch)") }
        guard let party = challenge.party(in: epoch) else {
            throw RegistryError(.unknownMember, at: "evaluator \(challenge.evaluator)")
        }
        guard try registry.signers(of: envelope, at: challenge.time).contains(party) else {
            throw RegistryError(.partySignature, at: party.name)
        }
        self = challenge
    }

    /// The member that asks.
    public func party(in epoch: VerifiedEpoch) -> MemberID? {
        epoch.document.evaluators?.shares.first { $0.index == Int(evaluator) }?.party
    }
}
