internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeAPI
internal import SignedBundles

/// Heads tell what the other side knows of each chain; what is missing here is fetched.
extension PeerRound {
    mutating func exchangeHeads(of group: GroupID) async throws {
        let own = try await home.work(.reading) { node, time in try NodeChains(node, at: time).heads(for: group).fileBytes() }
        let theirs = try await asked(.giveHeads(group), body: .bytes(own)).bytes
        guard let envelope = try? DSSEEnvelope(parsing: theirs) else { throw PeerFailure(.malformed, peer) }
        let peer = peer
        let found = try await home.work(.reading) { node, time -> [NodeChains.Comparison]? in
            do { return try NodeChains(node, at: time).compare(with: envelope, of: peer, for: group) } catch is BundleError {
                return nil
            }
        }
        guard let comparisons = found else { return note(nil, .here, "heads that do not verify") }
        for comparison in comparisons {
            switch comparison.verdict {
            case .ahead where comparison.publisher == peer || isAway(comparison.publisher):
                try await fetchFeed(of: comparison.publisher, for: group, heads: envelope)
            case .differs: try await fetchContradiction(comparison.place.digest)
            default: break
            }
        }
        try await fetchAncestors(for: group)
    }

    /// Fetches what is missing before resets.
    private mutating func fetchAncestors(for group: GroupID) async throws {
        for publisher in try await home.work(.reading, { node, _ in try node.publishersWithMissingAncestors(for: group) })
        where publisher == peer || isAway(publisher) {
            var last: Digest256?
            // Each bundle names the one before it, so the next to look for is known only when the last one is here.
            while let missing = try await home.work(.reading, { node, _ in try node.missingAncestor(of: publisher, for: group) }),
                missing != last
            {
                try Task.checkCancellation()
                memory.forgetRefusalOnce(of: missing)
                guard try await fetch(missing) else { break }
                last = missing
            }
        }
    }

    /// Fetches what stands in a chain after the head that is known here.
    ///
    /// Each page has to go on where the one before ended, so that a feed without an end comes to its end.
    private mutating func fetchFeed(of publisher: MemberID, for group: GroupID, heads: DSSEEnvelope) async throws {
        var (page, after) = try await feed(of: publisher, for: group)
        if after == 0, let first = page.items.first, first.sequence > 1, publisher == peer {
            try await begin(heads)
            (page, after) = try await feed(of: publisher, for: group)
        }
        while let last = page.items.last?.sequence, last > after {
            if let refused = try await firstRefused(of: page, after: after) {
                guard contradicts(refused, after: after),
                    let next = try await afterContradiction(refused, of: publisher, for: group)
                else { return }
                (page, after) = try await feed(of: publisher, for: group, after: next)
                continue
            }
            guard page.hasMore else { return }
            let reached = last
            (page, after) = try await feed(of: publisher, for: group)
            guard after >= reached else { return }
        }
    }

    /// Fetches the bundles of a page until one is not taken.
    private mutating func firstRefused(of page: FeedPage, after: Int) async throws -> FeedPage.Item? {
        for item in page.items where item.sequence > after {
            try Task.checkCancellation()
            guard try await fetch(item.manifest) else { return item }
        }
        return nil
    }

    /// Whether a bundle was refused because another branch of its chain was taken here, or its key was in wrong hands: the chain then goes on
    /// at the place of a reset, and is filled from there downwards. What is merely missing is waited for.
    private func contradicts(_ item: FeedPage.Item, after: Int) -> Bool {
        let code = report.refusals.last { $0.manifest == item.manifest && $0.side == .here }?.code
        return code == ErrorCode.fork.rawValue || code == ErrorCode.key.rawValue
            || code == ErrorCode.gap.rawValue && item.sequence == after + 1
    }

    /// The number after which the chain can go on: before the next reset, or behind it where its own bundle was refused.
    private func afterContradiction(_ item: FeedPage.Item, of publisher: MemberID, for group: GroupID) async throws -> Int? {
        let resets = try await home.work(.reading) { node, _ in try node.registry().resets(of: publisher, for: group) }
        if resets.contains(where: { $0.sequence == item.sequence && $0.digest == item.manifest }) { return item.sequence }
        return resets.map { Int($0.sequence) }.filter { $0 > item.sequence }.min().map { $0 - 1 }
    }

    /// - Returns: the next page, and the number it begins after.
    private func feed(
        of publisher: MemberID, for group: GroupID, after place: Int? = nil
    ) async throws -> (page: FeedPage, after: Int) {
        let newest = try await home.work(.reading) { node, _ in try node.newestHere(of: publisher, for: group) }
        let after = place ?? newest
        let answer = try await asked(.feed(group, publisher: publisher, after: after))
        guard let page = try? FeedPage(parsing: answer.bytes) else { throw PeerFailure(.malformed, peer) }
        return (page, after)
    }

