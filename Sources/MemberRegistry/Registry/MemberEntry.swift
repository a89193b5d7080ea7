public import CanonicalCoding
public import Indicators

/// What a registry says of one organisation.
public struct MemberEntry: Sendable, Hashable {
    /// The name of the member.
    public let id: MemberID
    /// The organisation that corroboration and quotas count: the member itself unless a parent is named.
    public let owner: MemberID
    /// What the organisation is in the federation.
    public let roles: [MemberRole]
    /// Its keys for every use, old ones included.
    public let keys: [MemberKey]
    /// How many values it may have evaluated.
    public let quota: EvaluationQuota

    /// States a member.
    public init(
        id: MemberID, owner: MemberID? = nil, roles: [MemberRole], keys: [MemberKey],
        quota: EvaluationQuota = .standard
    ) {
        self.id = id
        self.owner = owner ?? id
        self.roles = roles
        self.keys = keys
        self.quota = quota
    }

    init(_ value: JSONValue, at place: String) throws(RegistryError) {
        let members = try ClosedObject(value, at: place, required: ["id", "owner", "roles", "keys", "quota"])
        self.id = try parsedMember(members, "id")
        self.owner = try parsedMember(members, "owner")
        self.roles = try parsedList(members, "roles", atMost: MemberRole.allCases.count) {
            (value, place) throws(RegistryError) in
            guard let role = value.string.flatMap(MemberRole.init) else { throw RegistryError(.notAChoice, at: place) }
            return role
        }
        try requireUnique(roles, at: members.place("roles"))
        self.keys = try parsedList(members, "keys", atMost: RegistryLimits.keysOfAMember, MemberKey.init)
        self.quota = try EvaluationQuota(try members.value("quota"), at: members.place("quota"))
    }

    var jsonValue: JSONValue {
        [
            "id": .string(id.name), "keys": .array(keys.map(\.jsonValue)), "owner": .string(owner.name),
            "quota": quota.jsonValue, "roles": .array(roles.map { .string($0.rawValue) }),
        ]
    }
}

/// What an organisation is in the federation.
public enum MemberRole: String, Sendable, Hashable, CaseIterable {
    case platform, vendor, bank, telecom
    case lawEnforcement = "law-enforcement"
    case regulator, ngo
    case evaluator, hub, witness, mirror
}

extension MemberEntry {
    /// The entry with the quota that members have unless officers say otherwise.
    public var withStandardQuota: MemberEntry { MemberEntry(id: id, owner: owner, roles: roles, keys: keys) }
}

/// How many values an owner may have evaluated.
public struct EvaluationQuota: Sendable, Hashable {
    /// At the start of an epoch.
    public let start: Int64
    /// On each day after that.
    public let day: Int64

    /// States a quota.
    public init(start: Int64, day: Int64) {
        self.start = start
        self.day = day
    }

    /// States a quota that a registry can hold; nothing for numbers below 0 or beyond what JSON carries exactly.
    public init?(checking start: Int64, day: Int64) {
        let range = 0...JSONValue.largestInteger
        guard range.contains(start), range.contains(day) else { return nil }
        self.init(start: start, day: day)
    }

    init(_ value: JSONValue, at place: String) throws(RegistryError) {
        let members = try ClosedObject(value, at: place, required: ["day", "start"])
        self.start = try members.integer("start", in: 0...JSONValue.largestInteger)
        self.day = try members.integer("day", in: 0...JSONValue.largestInteger)
    }

    var jsonValue: JSONValue { ["day": .integer(day), "start": .integer(start)] }

    /// Two million at the start and fifty thousand a day.
    public static let standard = EvaluationQuota(start: 2_000_000, day: 50_000)
}

extension EvaluationQuota: CustomStringConvertible {
    /// As people write it: at the start, and a day.
    public var description: String { "\(start) and \(day) a day" }
}

/// One key of a member.
public struct MemberKey: Sendable, Hashable {
    /// What the key is for.
    public let use: KeyUse
    /// The algorithm, which fixes the length.
    public let algorithm: KeyAlgorithm
    /// The bytes of the public key.
    public let publicKey: [UInt8]
    /// The first moment the key speaks for its member.
    public let notBefore: Timestamp
    /// The first moment after its window.
    public let notAfter: Timestamp
    /// Whether the key still speaks for its member.
    public let status: KeyStatus
    /// Since when the key is in wrong hands; stands exactly with the status `compromised`.
    public let compromisedSince: Timestamp?
    /// What the key may sign; nothing when that is everything.
    public let scope: KeyScope?

