import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry
import NodeAPI
import SignedBundles

/// Many members of one group and their registry, made for a measurement: one has a home for a node that is measured, some have homes
/// and can publish, and of the others there are only the keys.
struct Crowd: Sendable {
    /// A member without a node of its own: this process speaks for it.
    struct Member: Sendable {
        let id: MemberID
        let keys: NodeKeys
        /// Its home, when it has one.
        let home: String?
    }

    static let node = "org.node"
    let group: GroupID
    let place: String
    let nodeID: MemberID
    let nodeKeys: NodeKeys
    let members: [Member]
    let registryVersion: Int64

    /// Makes the homes in a directory: `org.node`, and those of the first so many members, `org.m0000` and so on.
    init(at place: String, count: Int, publishers: Int) throws {
        let time = HomeDesk.machineClock()
        guard let group = GroupID("lab"), let nodeID = MemberID(Self.node) else { throw CrowdError.arguments }
        (self.group, self.place, self.nodeID, nodeKeys) = (group, place, nodeID, try NodeKeys())
        members = try (0..<count).map { number in
            let digits = "\(number)"
            let name = "org.m\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
            guard let id = MemberID(name) else { throw CrowdError.arguments }
            return Member(id: id, keys: try NodeKeys(), home: number < publishers ? "\(place)/\(name)" : nil)
        }
        let entries = ([(nodeID, nodeKeys)] + members.map { ($0.id, $0.keys) }).map { id, keys in
            let listed = keys.registryEntries(notBefore: time.adding(days: -1), notAfter: time.adding(days: Self.keyDays))
            return MemberEntry(id: id, roles: [.platform], keys: listed)
        }
        let federation = try Federation(
            members: entries, group: group, policy: RegistryPolicy(isLab: true), at: time,
            officers: [Ed25519PrivateKey(), Ed25519PrivateKey()])
        let document = try RegistryDocument(parsing: federation.registry.payload)
        registryVersion = document.version
        let memory = HomeMemory()
        for (id, keys, home) in [(nodeID, nodeKeys, "\(place)/\(Self.node)")] + members.compactMap(Self.homed) {
            try Self.make(home, id, keys, federation, document.root.digest, memory)
        }
    }

    private static let keyDays: Int64 = 400

    private static func homed(_ member: Member) -> (MemberID, NodeKeys, String)? {
        member.home.map { (member.id, member.keys, $0) }
    }

    private static func make(
        _ home: String, _ id: MemberID, _ keys: NodeKeys, _ federation: Federation, _ root: Digest256, _ memory: HomeMemory
    ) throws {
        var settings = Settings(member: id, role: "platform")
        settings.acceptsLabDocuments = true
        try Node.create(at: home, settings: settings, keys: keys)
        let node = try Node(opening: home, for: .writing, remembering: memory)
        try node.installRegistry(federation.registry, trustedRoot: root)
        try node.installEpoch(federation.epoch, pepper: federation.pepper)
    }

    /// The newest bundle of each chain that was published at one of the homes.
    func heads() throws -> [MemberID: ChainPlace] {
        let (memory, time) = (HomeMemory(), HomeDesk.machineClock())
        var heads: [MemberID: ChainPlace] = [:]
        for (id, _, home) in members.compactMap(Self.homed) {
            let node = try Node(opening: home, remembering: memory)
            let envelope = try NodeChains(node, at: time).heads(for: group)
            heads[id] = try HeadsDocument(verifying: envelope, keys: node.registry()).ownHead
        }
        return heads
    }
}

enum CrowdError: Error { case arguments, notAnswered }
