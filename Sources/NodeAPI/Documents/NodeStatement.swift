public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// What a node says of itself.
public struct NodeStatement: Sendable, Hashable {
    /// The member it speaks for.
    public let member: MemberID
    /// The name and version of its software.
    public let software: String
    /// The version of the registry in force there.
    public let registryVersion: Int64
    /// The groups that the caller and the node are in, ascending.
    public let groups: [GroupID]
    /// When it was asked.
    public let time: Timestamp
    /// Bundles of which the caller confirmed a redaction and another one, which shows more, waits to be fetched.
    public let offers: [Digest256]

    /// So many offers are stated at once.
    public static let offerLimit = 100

    /// States it.
    public init(
        member: MemberID, software: String, registryVersion: Int64, groups: [GroupID], time: Timestamp, offers: [Digest256] = []
    ) {
        self.offers = offers
        self.member = member
        self.software = software
        self.registryVersion = registryVersion
        self.groups = groups
        self.time = time
    }

    /// The document.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object["groups"] = .array(groups.map { .string($0.name) })
        object["member"] = .string(member.name)
        object["offers"] = offers.isEmpty ? nil : .array(offers.map { .string($0.hex) })
        object["registry"] = .integer(registryVersion)
        object["software"] = .string(software)
        object["time"] = .string(time.rfc3339)
        object["type"] = "six-node"
        object["v"] = 1
        return .object(object)
    }

    /// Reads one.
    ///
    /// - Throws: ``DocumentFault``.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let document = try ReadDocument(bytes, type: "six-node", members: ["groups", "member", "registry", "software", "time"])
        guard let member = MemberID(try document.string("member")), let time = Timestamp(rfc3339: try document.string("time"))
        else { throw DocumentFault("member or time") }
        var groups: [GroupID] = []
        for value in try document.list("groups") {
            guard let group = value.string.flatMap({ GroupID($0) }) else { throw DocumentFault("groups") }
            groups.append(group)
        }
        self.init(
            member: member, software: String(try document.string("software").prefix(100)),
            registryVersion: try document.number("registry"), groups: groups, time: time,
            offers: document.has("offers") ? Array(try document.digests("offers").prefix(Self.offerLimit)) : [])
    }
}
