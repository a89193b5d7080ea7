public import Indicators
internal import TOMLKit

/// What `settings.toml` says: who this node is, and what it lets pass.
public struct Settings: Sendable, Hashable {
    /// The member this node speaks for.
    public var member: MemberID
    /// Its role in the registry.
    public var role: String
    /// The region whose numbering plan reads national phone numbers, when a feed names none.
    public var region: RegionCode?
    /// Let nothing pass in groups that no agreement governs.
    public var requiresAgreements: Bool
    /// Accept registries that are marked as examples or were made by `tocsin lab`.
    public var acceptsLabDocuments: Bool
    /// Accept the published keys of keys-example/.
    public var acceptsExampleKeys: Bool
    /// Where `tocsin serve` listens and how it keeps up with its peers.
    public var serving = ServingSettings()
    /// Where other members' nodes are reached.
    public var peers: [MemberID: PeerAddress] = [:]
    /// How much of whom is taken without an officer; nothing where the file does not say.
    public var statedQuarantine: QuarantineSettings?

    /// How much of whom is taken without an officer.
    public var quarantine: QuarantineSettings { statedQuarantine ?? (isSandbox ? .sandbox : QuarantineSettings()) }

    /// Whether this home says of itself that it is for trying things out.
    public var isSandbox: Bool { acceptsLabDocuments || acceptsExampleKeys }

    /// Settings of a new node.
    public init(member: MemberID, role: String) {
        self.member = member
        self.role = role
        region = nil
        requiresAgreements = false
        acceptsLabDocuments = false
        acceptsExampleKeys = false
    }

    /// Reads a settings file.
    ///
    /// - Throws: ``SettingsError`` naming the line or the member.
    public init(parsing text: String) throws(SettingsError) {
        let table: TOMLTable
        do { table = try TOMLTable(string: text) } catch { throw .notTOML }
        for key in table.keys where !Self.knownKeys.contains(key) { throw .unknownKey(key) }
        guard let member = table["member"]?.string.flatMap({ MemberID($0) }) else { throw .invalid("member") }
        guard let role = table["role"]?.string, Self.roles.contains(role) else { throw .invalid("role") }
        self.init(member: member, role: role)
        if let name = table["region"]?.string, !name.isEmpty {
            guard let code = RegionCode(name) else { throw .invalid("region") }
            region = code
        }
        requiresAgreements = try Self.switch(table, "require_agreements")
        acceptsLabDocuments = table["accept_lab_documents"]?.bool ?? false
        acceptsExampleKeys = table["accept_example_keys"]?.bool ?? false
        if let serve = table["serve"] { serving = try ServingSettings(serve.table) }
        if let table = table["quarantine"] { statedQuarantine = try QuarantineSettings(table.table, usual: quarantine.usual) }
        if let list = table["peers"] { peers = try PeerAddress.peers(list.table) }
    }

    /// A switch of which no slip may go unseen: another value than true or false is refused.
    private static func `switch`(_ table: TOMLTable, _ name: String) throws(SettingsError) -> Bool {
        guard let value = table[name] else { return false }
        guard let isOn = value.bool else { throw .invalid(name) }
        return isOn
    }

    /// The file's text.
    public var text: String {
        """
        # Settings of this Tocsin node. Names carry their units.

        # The member this node speaks for, as the registry names it.
        member = "\(member.name)"
        # Its role: \(Self.roles.joined(separator: ", ")).
        role = "\(role)"
        # Numbering plan for national phone numbers in feeds without a region, two capital letters.
        region = "\(region.map(\.description) ?? "")"
        # Let nothing pass in groups that no agreement governs; otherwise disclosure.json decides there.
        require_agreements = \(requiresAgreements)
        # Accept documents made by `tocsin lab` or `tocsin demo`. Never on a real node.
        accept_lab_documents = \(acceptsLabDocuments)
        # Accept the published keys of keys-example/. Never on a real node.
        accept_example_keys = \(acceptsExampleKeys)

        """ + serving.text + quarantine.text + PeerAddress.text(of: peers)
    }

    /// The roles a member can have.
    public static let roles = [
        "platform", "vendor", "bank", "telecom", "law-enforcement", "regulator", "ngo", "evaluator", "hub", "witness", "mirror",
    ]
    /// A settings file is at most this large.
    public static let limitBytes = 512 << 10

    private static let knownKeys: Set<String> = [
        "member", "role", "region", "require_agreements", "accept_lab_documents", "accept_example_keys", "serve",
        "peers", "quarantine",
    ]
}

/// Why a settings file cannot be used.
public enum SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is not TOML.
    case notTOML
    /// A key nobody knows: most likely a spelling mistake.
    case unknownKey(String)
    /// A value that the key cannot have.
    case invalid(String)

    /// One sentence naming the key.
    public var description: String {
        switch self {
        case .notTOML: "settings.toml is not TOML"
        case .unknownKey(let key): "settings.toml has an unknown key, \(key)"
        case .invalid(let key): "settings.toml has no usable value for \(key)"
        }
    }
}
