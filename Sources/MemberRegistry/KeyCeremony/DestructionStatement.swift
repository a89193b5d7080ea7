public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators

/// What a member signs when it has erased the secrets of an epoch (protocol P2, "End"; docs/spec/evaluation.md).
public struct DestructionStatement: Sendable, Hashable {
    /// The epoch.
    public let epoch: EpochNumber
    /// The member that erased them.
    public let member: MemberID
    /// What was erased, ascending.
    public let what: [Secret]
    /// When that was.
    public let time: Timestamp
    /// Why it was done before the epoch's document asked for it; nothing when it was due.
    public let earlyBecause: String?

    /// A secret of an epoch.
    public enum Secret: String, Sendable, Hashable, CaseIterable {
        /// What a key ceremony under way kept: the own polynomial, and the values that were dealt.
        case ceremony
        /// What evaluators' answers gave, and the batches that asked for it.
        case evaluations
        /// The pepper.
        case pepper
        /// A share that would have replaced the one in use.
        case refreshedShare = "refreshed-share"
        /// The share of the evaluators' key.
        case share
    }

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.destroyed.v1+json"
    static let type = "six-destroyed"
    /// The longest reason, in bytes.
    public static let longestReasonBytes = 1_024

    /// States a destruction.
    public init(epoch: EpochNumber, member: MemberID, what: Set<Secret>, time: Timestamp, earlyBecause: String? = nil) {
        self.epoch = epoch
        self.member = member
        self.what = what.sorted { $0.rawValue < $1.rawValue }
        self.time = time
        self.earlyBecause = earlyBecause
    }

    /// Reads the payload of a statement's envelope.
    ///
    /// - Throws: ``RegistryError``.
    public init(parsing payload: [UInt8]) throws(RegistryError) {
        guard payload.count <= RegistryLimits.ceremonyPayloadBytes else { throw RegistryError(.tooLarge, at: "payload") }
        let members = try ClosedObject(
            try parsedPayload(payload, type: Self.type), at: "",
            required: ["v", "type", "epoch", "member", "what", "time"], optional: ["early"])
        let what = try parsedList(members, "what", atMost: Secret.allCases.count) { (value, place) throws(RegistryError) in
            guard let secret = value.string.flatMap(Secret.init) else { throw RegistryError(.notAChoice, at: place) }
            return secret
        }
        self.init(
            epoch: try parsedEpoch(members), member: try parsedMember(members, "member"), what: Set(what),
            time: try members.time("time"), earlyBecause: members.has("early") ? try members.string("early") : nil)
        guard !what.isEmpty, what == self.what else { throw RegistryError(.duplicate, at: "what") }
        guard (1...Self.longestReasonBytes).contains(earlyBecause?.utf8.count ?? 1) else {
            throw RegistryError(.outOfRange, at: "early")
        }
    }

    /// Reads a statement that a `sign` key of its member signed, in force when it says the erasing was.
    ///
    /// - Throws: ``RegistryError``.
    public init(verifying envelope: DSSEEnvelope, under registry: VerifiedRegistry) throws(RegistryError) {
        guard envelope.payloadType == Self.payloadType else { throw RegistryError(.payloadType, at: "payloadType") }
        self = try DestructionStatement(parsing: envelope.payload)
        let message = envelope.preAuthenticationEncoding
        var isSigned = false
        for signature in envelope.signatures {
            guard let record = registry.signingKey(signature.keyID), record.use == .sign, record.status != .compromised,
                let key = record.verificationKey
            else { continue }
            guard key.isValidSignature(signature.bytes, for: message) else {
                throw RegistryError(.badSignature, at: signature.keyID)
            }
            guard record.member == member.name, let from = record.notBefore, let until = record.notAfter else { continue }
            isSigned = isSigned || from <= time && time < until
        }
        guard isSigned else { throw RegistryError(.memberSignature, at: member.name) }
    }

    /// An envelope without signatures.
    ///
    /// - Throws: ``RegistryError`` when nothing was erased, or the reason is empty or too long.
    public func draft() throws(RegistryError) -> DSSEEnvelope {
        var object = JSONObject()
        object["v"] = 1
        object["type"] = .string(Self.type)
        object["epoch"] = .integer(Int64(epoch.value))
        object["member"] = .string(member.name)
        object["what"] = .array(what.map { .string($0.rawValue) })
        object["time"] = .string(time.rfc3339)
        object["early"] = earlyBecause.map { .string($0) }
        let payload = JSONValue.object(object).canonicalBytes()
        _ = try DestructionStatement(parsing: payload)
        return DSSEEnvelope(payloadType: Self.payloadType, payload: payload)
    }
}
