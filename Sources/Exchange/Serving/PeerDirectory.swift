internal import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import MemberRegistry
internal import Synchronization

/// Where the peers are and which keys they show, for whoever opens connections; brought up to date from the home now and then.
public final class PeerDirectory: Sendable {
    fileprivate struct State {
        var addresses: [MemberID: PeerAddress] = [:]
        var anchors: [MemberID: [[UInt8]]] = [:]
        /// The keys that the anchors were made for: the same keys keep the same anchors, and so their connections.
        var keys: [MemberID: [P256PublicKey]] = [:]
        var madeOn: CalendarDay?
    }

    private let state = Mutex(State())

    /// A directory that knows nobody yet.
    public init() {}

    /// Where a member is reached.
    public func address(of member: MemberID) -> String? { state.withLock { $0.addresses[member]?.description } }

    /// The keys that a member's node may show, as trust roots in DER.
    public func anchors(of member: MemberID) -> [[UInt8]] { state.withLock { $0.anchors[member] ?? [] } }

    /// Reads the home again.
    ///
    /// - Throws: what opening the home throws; the directory stays as it was then.
    public func update(from home: HomeDesk) async throws {
        let known = state.withLock { $0 }
        let found = try await home.work(.reading) { node, time in try State(node, known, at: time) }
        state.withLock { $0 = found }
    }
}

extension PeerDirectory.State {
    /// Anchors are made anew when a member's keys change, and each day, since they hold no longer than the key.
    init(_ node: Node, _ known: Self, at time: Timestamp) throws {
        let registry = try node.registry()
        addresses = node.settings.peers
        madeOn = time.day
        for member in addresses.keys {
            let keys = registry.usableKeys(of: member, for: .tls, at: time).compactMap {
                try? P256PublicKey(parsing: $0.publicKey)
            }
            self.keys[member] = keys
            let isKnown = known.madeOn == madeOn && known.keys[member] == keys
            anchors[member] = isKnown ? known.anchors[member] : try registry.tlsAnchors(of: member, at: time)
        }
    }
}
