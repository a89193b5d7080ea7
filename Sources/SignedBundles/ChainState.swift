public import CryptoPrimitives
public import Indicators

/// What a node knows of the chain of one publisher for one group.
///
/// A pure value: judging a manifest changes nothing, recording one gives the next state. A store keeps the parts and
/// puts them back with ``init(publisher:audience:entries:quarantined:forks:resets:)``.
public struct ChainState: Sendable, Hashable {
    /// The publisher of the chain.
    public let publisher: MemberID
    /// The group it is for.
    public let audience: GroupID
    /// What is known at each place of the chain.
    public internal(set) var entries: [Int: ChainEntry]
    /// Digests of bundles that a reset put out of the chain.
    public internal(set) var quarantined: Set<Digest256>
    /// The places at which a second bundle is known, until a reset ends the quarantine.
    public internal(set) var forks: Set<Int>
    /// The resets that were applied.
    public internal(set) var resets: Set<ChainPlace>

    /// Puts a state back together; without the optional parts, a chain of which nothing is known.
    public init(
        publisher: MemberID, audience: GroupID, entries: [Int: ChainEntry] = [:],
        quarantined: Set<Digest256> = [], forks: Set<Int> = [], resets: Set<ChainPlace> = []
    ) {
        self.publisher = publisher
        self.audience = audience
        self.entries = entries
        self.quarantined = quarantined
        self.forks = forks
        self.resets = resets
    }

    /// The newest bundle of the chain, after which the next one is expected; nothing before the chain begins.
    ///
    /// A reset beyond everything held is not yet the head: the chain may still be filled up to it.
    public var head: ChainPlace? {
        let begun = entries.filter { $0.value.standing != .reset }
        return begun.max { $0.key < $1.key }.map { ChainPlace(sequence: $0.key, digest: $0.value.digest) }
    }

    /// Whether claims of this chain are to be kept out of the state because it forked.
    public var isQuarantined: Bool { !forks.isEmpty }
}

/// One place of a chain and the bundle that stands there.
public struct ChainPlace: Sendable, Hashable {
    /// The number of the place, from 1.
    public let sequence: Int
    /// The digest of the manifest.
    public let digest: Digest256

    /// Names a place.
    public init(sequence: Int, digest: Digest256) {
        self.sequence = sequence
        self.digest = digest
    }
}
