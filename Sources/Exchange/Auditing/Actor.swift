/// Who acts at this node, as its audit log names them: a pseudonym, never a person's name.
public struct Actor: Sendable, Hashable {
    /// A stable pseudonym, or the part of the node that acts by itself.
    public let name: String
    /// In which capacity: ``roles``.
    public let role: String
    /// How the node knows: the account of the operating system, a token.
    public let authentication: String

    /// What somebody at a node can be. Officers approve, auditors look at everything and see no value.
    public static let roles = ["operator", "analyst", "officer", "auditor", "service"]

    /// Names somebody.
    ///
    /// - Returns: nothing for a pseudonym that is not 1 to 64 of `a-z`, `0-9`, `.`, `_`, `-`, and for an unknown role.
    public init?(name: String, role: String, authentication: String) {
        guard (1...Self.longestName).contains(name.utf8.count), name.utf8.allSatisfy(Self.isNameByte), Self.roles.contains(role)
        else { return nil }
        self.init(known: name, role: role, authentication: authentication)
    }

    private init(known name: String, role: String, authentication: String) {
        self.name = name
        self.role = role
        self.authentication = authentication
    }

    /// Whoever sits at the node, when nobody said who.
    public static let atTheNode = Actor(known: "operator", role: "operator", authentication: "account")

    /// The node itself, in rounds with peers and in answers to them.
    public static let node = Actor(known: "node", role: "service", authentication: "key")

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static let longestName = 64
}