    /// A chain whose beginning nobody has any more begins at the head that its publisher names.
    private func begin(_ heads: DSSEEnvelope) async throws {
        try await home.work(.writing) { node, time in
            do { try NodeChains(node, for: .writing, at: time).begin(at: heads) } catch is BundleError {
            } catch let error as NodeError {
                switch error {
                case .noOwnHead, .headsBeforeReset: break
                default: throw error
                }
            }
        }
    }

    /// A second bundle at a place of a chain is the proof of a fork: taking it in keeps both envelopes and sets the chain aside.
    private mutating func fetchContradiction(_ manifest: Digest256) async throws { _ = try await fetch(manifest) }

    /// Fetches one bundle, takes it in and sends the receipt.
    ///
    /// - Returns: whether the chain goes on.
    mutating func fetch(_ manifest: Digest256) async throws -> Bool {
        guard !memory.rests(manifest, at: home.now()) else { return false }
        let arrived = try await place(of: manifest)
        let sink = BundleSink(arrived)
        let request = PeerRequest(.bundle(manifest), firstByte: sink.byteCount, entityTag: sink.entityTag)
        let answer = try await transport.send(request, to: peer, sink: sink)
        if let problem = answer.problem, problem.kind != .rangeNotSatisfiable {
            guard !problem.passes else { throw problem }
            memory.refused(manifest, at: home.now())
            note(manifest, .there, problem.code.isEmpty ? problem.kind.rawValue : problem.code)
            return false
        }
        guard sink.isWhole else { throw PeerFailure(.malformed, peer) }
        sink.finish()
        return try await take(arrived, manifest)
    }

    private func place(of manifest: Digest256) async throws -> ArrivedBundle {
        let peer = peer
        return try await home.work(.reading) { node, _ in
            let folder = "\(node.paths.arrivals)/\(peer.name)"
            try Directory.create(folder)
            return ArrivedBundle(
                documentPath: "\(folder)/\(manifest.hex).transfer.json", sealedPath: "\(folder)/\(manifest.hex).age")
        }
    }

    private mutating func take(_ arrived: ArrivedBundle, _ manifest: Digest256) async throws -> Bool {
        let peer = peer
        let taken = try await home.work(.writing) { node, time -> ArrivedBundle.Result in
            try arrived.result(in: node, of: manifest, from: peer, at: time)
        }
        if let code = taken.refusal {
            memory.refused(manifest, at: home.now())
            note(manifest, .here, code)
        } else {
            report.takenCount += 1
        }
        if let receipt = taken.receipt {
            // A receipt that does not arrive is asked for by the sender.
            _ = try await transport.send(PeerRequest(.giveReceipt, body: .bytes(receipt)), to: peer)
        }
        return taken.refusal == nil
    }
}

extension ArrivedBundle {
    /// What became of a bundle, as values that leave the desk.
    struct Result: Sendable {
        let receipt: [UInt8]?
        /// The code of the refusal; nothing when it was taken in.
        let refusal: String?
    }

    func result(in node: Node, of manifest: Digest256, from peer: MemberID, at time: Timestamp) throws -> Result {
        let (receipt, refusal) = try take(into: node, of: manifest, from: peer, at: time)
        return Result(
            receipt: receipt?.fileBytes(),
            refusal: refusal.map { Problem(explaining: $0) }.map { $0.code.isEmpty ? $0.kind.rawValue : $0.code })
    }
}

extension Node {
    /// The publishers of chains for a group in which a bundle before a reset is known by its name alone.
    func publishersWithMissingAncestors(for group: GroupID) throws -> [MemberID] {
        try StandingChains(store(for: .reading), under: registry()).all()
            .filter { $0.audience == group && !$0.missingAncestors.isEmpty }.map(\.publisher)
    }

    /// The newest of them in a chain.
    func missingAncestor(of publisher: MemberID, for group: GroupID) throws -> Digest256? {
        let chain = try StandingChains(store(for: .reading), under: registry()).chain(of: publisher, for: group)
        return chain.missingAncestors.first?.digest
    }

    /// The number of the newest bundle of a chain that is here and stands, or that comes before the one known by its name alone; 0 before
    /// the first.
    func newestHere(of publisher: MemberID, for group: GroupID) throws -> Int {
        let chain = try StandingChains(store(for: .reading), under: registry()).chain(of: publisher, for: group)
        guard let head = chain.offeredHead else { return 0 }
        return chain.entries[head.sequence]?.isTaken == true ? head.sequence : head.sequence - 1
    }
}
