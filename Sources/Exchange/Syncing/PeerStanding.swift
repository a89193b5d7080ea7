public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MemberRegistry
public import NodeStore
internal import SignedBundles

/// How this node stands with one peer: when it was reached, what it has confirmed, what it is owed.
public struct PeerStanding: Sendable, Hashable {
    /// A bundle that the peer has not confirmed.
    public struct Owed: Sendable, Hashable {
        /// The group of the chain.
        public let group: GroupID
        /// Its number in the chain.
        public let sequence: Int
        /// The digest of its manifest.
        public let manifest: Digest256
        /// When it was published.
        public let published: Timestamp
        /// Whether it carries retractions or objections, which everybody has to act on.
        public let isUrgent: Bool
    }

    /// The member.
    public let peer: MemberID
    /// Where it is reached; nothing when no address is known.
    public let address: PeerAddress?
    /// The last round that came to its end.
    public let reached: Timestamp?
    /// Why the newest round did not; empty when it did.
    public let failure: String
    /// Whether the peer is no node and only evaluates: unless bundles left for it before, it is owed none.
    public let evaluatesOnly: Bool
    /// The groups both are in.
    public let groups: [GroupID]
    /// Transfers by how they stand.
    public let sent: (done: Int, received: Int, inDoubt: Int, failed: Int)
    /// Bundles that came from the peer, and those refused.
    public let received: (accepted: Int, rejected: Int)
    /// When the newest receipt came.
    public let lastReceipt: Timestamp?
    /// Whether its audit log was seen to show two histories: no bundle passes to or from it until an officer readmits it.
    public let isSuspended: Bool
    /// How many heads of its log nothing has shown yet to be of one history with the others.
    public let unprovedHeads: Int
    /// What the peer has not confirmed, in the order of each chain.
    public let owed: [Owed]
    /// Where the peer's owner reported under more tags than it had evaluated.
    public let excesses: [BudgetExcess]

    /// What makes people act: retractions or objections that a peer has not confirmed within a time.
    public func alarms(at time: Timestamp, afterSeconds seconds: Int64 = Self.alarmSeconds) -> [Owed] {
        owed.filter { $0.isUrgent && $0.published.adding(seconds: seconds) <= time }
    }

    /// How many alarms there are about the peer, its suspension among them.
    public func alarmCount(at time: Timestamp) -> Int { alarms(at: time).count + (isSuspended ? 1 : 0) }

    /// A retraction that is not confirmed after so long is alarmed.
    public static let alarmSeconds: Int64 = 60

    public static func == (left: Self, right: Self) -> Bool {
        left.peer == right.peer && left.owed == right.owed && left.reached == right.reached && left.failure == right.failure
            && left.sent == right.sent && left.received == right.received
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(peer)
        hasher.combine(owed)
    }
}

extension HomeDesk {
    /// How the node stands with each of its peers, ascending by name.
    ///
    /// - Throws: as ``HomeDesk/work(_:_:)``.
    public func standings() throws -> [PeerStanding] {
        try work(.reading) { node, book, _ in
            var manifests = ManifestHeads(node)
            let excesses = try node.budgetExcesses()
            let registry = try node.registry()
            return try node.peers().map { peer in
                let owner = registry.owner(of: peer)
                return try node.standing(of: peer, book, &manifests, excesses.filter { $0.owner == owner })
            }
        }
    }
}

/// What the first line of a kept stream says, read once for each bundle.
struct ManifestHeads {
    private let node: Node
    private var known: [Digest256: Manifest?] = [:]

    init(_ node: Node) { self.node = node }

    mutating func head(of manifest: Digest256) -> Manifest? {
        if let found = known[manifest] { return found }
        let folder = node.paths.bundle(manifest.hex)
        let stream = (try? Directory.names(in: folder))?.first.map { "\(folder)/\($0)" }
        let head = stream.flatMap { try? IncomingFile.head(of: $0, identity: { throw NodeError.notForUs }) }
        known[manifest] = .some(head)
        return head
    }
}

extension Node {
    fileprivate func standing(
        of peer: MemberID, _ book: TransferBook, _ manifests: inout ManifestHeads, _ excesses: [BudgetExcess]
    ) throws -> PeerStanding {
        let contact = ContactRecord(of: peer, at: paths)
        let items = book.all(with: peer)
        func count(_ state: TransferBook.State) -> Int { items.count { $0.state == state } }
        var owed: [PeerStanding.Owed] = []
        let isNoNode = contact.evaluatesOnly && !items.contains { $0.state != .accepted && $0.state != .rejected }
        for manifest in try self.owed(to: peer, under: registry().document.version, book).joined() where !isNoNode {
            guard let head = manifests.head(of: manifest) else { continue }
            owed.append(
                PeerStanding.Owed(
                    group: head.audience, sequence: head.sequence, manifest: manifest, published: head.created,
                    isUrgent: head.segments.contains(where: \.isMust)))
        }
        return PeerStanding(
            peer: peer, address: settings.peers[peer], reached: contact.reached, failure: contact.failure,
            evaluatesOnly: contact.evaluatesOnly, groups: try groups(sharedWith: peer).sorted(),
            sent: (count(.done), count(.received), count(.inDoubt), count(.failed)),
            received: (count(.accepted), count(.rejected)),
            lastReceipt: items.compactMap(\.endedAt).max(), isSuspended: PeerHeads(self, of: peer).isForked,
            unprovedHeads: try PeerHeads(self, of: peer).unprovedHeads(), owed: owed,
            excesses: excesses)
    }
}