    /// States a key; the rules are checked when a document that holds it is read.
    public init(
        use: KeyUse, algorithm: KeyAlgorithm, publicKey: [UInt8], notBefore: Timestamp, notAfter: Timestamp,
        status: KeyStatus = .active, compromisedSince: Timestamp? = nil, scope: KeyScope? = nil
    ) {
        self.use = use
        self.algorithm = algorithm
        self.publicKey = publicKey
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.status = status
        self.compromisedSince = compromisedSince
        self.scope = scope
    }

    init(_ value: JSONValue, at place: String) throws(RegistryError) {
        let members = try ClosedObject(
            value, at: place, required: ["kid", "use", "alg", "pub", "nb", "na", "status"], optional: ["since", "scope"])
        self.use = try members.choice("use", KeyUse.self)
        self.algorithm = try members.choice("alg", KeyAlgorithm.self)
        guard algorithm.serves(use) else { throw RegistryError(.algorithmForUse, at: members.place("alg")) }
        self.publicKey = try parsedPublicKey(members, algorithm)
        self.notBefore = try members.time("nb")
        self.notAfter = try members.time("na")
        guard notBefore < notAfter else { throw RegistryError(.keyWindow, at: members.place("na")) }
        self.status = try members.choice("status", KeyStatus.self)
        self.compromisedSince = members.has("since") ? try members.time("since") : nil
        guard (compromisedSince != nil) == (status == .compromised) else {
            throw RegistryError(.sinceWithoutCompromise, at: members.place("since"))
        }
        self.scope = members.has("scope") ? try KeyScope(try members.value("scope"), at: members.place("scope")) : nil
    }

    /// The short name.
    public var kid: String { KeyName.kid(of: publicKey) }

    var jsonValue: JSONValue {
        var object = JSONObject()
        object["alg"] = .string(algorithm.rawValue)
        object["kid"] = .string(kid)
        object["na"] = .string(notAfter.rfc3339)
        object["nb"] = .string(notBefore.rfc3339)
        object["pub"] = .string(Hex.encode(publicKey))
        object["scope"] = scope?.jsonValue
        object["since"] = compromisedSince.map { .string($0.rfc3339) }
        object["status"] = .string(status.rawValue)
        object["use"] = .string(use.rawValue)
        return .object(object)
    }
}

extension KeyScope {
    init(_ value: JSONValue, at place: String) throws(RegistryError) {
        let members = try ClosedObject(value, at: place, required: [], optional: ["kinds", "max_tlp", "until"])
        var kinds: [String]?
        if members.has("kinds") {
            kinds = try parsedList(members, "kinds", atMost: RegistryLimits.kindsOfAScope, parsedKind)
            try requireUnique(kinds ?? [], at: members.place("kinds"))
        }
        self.init(
            listedKinds: kinds, maxMarking: members.has("max_tlp") ? try members.choice("max_tlp", Marking.self) : nil,
            until: members.has("until") ? try members.time("until") : nil)
    }

    var jsonValue: JSONValue {
        var object = JSONObject()
        object["kinds"] = listedKinds.map { .array($0.map(JSONValue.string)) }
        object["max_tlp"] = maxMarking.map { .string($0.name) }
        object["until"] = until.map { .string($0.rfc3339) }
        return .object(object)
    }
}

/// Reads the name of a member; the name of the root is not one.
func parsedMember(_ members: ClosedObject, _ name: String) throws(RegistryError) -> MemberID {
    try parsedMember(.string(try members.string(name)), at: members.place(name))
}

/// Reads the name of a member; the name of the root is not one.
func parsedMember(_ value: JSONValue, at place: String) throws(RegistryError) -> MemberID {
    guard let id = value.string.flatMap(MemberID.init), id.name != KeyName.rootName else {
        throw RegistryError(.notAName, at: place)
    }
    return id
}

/// Reads the name of a kind, known or not.
func parsedKind(_ value: JSONValue, at place: String) throws(RegistryError) -> String {
    guard let text = value.string, let kind = try? IndicatorKind(parsing: text) else {
        throw RegistryError(.notAName, at: place)
    }
    return kind.name
}
