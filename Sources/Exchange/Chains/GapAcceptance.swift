internal import CryptoPrimitives
internal import LedgerFiles
internal import MemberRegistry
internal import NodeStore
internal import Sealing
public import SignedBundles

extension NodeChains {
    /// Lets the chain of a bundle go on although the bundles before it are missing, as an officer decides.
    ///
    /// The bundle must verify to its end as if the gap were filled; it is not taken in.
    ///
    /// - Parameters:
    ///   - path: the bundle that was refused with `E_GAP`, sealed or not.
    ///   - officer: who decides.
    ///   - why: the reason, for the record.
    ///   - skipLimit: the most missing bundles that may be stepped over.
    /// - Returns: the place after which the chain goes on.
    /// - Throws: ``NodeError/noGap(_:)``, ``NodeError/wideGap(missing:)``, `BundleError`, `FileError`, `StoreError`, `SealingError`.
    @discardableResult
    public func acceptGap(before path: String, officer: String, why: String, skipLimit: Int) throws -> ChainPlace {
        let file = try IncomingFile(
            path, identity: { try SealingIdentity(secret: node.keys().sealing) }, scratch: node.paths.run)
        guard let head = file.head else { throw BundleError(.envelope, line: 1, .envelopeShape) }
        let chain = try chains.chain(of: head.publisher, for: head.audience)
        guard let previous = head.previous, head.sequence - 1 > chain.head?.sequence ?? 0 else {
            throw NodeError.noGap(head.sequence)
        }
        let missing = head.sequence - 1 - (chain.head?.sequence ?? 0)
        guard missing <= skipLimit else { throw NodeError.wideGap(missing: missing) }
        let place = ChainPlace(sequence: head.sequence - 1, digest: previous)
        let verified = try verify(file.streamPath, stepping: chain, to: place)
        guard verified.publisher == chain.publisher, verified.audience == chain.audience, verified.previous == previous else {
            throw BundleError(.gap, line: 1, .gap)
        }
        let decision = ChainDecision(.gap, chain, at: place, time: time, officer: officer, why: why)
        try node.decide(decision, in: chains)
        return place
    }

    /// Verifies a stream as an import would once the gap is accepted.
    private func verify(_ path: String, stepping chain: ChainState, to place: ChainPlace) throws -> Manifest {
        var stepped = chain
        stepped.stepOverGap(to: place)
        let known = KnownChains(
            chains, epochs: try node.installedEpochs(), groups: registry.groups(of: node.settings.member), instead: stepped)
        let terms = BundleTerms(keys: try node.registryInForce(at: time), audience: nil, at: time)
        var verifier = BundleVerifier(importing: terms, into: known)
        var nobody = VerdictOnly()
        var reader = try FileReader(opening: path)
        do {
            while case let piece = try reader.next(), !piece.isEmpty { try verifier.feed(piece.span, to: &nobody) }
            return try verifier.finish().manifest
        } catch let error as BundleError {
            throw known.failure ?? error
        }
    }
}
