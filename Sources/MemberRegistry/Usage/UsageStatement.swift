public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators

/// What an evaluator says once a day: how many elements it evaluated for each owner in an epoch (protocol P1, `six-usage`).
public struct UsageStatement: Sendable, Hashable {
    /// The epoch.
    public let epoch: EpochNumber
    /// The number of the evaluator in this epoch, from 1.
    public let evaluator: UInt8
    /// When it was stated.
    public let time: Timestamp
    /// Elements evaluated since the epoch began, by owner; an owner without any may be missing.
    public let totals: [MemberID: Int64]

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.usage.v1+json"
    static let type = "six-usage"

    /// States usage.
    public init(epoch: EpochNumber, evaluator: UInt8, time: Timestamp, totals: [MemberID: Int64]) {
        self.epoch = epoch
        self.evaluator = evaluator
        self.time = time
        self.totals = totals
    }

    /// Reads a payload; nothing of it is believed before its envelope is verified.
    ///
    /// - Throws: ``RegistryError``.
    public init(parsing payload: [UInt8]) throws(RegistryError) {
        let members = try ClosedObject(
            try parsedPayload(payload, type: Self.type), at: "", required: ["v", "type", "epoch", "evaluator", "time", "totals"])
        guard let listed = try members.value("totals").object else { throw RegistryError(.wrongType, at: "totals") }
        guard listed.count <= RegistryLimits.members else { throw RegistryError(.tooMany, at: "totals") }
        var totals: [MemberID: Int64] = [:]
        for member in listed.members {
            let owner = try parsedMember(.string(member.key), at: "totals")
            guard let number = member.value.integer else { throw RegistryError(.wrongType, at: "totals") }
            guard number >= 0 else { throw RegistryError(.outOfRange, at: "totals") }
            totals[owner] = number
        }
        self.init(
            epoch: EpochNumber(UInt32(try members.integer("epoch", in: 0...Int64(UInt32.max)))),
            evaluator: UInt8(try members.integer("evaluator", in: 1...Int64(RegistryLimits.shares))),
            time: try members.time("time"), totals: totals)
    }

    /// The statement in an envelope that is still to be signed.
    public func envelope() -> DSSEEnvelope {
        var listed = JSONObject()
        for (owner, number) in totals { listed[owner.name] = .integer(number) }
        let value: JSONValue = [
            "epoch": .integer(Int64(epoch.value)), "evaluator": .integer(Int64(evaluator)), "time": .string(time.rfc3339),
            "totals": .object(listed), "type": .string(Self.type), "v": 1,
        ]
        return DSSEEnvelope(payloadType: Self.payloadType, payload: value.canonicalBytes())
    }
}

extension UsageStatement {
    /// Reads a statement that the party of its number signed, with a key that may sign at the time it names.
    ///
    /// - Parameters:
    ///   - epoch: the document that says whose number it is.
    ///   - registry: the registry in force.
    /// - Throws: ``RegistryError``.
    public init(
        verifying envelope: DSSEEnvelope, of epoch: VerifiedEpoch, under registry: VerifiedRegistry
    ) throws(RegistryError) {
        guard envelope.payloadType == Self.payloadType else { throw RegistryError(.payloadType, at: "payloadType") }
        let statement = try UsageStatement(parsing: envelope.payload)
        guard statement.epoch == epoch.number else { throw RegistryError(.notListed, at: "epoch \(statement.epoch)") }
        let party = epoch.document.evaluators?.shares.first { $0.index == Int(statement.evaluator) }?.party
        guard let party else { throw RegistryError(.unknownMember, at: "evaluator \(statement.evaluator)") }
        guard try registry.signers(of: envelope, at: statement.time).contains(party) else {
            throw RegistryError(.partySignature, at: party.name)
        }
        self = statement
    }

    /// How many values an owner can have had evaluated at most.
    ///
    /// Each value needs a threshold of evaluators, of which an owner that holds shares needs to ask only the others; those whose statement is
    /// missing may have been asked each time. Any statements together bound it, so the one that says most is not needed: a single evaluator
    /// that counts too much for somebody lifts the bound by no more than leaving it out does.
    ///
    /// - Parameters:
    ///   - names: the owner, and under which further names it was counted: its members, before they belonged to it.
    ///   - statements: the newest statement of each evaluator of the epoch, as far as it is known.
    /// - Returns: nothing where the statements bound nothing.
    public static func evaluations(
        of owner: MemberID, countedAs names: Set<MemberID> = [], by statements: [UsageStatement], in epoch: VerifiedEpoch,
        under registry: VerifiedRegistry
    ) -> Int64? {
        guard let keys = epoch.document.evaluators else { return nil }
        let others = Set(keys.shares.filter { registry.owner(of: $0.party) != owner }.map { UInt8(clamping: $0.index) })
        let asked = keys.threshold - (keys.shares.count - others.count)
        let totals = statements.filter { others.contains($0.evaluator) }
            .map { $0.total(of: names.union([owner])) }.sorted()
        var bound: Int64?
        for left in 0...totals.count {
            let telling = totals.count - left
            let counted = asked - (others.count - telling)
            guard counted > 0 else { break }
            let sum = totals.prefix(telling).reduce(0, Self.sum)
            bound = min(bound ?? .max, sum / Int64(counted))
        }
        return bound
    }

    /// All elements that it tells of.
    public var total: Int64 { totals.values.reduce(0, Self.sum) }

    private func total(of names: Set<MemberID>) -> Int64 {
        names.reduce(0) { Self.sum($0, totals[$1, default: 0]) }
    }

    private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, isTooMuch) = left.addingReportingOverflow(right)
        return isTooMuch ? .max : sum
    }
}

extension VerifiedRegistry {
    /// The members whose `sign` keys, usable at a moment, signed an envelope.
    ///
    /// Signatures of keys that are not listed, for another use or not usable then are passed over; every other one must verify.
    ///
    /// - Throws: ``RegistryError`` when the signature of such a key does not.
    public func signers(of envelope: DSSEEnvelope, at time: Timestamp) throws(RegistryError) -> Set<MemberID> {
        let message = envelope.preAuthenticationEncoding
        var signers: Set<MemberID> = []
        for signature in envelope.signatures {
            guard let record = signingKey(signature.keyID), record.use == .sign, record.status == .active,
                record.isValid(at: time), let key = record.verificationKey, let member = MemberID(record.member)
            else { continue }
            guard key.isValidSignature(signature.bytes, for: message) else {
                throw RegistryError(.badSignature, at: signature.keyID)
            }
            signers.insert(member)
        }
        return signers
    }
}
