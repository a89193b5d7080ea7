internal import Indicators
internal import MemberRegistry
internal import NodeStore
internal import SignedBundles

/// What of the outside an import is judged by: the chains held, the resets of the registry, the windows of epochs.
final class KnownChains: ChainDirectory {
    /// Why the store could not say what it holds, when a verifier reports that its reader stopped.
    private(set) var failure: StoreError?
    private let chains: StandingChains
    private let windows: [EpochNumber: EpochWindow]?
    private let groups: [GroupID: Set<MemberID>]?
    private let instead: ChainState?

    /// - Parameters:
    ///   - epochs: whose windows bundles are judged by; nothing lets every epoch be open.
    ///   - groups: those this node's member is in, with their members; a bundle for another group, or by somebody who is
    ///     not in it, is refused. Nothing skips the check.
    ///   - instead: takes the place of what is known of that one chain.
    init(_ chains: StandingChains, epochs: [VerifiedEpoch]?, groups: [GroupID: Set<MemberID>]?, instead: ChainState? = nil) {
        self.chains = chains
        self.groups = groups
        self.instead = instead
        windows = epochs.map { epochs in
            var windows: [EpochNumber: EpochWindow] = [:]
            for epoch in epochs {
                let times = epoch.document.times
                windows[epoch.number] = EpochWindow(publishFrom: times.publishFrom, matchUntil: times.matchUntil)
            }
            return windows
        }
    }

    func chain(of publisher: MemberID, for audience: GroupID) throws(BundleError) -> ChainState {
        if let groups {
            guard let members = groups[audience] else { throw BundleError(.audience, line: 1, .otherAudience) }
            guard members.contains(publisher) else { throw BundleError(.audience, line: 1, .publisherOutsideGroup) }
        }
        if let instead, instead.publisher == publisher, instead.audience == audience { return instead }
        do throws(StoreError) {
            return try chains.chain(of: publisher, for: audience)
        } catch {
            failure = error
            throw .stoppedByConsumer
        }
    }

    func window(of epoch: EpochNumber) throws(BundleError) -> EpochWindow? {
        guard let windows else { return .always }
        return windows[epoch]
    }
}
