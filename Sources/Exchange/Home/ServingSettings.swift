public import Indicators
public import NodeAPI
internal import TOMLKit

/// The table `[serve]` of `settings.toml`: where `tocsin serve` listens, and how it keeps up with its peers.
public struct ServingSettings: Sendable, Hashable {
    /// Where other members' nodes reach this one: TLS 1.3, both sides with the keys that the registry lists.
    public var membersAddress = SocketAddress(host: "0.0.0.0", port: 7443)
    /// Where this organisation's own systems and monitoring reach it. Without TLS, so on this machine only.
    public var localAddress = SocketAddress(host: "127.0.0.1", port: 7480)
    /// Without news each peer is asked after about so many seconds.
    public var pollSeconds: Int64 = 30
    /// So many connections of members at once.
    public var connectionLimit: Int64 = 1_024
    /// So many requests each second of one member.
    public var requestsPerSecond: Int64 = 50
    /// So many requests under way at once.
    public var requestsAtOnce: Int64 = 256
    /// Members that may compare the digests of this node's whole state with their own.
    public var stateReaders: Set<MemberID> = []

    /// The usual settings.
    public init() {}

    init(_ table: TOMLTable?) throws(SettingsError) {
        guard let table else { throw .invalid("serve") }
        for key in table.keys where !Self.keys.contains(key) { throw .unknownKey("serve.\(key)") }
        membersAddress = try Self.address(table, "members_address") ?? membersAddress
        localAddress = try Self.address(table, "local_address") ?? localAddress
        guard localAddress.isLoopback else { throw .invalid("serve.local_address: it has to be on this machine, like 127.0.0.1") }
        pollSeconds = try Self.number(table, "poll_seconds", 1...86_400) ?? pollSeconds
        connectionLimit = try Self.number(table, "connection_limit", 1...65_536) ?? connectionLimit
        requestsPerSecond = try Self.number(table, "requests_per_second", 1...100_000) ?? requestsPerSecond
        requestsAtOnce = try Self.number(table, "requests_at_once", 1...65_536) ?? requestsAtOnce
        stateReaders = try Self.members(table, "show_state_to")
    }

    private static let keys: Set<String> = [
        "members_address", "local_address", "poll_seconds", "connection_limit", "requests_per_second", "requests_at_once",
        "show_state_to",
    ]

    private static func members(_ table: TOMLTable, _ name: String) throws(SettingsError) -> Set<MemberID> {
        guard let value = table[name] else { return [] }
        guard let list = value.array, list.count <= PeerAddress.limit else { throw .invalid("serve.\(name)") }
        var members: Set<MemberID> = []
        for item in list {
            guard let member = item.string.flatMap({ MemberID($0) }) else { throw .invalid("serve.\(name)") }
            members.insert(member)
        }
        return members
    }

    private static func address(_ table: TOMLTable, _ name: String) throws(SettingsError) -> SocketAddress? {
        guard let value = table[name] else { return nil }
        guard let address = value.string.flatMap({ SocketAddress($0) }) else { throw .invalid("serve.\(name)") }
        return address
    }

    private static func number(
        _ table: TOMLTable, _ name: String, _ range: ClosedRange<Int64>
    ) throws(SettingsError) -> Int64? {
        guard let value = table[name] else { return nil }
        guard let number = value.int.map(Int64.init), range.contains(number) else { throw .invalid("serve.\(name)") }
        return number
    }

    var text: String {
        """

        [serve]
        # Where other members' nodes reach this one: TLS 1.3, both sides with the keys that the registry lists.
        members_address = "\(membersAddress)"
        # Where this organisation's own systems and its monitoring reach it; on this machine only.
        local_address = "\(localAddress)"
        # Without news each peer is asked after about so many seconds.
        poll_seconds = \(pollSeconds)
        # Connections of members at once, requests of one member in a second, requests under way at once.
        connection_limit = \(connectionLimit)
        requests_per_second = \(requestsPerSecond)
        requests_at_once = \(requestsAtOnce)
        # Members that may compare the digests of the whole state with their own (tocsin audit reconcile --state): only such as may see
        # everything that is here, for the digests would let any other test guesses about rows that were withheld from it.
        show_state_to = [\(stateReaders.sorted().map { "\"\($0.name)\"" }.joined(separator: ", "))]

        """
    }
}
