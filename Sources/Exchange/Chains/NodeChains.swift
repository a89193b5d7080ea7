public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
public import MemberRegistry
internal import NodeStore
public import SignedBundles

/// The chains that a node knows: what it says of them to others, what it takes from others' words, and what its officers
/// decide about them.
public struct NodeChains {
    let node: Node
    let registry: VerifiedRegistry
    let chains: StandingChains
    let time: Timestamp

    /// Opens the chains of a node.
    ///
    /// - Parameter access: `.writing` for whatever begins a chain or accepts a gap.
    /// - Throws: ``NodeError``, also when the registry is expired and the access writing, `StoreError`, `RegistryError`,
    ///   `FileError`.
    public init(_ node: Node, for access: Node.Access = .reading, at time: Timestamp) throws {
        self.node = node
        self.time = time
        registry = try access == .writing ? node.registryInForce(at: time) : node.registry()
        chains = StandingChains(try node.store(for: access), under: registry)
    }

    /// Every chain of which something is known, by publisher and group.
    ///
    /// - Throws: `StoreError`.
    public func all() throws -> [ChainState] { try chains.all() }

    /// What this node says of the chains of one group: an envelope with a signed heads document.
    ///
    /// Of its own chain it names the bundle that its next one follows, which is where a late joiner begins.
    ///
    /// - Throws: ``NodeError`` when the member is not in the group or its key is not listed, `StoreError`, `FileError`.
    public func heads(for group: GroupID) throws -> DSSEEnvelope {
        let member = node.settings.member
        guard try node.registryInForce(at: time).members(of: group)?.contains(member) == true else {
            throw NodeError.notInGroup(group)
        }
        let keys = try node.keys()
        let listed = registry.usableKeys(of: member, for: .sign, at: time)
        guard listed.contains(where: { $0.publicKey == keys.signing.publicKey.bytes }) else {
            throw NodeError.notAMember(member.name)
        }
        var heads: [MemberID: ChainPlace] = [:]
        for chain in try all() where chain.audience == group {
            heads[chain.publisher] = chain.publisher == member ? chains.predecessorOfNext(in: chain) : chain.offeredHead
        }
        let document = HeadsDocument(
            node: member, audience: group, time: time, registryVersion: Int(registry.document.version), heads: heads)
        let keyID = KeyName.keyID(member: member.name, kid: KeyName.kid(of: keys.signing.publicKey.bytes))
        return try document.envelope().signed(as: keyID) { message throws(OpenSSLError) in try keys.signing.sign(message) }
    }

    /// Reads heads that another node signed, for a group this member is in.
    ///
    /// - Throws: `BundleError` with `E_ENVELOPE`, `E_KEY`, `E_SIG`, `E_MANIFEST` or `E_AUDIENCE`.
    func verified(_ envelope: DSSEEnvelope) throws -> HeadsDocument {
        let document = try HeadsDocument(verifying: envelope, keys: registry)
        guard document.time <= time.adding(days: 1) else { throw BundleError(.manifest, .createdInTheFuture) }
        guard let members = registry.groups(of: node.settings.member)[document.audience] else {
            throw BundleError(.audience, .otherAudience)
        }
        guard members.contains(document.node) else { throw BundleError(.audience, .publisherOutsideGroup) }
        return document
    }
}

extension NodeChains {
    /// Where a chain begins for a late joiner.
    public struct Beginning: Sendable {
        /// Whose chain it is.
        public let publisher: MemberID
        /// The group it is for.
        public let audience: GroupID
        /// The bundle after which the next one is taken.
        public let place: ChainPlace
        /// False when the chain had begun here before, which changes nothing.
        public let isNew: Bool
    }

    /// Begins the chain of the node that signed the heads, after the bundle it names of itself.
    ///
    /// About other chains its word counts for nothing here. Heads from before a reset may name a bundle that the reset
    /// put out, so once the registry lists a reset of the chain only heads under this registry or a later one count.
    ///
    /// - Throws: `BundleError`, ``NodeError/noOwnHead(_:)``, ``NodeError/headsBeforeReset(_:)``, `FileError`, `StoreError`.
    @discardableResult
    public func begin(at envelope: DSSEEnvelope) throws -> Beginning {
        let document = try verified(envelope)
        guard let place = document.ownHead else { throw NodeError.noOwnHead(document.node) }
        let isReset = !registry.resets(of: document.node, for: document.audience).isEmpty
        guard !isReset || document.registryVersion >= Int(registry.document.version) else {
            throw NodeError.headsBeforeReset(document.node)
        }
        let chain = try chains.chain(of: document.node, for: document.audience)
        if let head = chain.head {
            return Beginning(publisher: document.node, audience: document.audience, place: head, isNew: false)
        }
        try node.decide(ChainDecision(.begin, chain, at: place, time: time), in: chains)
        return Beginning(publisher: document.node, audience: document.audience, place: place, isNew: true)
    }
}
