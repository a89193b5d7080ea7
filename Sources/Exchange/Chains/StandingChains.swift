internal import Indicators
internal import MemberRegistry
internal import NodeStore
internal import SignedBundles

/// The chains of a store as the registry lets them stand: with its resets applied.
///
/// Whatever a node does with a chain, it asks here: import, answers, evidence of forks, its own next bundle.
struct StandingChains {
    let store: NodeStore
    /// Nothing while a store is made anew, when resets come in their turn.
    private let registry: VerifiedRegistry?

    init(_ store: NodeStore, under registry: VerifiedRegistry?) {
        self.store = store
        self.registry = registry
    }

    /// The chain of a publisher for a group; an empty one when nothing is known.
    func chain(of publisher: MemberID, for audience: GroupID) throws(StoreError) -> ChainState {
        standing(try store.chain(of: publisher, for: audience))
    }

    /// Every chain of which something is known, by publisher and group.
    func all() throws(StoreError) -> [ChainState] { try store.chains().map(standing) }

    /// What this publisher's next bundle for a group names as its predecessor.
    func predecessorOfNext(in chain: ChainState) -> ChainPlace? {
        chain.predecessorOfNext(after: registry?.resets(of: chain.publisher, for: chain.audience).last?.place)
    }

    private func standing(_ kept: ChainState) -> ChainState {
        var chain = kept
        for reset in registry?.resets(of: chain.publisher, for: chain.audience) ?? [] { chain.apply(reset.place) }
        return chain
    }
}

extension ChainReset {
    /// The place of the chain that the reset names.
    var place: ChainPlace { ChainPlace(sequence: Int(sequence), digest: digest) }
}
