internal import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// What the parties of a key ceremony agree on before they begin: every message of the ceremony names its digest (docs/spec/evaluation.md).
public struct CeremonyPlan: Sendable, Hashable {
    /// The epoch whose key is made, or whose shares are refreshed.
    public let epoch: EpochNumber
    /// Drawn anew for each attempt, so that messages of one that was given up mean nothing in the next; 32 hexadecimal digits.
    public let attempt: String
    /// The members that will hold shares, in the order of their numbers.
    public let parties: [MemberID]
    /// What is done.
    public let purpose: Purpose

    /// What a ceremony is for.
    public enum Purpose: Sendable, Hashable {
        /// A new key, for an epoch of which everything but the key is known.
        case generation(Terms)
        /// New shares of a key that stays, in the place of those of a document with this digest.
        case refresh(Digest256)
    }

    /// What the document of the epoch will say beside the key.
    public struct Terms: Sendable, Hashable {
        /// Which suite serves which kind.
        public let suites: [String: TagSuite]
        /// Which data canonical forms are made with.
        public let norm: CanonicalRules
        /// When it is published in, matched in and destroyed.
        public let times: EpochTimes
        /// What the pepper's digest is.
        public let pepperDigest: Digest256

        /// States them.
        public init(suites: [String: TagSuite], norm: CanonicalRules, times: EpochTimes, pepperDigest: Digest256) {
            self.suites = suites
            self.norm = norm
            self.times = times
            self.pepperDigest = pepperDigest
        }
    }

    static let type = "six-dkg-plan"
    /// How many parties a ceremony has.
    public static let partyCount = 3
    static let attemptByteCount = 16

    /// Makes the plan of a new attempt.
    ///
    /// - Parameter attempt: 16 random bytes.
    /// - Throws: ``RegistryError`` when the plan breaks a rule.
    public init(epoch: EpochNumber, parties: [MemberID], purpose: Purpose, attempt: [UInt8]) throws(RegistryError) {
        let plan = CeremonyPlan(epoch, Hex.encode(attempt), parties, purpose)
        self = try CeremonyPlan(parsing: plan.canonicalBytes())
    }

    private init(_ epoch: EpochNumber, _ attempt: String, _ parties: [MemberID], _ purpose: Purpose) {
        self.epoch = epoch
        self.attempt = attempt
        self.parties = parties
        self.purpose = purpose
    }

    /// Reads a plan: canonical JSON, with or without a line feed behind it.
    ///
    /// - Throws: ``RegistryError``.
    public init(parsing file: [UInt8]) throws(RegistryError) {
        guard file.count <= RegistryLimits.ceremonyPayloadBytes else { throw RegistryError(.tooLarge, at: "plan") }
        let payload = file.last == UInt8(ascii: "\n") ? Array(file.dropLast()) : file
        let members = try ClosedObject(
            try parsedPayload(payload, type: Self.type), at: "", required: ["v", "type", "epoch", "attempt", "parties"],
            optional: ["refresh"] + Terms.memberNames)
        let parties = try parsedList(members, "parties", atMost: Self.partyCount, parsedMember)
        guard parties.count == Self.partyCount else { throw RegistryError(.outOfRange, at: "parties") }
        try requireUnique(parties, at: "parties")
        let attempt = try members.string("attempt")
        guard let bytes = Hex.decode(attempt), bytes.count == Self.attemptByteCount else {
            throw RegistryError(.notHex, at: "attempt")
        }
        let held = Terms.memberNames.filter(members.has)
        let isRefresh = members.has("refresh")
        guard held.count == (isRefresh ? 0 : Terms.memberNames.count) else { throw RegistryError(.wrongMembers, at: "refresh") }
        self.init(
            try parsedEpoch(members), attempt, parties,
            isRefresh ? .refresh(try members.digest("refresh")) : .generation(try Terms(members)))
    }

    /// The bytes of the plan.
    public func canonicalBytes() -> [UInt8] {
        var object = JSONObject()
        object["v"] = 1
        object["type"] = .string(Self.type)
        object["epoch"] = .integer(Int64(epoch.value))
        object["attempt"] = .string(attempt)
        object["parties"] = .array(parties.map { .string($0.name) })
        switch purpose {
        case .refresh(let digest): object["refresh"] = .string(digest.hex)
        case .generation(let terms): terms.addMembers(to: &object)
        }
        return JSONValue.object(object).canonicalBytes()
    }

    /// By which messages, and people over another channel, name the plan.
    public var digest: Digest256 { SHA256.hash(canonicalBytes()) }

    /// Whether shares are refreshed.
    public var isRefresh: Bool { if case .refresh = purpose { true } else { false } }

    /// The number of a member among the parties, from 1.
    public func number(of member: MemberID) -> UInt8? { parties.firstIndex(of: member).map { UInt8($0 + 1) } }

    /// The member with a number.
    public func party(_ number: UInt8) -> MemberID { parties[Int(number) - 1] }
}

extension CeremonyPlan.Terms {
    static let memberNames = [
        "suites", "norm", "publish_from", "publish_until", "match_until", "destroy_after", "pepper_digest",
    ]

    init(_ members: ClosedObject) throws(RegistryError) {
        suites = try EpochDocument.suites(try members.value("suites"))
        guard suites.values.contains(.thresholdVOPRF) else { throw RegistryError(.evaluatorMembers, at: "suites") }
        norm = try CanonicalRules(try members.value("norm"))
        times = try EpochTimes(members)
        pepperDigest = try members.digest("pepper_digest")
    }

    func addMembers(to object: inout JSONObject) {
        var names = JSONObject()
        for (kind, suite) in suites { names[kind] = .string(suite.rawValue) }
        object["suites"] = .object(names)
        object["norm"] = norm.jsonValue
        object["publish_from"] = .string(times.publishFrom.rfc3339)
        object["publish_until"] = .string(times.publishUntil.rfc3339)
        object["match_until"] = .string(times.matchUntil.rfc3339)
        object["destroy_after"] = .string(times.destroyAfter.rfc3339)
        object["pepper_digest"] = .string(pepperDigest.hex)
    }

    /// The document of the epoch, with the key that the ceremony made.
    public func document(of epoch: EpochNumber, keys: EvaluatorKeys) -> EpochDocument {
        EpochDocument(epoch: epoch, suites: suites, norm: norm, times: times, pepperDigest: pepperDigest, evaluators: keys)
    }
}

/// Reads the number of an epoch.
func parsedEpoch(_ members: ClosedObject) throws(RegistryError) -> EpochNumber {
    EpochNumber(UInt32(try members.integer("epoch", in: 0...Int64(UInt32.max))))
}
