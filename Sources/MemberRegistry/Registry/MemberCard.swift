public import CanonicalCoding

/// What a member hands to the root officers: its entry as it wants to be listed. It carries no signature; the officers
/// compare the key names with the member over another channel.
public struct MemberCard: Sendable, Hashable {
    /// The entry.
    public let entry: MemberEntry

    /// Makes a card.
    public init(entry: MemberEntry) { self.entry = entry }

    /// Reads a card's file.
    ///
    /// - Throws: ``RegistryError``.
    public init(parsing bytes: [UInt8]) throws(RegistryError) {
        guard bytes.count <= RegistryLimits.keyFileBytes else { throw RegistryError(.tooLarge, at: "card") }
        let members = try ClosedObject(try parsedJSON(bytes.span, at: "card"), at: "card", required: ["v", "type", "entry"])
        guard try members.integer("v", in: 1...1) == 1, try members.string("type") == Self.type else {
            throw RegistryError(.wrongVersion, at: "card.type")
        }
        entry = try MemberEntry(try members.value("entry"), at: "card.entry")
    }

    /// The card as a JSON value.
    public var jsonValue: JSONValue { ["entry": entry.jsonValue, "type": .string(Self.type), "v": 1] }

    private static let type = "tocsin-member-card"
}
