public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// The content of an epoch's document: how tags are made, under which rules and when.
public struct EpochDocument: Sendable, Hashable {
    /// The number of the epoch.
    public var epoch: EpochNumber
    /// Which suite serves which kind; a kind that is missing cannot be published in this epoch.
    public var suites: [String: TagSuite]
    /// Which data canonical forms are made with.
    public var norm: CanonicalRules
    /// When it is published in, matched in and destroyed.
    public var times: EpochTimes
    /// What the pepper's digest is.
    public var pepperDigest: Digest256
    /// Stands exactly when a suite needs evaluators.
    public var evaluators: EvaluatorKeys?
    /// Whether guessable kinds may be served by the keyed suite.
    public var acceptsGuessable: Bool
    /// Whether one dealer made the evaluators' key: for tests and labs only.
    public var isDealt: Bool

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.epoch.v1+json"
    static let type = "six-epoch"

    /// States an epoch; the rules are checked by ``draft()``.
    public init(
        epoch: EpochNumber, suites: [String: TagSuite], norm: CanonicalRules, times: EpochTimes,
        pepperDigest: Digest256, evaluators: EvaluatorKeys? = nil, acceptsGuessable: Bool = false, isDealt: Bool = false
    ) {
        self.epoch = epoch
        self.suites = suites
        self.norm = norm
        self.times = times
        self.pepperDigest = pepperDigest
        self.evaluators = evaluators
        self.acceptsGuessable = acceptsGuessable
        self.isDealt = isDealt
    }

    /// The bytes that are signed.
    public func canonicalBytes() -> [UInt8] { jsonValue.canonicalBytes() }

    /// SHA-256 of the bytes that are signed, by which the registry lists the epoch.
    public var digest: Digest256 { SHA256.hash(canonicalBytes()) }

    /// An envelope without signatures, for the root officers and evaluators to sign.
    ///
    /// - Throws: ``RegistryError`` when the document breaks a rule.
    public func draft() throws(RegistryError) -> DSSEEnvelope {
        let payload = canonicalBytes()
        _ = try EpochDocument(parsing: payload)
        return DSSEEnvelope(payloadType: Self.payloadType, payload: payload)
    }
}

/// How the tags of a kind are made, by the name documents use.
public enum TagSuite: String, Sendable, Hashable, CaseIterable {
    /// HMAC under the pepper.
    case keyed = "HMAC-SHA256"
    /// Threshold VOPRF with evaluators.
    case thresholdVOPRF = "P256-SHA256-VOPRF-T"
}

/// The data that canonical forms of an epoch are made with; a node whose data differ does not tag.
public struct CanonicalRules: Sendable, Hashable {
    /// Version of the phone metadata, such as `9.0.35`.
    public let phone: String
    /// Commit of the public suffix list.
    public let publicSuffixes: String
    /// Version of the rule set.
    public let rules: Int64
    /// Version of Unicode, such as `15.0`.
    public let unicode: String

    /// States the data.
    public init(phone: String, publicSuffixes: String, rules: Int64, unicode: String) {
        self.phone = phone
        self.publicSuffixes = publicSuffixes
        self.rules = rules
        self.unicode = unicode
    }

    init(_ value: JSONValue) throws(RegistryError) {
        let members = try ClosedObject(value, at: "norm", required: ["phone", "psl", "rules", "unicode"])
        self.phone = try members.string("phone")
        self.publicSuffixes = try members.string("psl")
        self.rules = try members.integer("rules", in: 1...JSONValue.largestInteger)
        self.unicode = try members.string("unicode")
    }

    var jsonValue: JSONValue {
        [
            "phone": .string(phone), "psl": .string(publicSuffixes), "rules": .integer(rules),
            "unicode": .string(unicode),
        ]
    }
}

/// When an epoch is published in, matched in and destroyed.
public struct EpochTimes: Sendable, Hashable {
    /// From when on bundles are made in the epoch.
    public let publishFrom: Timestamp
    /// Until when bundles are made in it.
    public let publishUntil: Timestamp
    /// Until when its bundles are accepted for the first time.
    public let matchUntil: Timestamp
    /// From when on pepper and shares are to be gone.
    public let destroyAfter: Timestamp

    /// States the times.
    public init(publishFrom: Timestamp, publishUntil: Timestamp, matchUntil: Timestamp, destroyAfter: Timestamp) {
        self.publishFrom = publishFrom
        self.publishUntil = publishUntil
        self.matchUntil = matchUntil
        self.destroyAfter = destroyAfter
    }

    init(_ members: ClosedObject) throws(RegistryError) {
        self.publishFrom = try members.time("publish_from")
        self.publishUntil = try members.time("publish_until")
        self.matchUntil = try members.time("match_until")
        self.destroyAfter = try members.time("destroy_after")
        guard publishFrom < publishUntil, publishUntil <= matchUntil, matchUntil <= destroyAfter else {
            throw RegistryError(.epochTimes, at: "publish_until")
        }
    }

    /// Ninety days of publishing and thirty more of matching, from a moment on.
    public static func standard(from start: Timestamp) -> EpochTimes {
        let end = start.adding(days: 90)
        let last = end.adding(days: 30)
        return EpochTimes(publishFrom: start, publishUntil: end, matchUntil: last, destroyAfter: last)
    }
}
