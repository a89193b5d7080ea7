internal import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
public import MemberRegistry
public import SignedBundles

extension NodeChains {
    /// How a head that another node names compares with what is known here.
    public enum Verdict: String, Sendable, CaseIterable {
        /// The same bundle stands at that place.
        case same
        /// The other node knows more of the chain, or has the bundle of which only the name is known here and which is the newest.
        case ahead
        /// Another bundle stands there: a fork, or one of the two errs.
        case differs
        /// A reset put that bundle out of the chain here, or the other node does not know of the reset.
        case setAside = "set-aside"
        /// Nothing is known of that place here, which is before the chain's beginning.
        case unknown
    }

    /// One head of another node's document.
    public struct Comparison: Sendable {
        /// Whose chain it is.
        public let publisher: MemberID
        /// The bundle that the other node names.
        public let place: ChainPlace
        /// How that compares.
        public let verdict: Verdict
    }

    /// Compares the heads that another node signed with the chains known here, by publisher.
    ///
    /// - Parameters:
    ///   - member: whose heads they have to be; nothing for anybody's.
    ///   - group: the group they have to be about; nothing for any.
    /// - Throws: `BundleError`, `StoreError`.
    public func compare(
        with envelope: DSSEEnvelope, of member: MemberID? = nil, for group: GroupID? = nil
    ) throws -> [Comparison] {
        let document = try verified(envelope)
        guard member == nil || member == document.node else { throw BundleError(.key, .notThePublisher) }
        guard group == nil || group == document.audience else { throw BundleError(.audience, .otherAudience) }
        // Heads name most of the chains that are known: one reading of all costs less than one for each.
        let all = try all().filter { $0.audience == document.audience }
        let known = Dictionary(all.map { ($0.publisher, $0) }) { first, _ in first }
        return try document.heads.sorted { $0.key < $1.key }.map { publisher, place in
            let chain = try known[publisher] ?? chains.chain(of: publisher, for: document.audience)
            let reset = try node.unknownReset(
                to: Int64(document.registryVersion), of: publisher, for: document.audience, under: registry)
            let isBeforeReset = reset.map { place.sequence > $0 } ?? false
            let verdict = isBeforeReset ? .setAside : Self.verdict(on: place, in: chain)
            return Comparison(publisher: publisher, place: place, verdict: verdict)
        }
    }

    private static func verdict(on place: ChainPlace, in chain: ChainState) -> Verdict {
        if chain.quarantined.contains(place.digest) { return .setAside }
        if let entry = chain.entries[place.sequence] {
            // What a reset may yet put out gives way, in the order of the chain.
            guard entry.digest == place.digest else { return entry.isReplaceable ? .ahead : .differs }
            return entry.isTaken || chain.head.map { $0.sequence > place.sequence } == true ? .same : .ahead
        }
        return place.sequence > chain.head?.sequence ?? 0 ? .ahead : .unknown
    }
}
