public import CanonicalCoding
public import CryptoPrimitives
internal import Indicators

/// The content of a registry: who takes part, with which keys, in which groups and epochs.
///
/// Drafts are edited as such a value; only a ``VerifiedRegistry`` says that the root signed it.
public struct RegistryDocument: Sendable, Hashable {
    /// Counts from 1, up by one with every issue.
    public var version: Int64
    /// The digest of the version before; nothing in version 1.
    public var previous: Digest256?
    /// When this version was issued.
    public var issued: Timestamp
    /// From this moment on nothing is published or accepted under it, but it may still be read.
    public var expires: Timestamp
    /// Who must sign the next version.
    public var root: RootKeys
    /// What is demanded of signatures, and marks that keep it out of production.
    public var policy: RegistryPolicy
    /// The organisations that take part.
    public var members: [MemberEntry]
    /// The groups bundles are addressed to.
    public var groups: [GroupEntry]
    /// The epochs in which bundles are made.
    public var epochs: [EpochEntry]
    /// SHA-256 of the lists of indicators that are never acted on.
    public var protectedLists: [Digest256]
    /// Where chains go on after a fork or a stolen key.
    public var resets: [ChainReset]

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.registry.v1+json"
    static let type = "six-registry"

    /// States a registry; the rules are checked by ``draft()``.
    public init(
        version: Int64 = 1, previous: Digest256? = nil, issued: Timestamp, expires: Timestamp, root: RootKeys,
        policy: RegistryPolicy = RegistryPolicy(), members: [MemberEntry] = [], groups: [GroupEntry] = [],
        epochs: [EpochEntry] = [], protectedLists: [Digest256] = [], resets: [ChainReset] = []
    ) {
        self.version = version
        self.previous = previous
        self.issued = issued
        self.expires = expires
        self.root = root
        self.policy = policy
        self.members = members
        self.groups = groups
        self.epochs = epochs
        self.protectedLists = protectedLists
        self.resets = resets
    }

    /// The bytes that are signed.
    public func canonicalBytes() -> [UInt8] { jsonValue.canonicalBytes() }

    /// SHA-256 of the bytes that are signed.
    public var digest: Digest256 { SHA256.hash(canonicalBytes()) }

    /// An envelope without signatures, for the root officers to sign.
    ///
    /// - Throws: ``RegistryError`` when the document breaks a rule.
    public func draft() throws(RegistryError) -> DSSEEnvelope {
        let payload = canonicalBytes()
        _ = try RegistryDocument(parsing: payload)
        return DSSEEnvelope(payloadType: Self.payloadType, payload: payload)
    }

    /// The same content as the next version, issued at a moment and valid for some days.
    public func successor(issued: Timestamp, days: Int64 = RegistryLimits.longestLifeDays) -> RegistryDocument {
        var next = self
        next.version = version + 1
        next.previous = digest
        next.issued = issued
        next.expires = issued.adding(days: days)
        return next
    }
}

extension RegistryDocument {
    /// Reads the payload of a registry's envelope and checks every rule that needs no signature.
    ///
    /// - Throws: ``RegistryError``.
    public init(parsing payload: [UInt8]) throws(RegistryError) {
        let members = try ClosedObject(
            try parsedPayload(payload, type: Self.type), at: "",
            required: [
                "v", "type", "version", "prev", "issued", "expires", "root", "policy", "partners", "groups", "epochs",
                "protected", "resets",
            ])
        self.version = try members.integer("version", in: 1...JSONValue.largestInteger)
        self.previous = try members.string("prev").isEmpty ? nil : try members.digest("prev")
        self.issued = try members.time("issued")
        self.expires = try members.time("expires")
        self.root = try RootKeys(try members.value("root"))
        self.policy = try RegistryPolicy(try members.value("policy"), at: "policy")
        self.members = try parsedList(members, "partners", atMost: RegistryLimits.members, MemberEntry.init)
        self.groups = try parsedList(members, "groups", atMost: RegistryLimits.groups, GroupEntry.init)
        self.epochs = try parsedList(members, "epochs", atMost: RegistryLimits.epochs, EpochEntry.init)
        self.protectedLists = try parsedList(members, "protected", atMost: RegistryLimits.protectedLists, parsedDigest)
        self.resets = try parsedList(members, "resets", atMost: RegistryLimits.resets, ChainReset.init)
        try checkRules()
    }

    private func checkRules() throws(RegistryError) {
        guard (previous == nil) == (version == 1) else { throw RegistryError(.previousWithVersion, at: "prev") }
        guard issued < expires, expires <= issued.adding(days: RegistryLimits.longestLifeDays) else {
            throw RegistryError(.lifetime, at: "expires")
        }
        try requireUnique(members.map(\.id), at: "partners")
        try requireUnique(groups.map(\.id), at: "groups")
        try requireUnique(epochs.map(\.epoch), at: "epochs")
        try requireUnique(protectedLists, at: "protected")
        try requireUnique(resets, at: "resets")
        let ids = Set(members.map(\.id))
        for group in groups where !ids.isSuperset(of: group.members) {
            throw RegistryError(.unknownMember, at: group.id.name)
        }
        var seen = Set(root.keys.map(\.publicKey))
        for member in members {
            for key in member.keys where !seen.insert(key.publicKey).inserted {
                throw RegistryError(.keyTwice, at: KeyName.keyID(member: member.id.name, kid: key.kid))
            }
        }
    }

    private var jsonValue: JSONValue {
        [
            "epochs": .array(epochs.map(\.jsonValue)), "expires": .string(expires.rfc3339),
            "groups": .array(groups.map(\.jsonValue)), "issued": .string(issued.rfc3339),
            "partners": .array(members.map(\.jsonValue)), "policy": policy.jsonValue,
            "prev": .string(previous?.hex ?? ""), "protected": .array(protectedLists.map { .string($0.hex) }),
            "resets": .array(resets.map(\.jsonValue)), "root": root.jsonValue, "type": .string(Self.type), "v": 1,
            "version": .integer(version),
        ]
    }
}

private func parsedDigest(_ value: JSONValue, at place: String) throws(RegistryError) -> Digest256 {
    guard let digest = value.string.flatMap(Digest256.init(hex:)) else { throw RegistryError(.notHex, at: place) }
    return digest
}
