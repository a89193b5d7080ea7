public import Indicators
internal import LedgerFiles
public import NodeAPI
internal import TOMLKit

/// Where another member's node is reached: `https://host:port`, nothing behind it.
public struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
    /// The host and port.
    public let socket: SocketAddress

    /// Reads an address.
    ///
    /// The name in it only finds the machine: who answers there proves itself by the key that the registry lists.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.scheme) else { return nil }
        var rest = String(text.dropFirst(Self.scheme.count))
        if rest.hasSuffix("/") { rest.removeLast() }
        guard let socket = SocketAddress(rest) ?? SocketAddress(rest + ":7443") else { return nil }
        self.socket = socket
    }

    /// `https://host:port`.
    public var description: String { Self.scheme + socket.description }

    private static let scheme = "https://"
    /// A node has at most so many peers.
    public static let limit = 4_096

    static func peers(_ table: TOMLTable?) throws(SettingsError) -> [MemberID: PeerAddress] {
        guard let table, table.count <= limit else { throw .invalid("peers") }
        var peers: [MemberID: PeerAddress] = [:]
        for key in table.keys {
            guard let member = MemberID(key), let address = table[key]?.string.flatMap({ PeerAddress($0) }) else {
                throw .invalid("peers.\(key)")
            }
            peers[member] = address
        }
        return peers
    }

    static func text(of peers: [MemberID: PeerAddress]) -> String {
        let lines = peers.sorted { $0.key < $1.key }.map { "\"\($0.key.name)\" = \"\($0.value)\"\n" }
        return """

            [peers]
            # Where other members' nodes are reached: "org.beta" = "https://beta.example:7443". See tocsin peer.

            """ + lines.joined()
    }
}

extension Node {
    /// Replaces the addresses of peers in the settings.
    ///
    /// - Throws: `FileError`; the old settings stay then.
    public func setPeers(_ peers: [MemberID: PeerAddress]) throws {
        var changed = settings
        changed.peers = peers
        try replaceSettings(changed)
    }

    /// Replaces the settings; this object keeps the old ones.
    ///
    /// - Throws: `FileError`; the old settings stay then.
    func replaceSettings(_ changed: Settings) throws {
        try DurableFile.write(Array(changed.text.utf8), to: paths.settings, replacing: true)
    }
}
