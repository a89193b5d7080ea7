internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import NodeAPI
internal import SignedBundles

/// Once the rules for a peer are others, what it got before is cut again, and what shows more is handed over as another redaction.
extension PeerRound {
    mutating func giveMore() async throws {
        guard memory.isWideningDue else { return }
        let peer = peer
        var plan = try await home.work(.reading) { node, book, time in try node.wideningPlan(for: peer, book, at: time) }
        for item in plan.sent {
            try Task.checkCancellation()
            guard let manifest = item.manifest else { continue }
            if try await !giveMore(of: manifest) { plan.record.again = home.now().adding(seconds: WideningRecord.pauseSeconds) }
            plan.record.next = item.entry + 1
        }
        if plan.sent.count < WideningPlan.bundlesInARound { plan.record.next = max(plan.record.next, plan.record.until) }
        if plan.sent.count == WideningPlan.bundlesInARound { memory.wideningGoesOn() }
        guard plan.isChanged || !plan.sent.isEmpty else { return }
        let record = plan.record
        try await home.work(.writing) { node, _ in try record.write(of: peer, at: node.paths) }
    }

    /// - Returns: false when it was refused and is to be tried again.
    private mutating func giveMore(of manifest: Digest256) async throws -> Bool {
        guard !memory.rests(manifest, at: home.now()) else { return false }
        guard let body = try await more(of: manifest) else { return true }
        // What is long the peer fetches: this node's statement offers it.
        guard body.count <= CallLimits.pushedBundleBytes else { return true }
        return try await hand(body, of: manifest)
    }

    private func more(of manifest: Digest256) async throws -> MessageBody? {
        let peer = peer
        do {
            return try await home.work(.writing) { node, book, time in
                do {
                    return try node.widerRedaction(of: manifest, for: peer, book, at: time)?.body
                } catch let error where error is TransferError || error is BundleError {
                    throw Problem(explaining: error)
                }
            }
        } catch let problem as Problem where !problem.passes { return nil }
    }

    /// Fetches what the peer offers beyond what was confirmed here.
    mutating func takeOffers(_ statement: NodeStatement) async throws {
        for manifest in statement.offers.prefix(Self.offersInARound) {
            try Task.checkCancellation()
            guard try await fetch(manifest) else { return }
        }
    }

    private static let offersInARound = 16
}

extension Node {
    /// Another redaction of an own bundle for a member that confirmed some, if it is due more; the one that is under way, if there is one.
    ///
    /// - Returns: nothing when the member is due nothing more, or when what left is no longer kept and nobody can tell.
    /// - Throws: what ``Disclosure`` throws when it may not pass.
    func widerRedaction(of manifest: Digest256, for peer: MemberID, _ book: TransferBook, at time: Timestamp) throws
        -> ServedBundle?
    {
        let path = paths.served(manifest.hex, to: peer.name)
        let sent = book.all(with: peer).filter { $0.isSent && $0.manifest == manifest }
        if let kept = try served(at: path), let last = sent.last, last.transfer == kept.transfer, last.state == .inDoubt {
            return kept
        }
        let before = sent.filter { $0.state == .done }.map { paths.sentStream($0.transfer) }
        guard before.allSatisfy(Directory.exists) else { return nil }
        let stream = try richestStream(of: manifest, in: groups(sharedWith: peer))
        try Directory.create("\(paths.outbox)/\(peer.name)")
        let isMore = try Disclosure(self, at: time, for: .usual("sync")).discloseMore(
            stream, to: peer, than: before, output: path)
        return isMore ? try served(at: path) : nil
    }

    /// The bundles of which a member confirmed a redaction and another one waits for it.
    func offers(to peer: MemberID, _ book: TransferBook) -> [Digest256] {
        let confirmed = book.confirmed(by: peer)
        let waiting = book.inDoubt(with: peer).compactMap(\.manifest).filter { manifest in
            confirmed.contains(manifest) && Directory.exists(paths.served(manifest.hex, to: peer.name))
        }
        return Array(waiting.prefix(NodeStatement.offerLimit))
    }
}
