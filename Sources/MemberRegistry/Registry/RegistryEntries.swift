internal import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// A group of members that share bundles.
public struct GroupEntry: Sendable, Hashable {
    /// The name of the group.
    public let id: GroupID
    /// Its members, each listed in the registry.
    public let members: [MemberID]

    /// States a group.
    public init(id: GroupID, members: [MemberID]) {
        self.id = id
        self.members = members
    }

    init(_ value: JSONValue, at place: String) throws(RegistryError) {
        let members = try ClosedObject(value, at: place, required: ["id", "members"])
        guard let id = GroupID(try members.string("id")) else { throw RegistryError(.notAName, at: members.place("id")) }
        self.id = id
        self.members = try parsedList(members, "members", atMost: RegistryLimits.members, parsedMember)
        try requireUnique(self.members, at: members.place("members"))
    }

    var jsonValue: JSONValue {
        ["id": .string(id.name), "members": .array(members.map { .string($0.name) })]
    }
}

/// The document of an epoch, by the digest of its payload.
public struct EpochEntry: Sendable, Hashable {
    /// The number of the epoch.
    public let epoch: EpochNumber
    /// SHA-256 of the payload of its document.
    public let digest: Digest256

    /// Lists an epoch.
    public init(epoch: EpochNumber, digest: Digest256) {
        self.epoch = epoch
        self.digest = digest
    }

    init(_ value: JSONValue, at place: String) throws(RegistryError) {
        let members = try ClosedObject(value, at: place, required: ["digest", "epoch"])
        self.epoch = EpochNumber(UInt32(try members.integer("epoch", in: 0...Int64(UInt32.max))))
        self.digest = try members.digest("digest")
    }

    var jsonValue: JSONValue { ["digest": .string(digest.hex), "epoch": .integer(Int64(epoch.value))] }
}

/// The head from which a chain goes on after a fork or a stolen key.
public struct ChainReset: Sendable, Hashable {
    /// Whose chain it is.
    public let publisher: MemberID
    /// The group the chain is addressed to.
    public let audience: GroupID
    /// The place in the chain.
    public let sequence: Int64
    /// The digest of the manifest at that place of the chain.
    public let digest: Digest256

    /// States a reset.
    public init(publisher: MemberID, audience: GroupID, sequence: Int64, digest: Digest256) {
        self.publisher = publisher
        self.audience = audience
        self.sequence = sequence
        self.digest = digest
    }

    init(_ value: JSONValue, at place: String) throws(RegistryError) {
        let members = try ClosedObject(value, at: place, required: ["aud", "digest", "pub", "seq"])
        self.publisher = try parsedMember(members, "pub")
        guard let audience = GroupID(try members.string("aud")) else {
            throw RegistryError(.notAName, at: members.place("aud"))
        }
        self.audience = audience
        self.sequence = try members.integer("seq", in: 1...JSONValue.largestInteger)
        self.digest = try members.digest("digest")
    }

    var jsonValue: JSONValue {
        [
            "aud": .string(audience.name), "digest": .string(digest.hex), "pub": .string(publisher.name),
            "seq": .integer(sequence),
        ]
    }
}

/// What the root demands of signatures, and what it says of itself.
public struct RegistryPolicy: Sendable, Hashable {
    /// Whether the private keys are published: nobody may rely on such a registry.
    public let isExample: Bool
    /// Whether all keys were made in one place, for trying things out.
    public let isLab: Bool

    /// States a policy; signatures of any one key of the publisher are enough.
    public init(isExample: Bool = false, isLab: Bool = false) {
        self.isExample = isExample
        self.isLab = isLab
    }

    init(_ value: JSONValue, at place: String) throws(RegistryError) {
        let members = try ClosedObject(value, at: place, required: ["sig"], optional: ["example", "lab"])
        guard try members.value("sig") == Self.anyOneKey else { throw RegistryError(.policy, at: members.place("sig")) }
        self.isExample = try members.flag("example")
        self.isLab = try members.flag("lab")
    }

    var jsonValue: JSONValue {
        var object = JSONObject()
        object["sig"] = Self.anyOneKey
        object["example"] = isExample ? true : nil
        object["lab"] = isLab ? true : nil
        return .object(object)
    }

    private static let anyOneKey: JSONValue = ["any"]
}

/// Marks a document may carry that keep it out of production.
public struct DocumentMarks: OptionSet, Sendable, Hashable {
    /// One bit for each mark.
    public let rawValue: Int

    /// Takes one bit for each mark.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Its private keys are published.
    public static let example = DocumentMarks(rawValue: 1)
    /// Its keys were all made in one place.
    public static let lab = DocumentMarks(rawValue: 2)
}
