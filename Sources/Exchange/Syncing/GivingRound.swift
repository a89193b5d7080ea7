internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeAPI
internal import SignedBundles

/// What the peer lacks is handed over in the order of the chain, and what is in doubt is asked for.
extension PeerRound {
    /// Asks for the receipts of transfers that nobody has confirmed; of those that wait for an officer of the peer now and then.
    mutating func settleDoubts() async throws {
        let (peer, memory, time) = (peer, memory, home.now())
        let open = try await home.work(.reading) { _, book, _ in
            book.open(with: peer).filter { $0.state == .inDoubt || !memory.rests($0.transfer, at: time) }.suffix(
                Self.doubtsInARound)
        }
        for transfer in open {
            try Task.checkCancellation()
            let answer = try await transport.send(.receipt(transfer.transfer), to: peer)
            if let problem = answer.problem {
                guard !problem.passes else { throw problem }
                continue
            }
            let state = try await takeReceipt(answer.bytes)
            if state == .received { memory.refused(transfer.transfer, at: time) }
            if let state, state.rawValue != transfer.state.rawValue { report.receiptCount += 1 }
        }
    }

    private static let doubtsInARound = 256

    /// - Returns: how the transfer stands now; nothing for a receipt that is none of this peer's.
    private func takeReceipt(_ bytes: [UInt8]) async throws -> SentTransfer.State? {
        let peer = peer
        return try await home.work(.writing) { node, _ in
            guard let envelope = try? DSSEEnvelope(parsing: bytes) else { return nil }
            do {
                let (receipt, state) = try node.takeReceipt(envelope)
                node.removeServed(receipt, to: peer)
                return state
            } catch let error where error is BundleError || error is TransferError {
                return nil
            }
        }
    }

    /// Hands over this member's own bundles that the peer has not confirmed, one after the other.
    ///
    /// - Parameter version: the version of the registry that the peer holds.
    mutating func give(under version: Int64) async throws {
        let peer = peer
        let owed = try await home.work(.reading) { node, book, _ in try node.owed(to: peer, under: version, book) }
        for chain in owed {
            for manifest in chain {
                try Task.checkCancellation()
                guard try await give(manifest) else { break }
            }
        }
    }

    /// - Returns: whether the next one may follow.
    private mutating func give(_ manifest: Digest256) async throws -> Bool {
        guard !memory.rests(manifest, at: home.now()) else { return false }
        guard let body = try await prepared(manifest) else { return false }
        // What is long the peer fetches itself, and goes on where it broke off; its round begins when it learns our heads.
        guard body.count <= CallLimits.pushedBundleBytes else { return false }
        return try await hand(body, of: manifest)
    }

    /// Hands a redaction over and takes the receipt.
    ///
    /// - Returns: whether the peer has it.
    mutating func hand(_ body: MessageBody, of manifest: Digest256) async throws -> Bool {
        let answer = try await transport.send(PeerRequest(.giveBundle(manifest), body: body), to: peer)
        if let problem = answer.problem {
            guard !problem.passes else { throw problem }
            memory.refused(manifest, at: home.now())
            note(manifest, .there, problem.code.isEmpty ? problem.kind.rawValue : problem.code)
            return false
        }
        guard try await takeReceipt(answer.bytes) != nil else { return false }
        return try await isThere(manifest)
    }

    private mutating func isThere(_ manifest: Digest256) async throws -> Bool {
        let peer = peer
        let state = try await home.work(.reading) { _, book, _ in book.sent(manifest, to: peer)?.state }
        if state == .done || state == .received {
            report.givenCount += 1
            return true
        }
        memory.refused(manifest, at: home.now())
        note(manifest, .there, "rejected")
        return false
    }

    /// The peer's redaction; nothing when it may not pass.
    private mutating func prepared(_ manifest: Digest256) async throws -> MessageBody? {
        let peer = peer
        do {
            return try await home.work(.writing) { node, book, time in
                do {
                    return try node.redaction(of: manifest, for: peer, in: node.groups(sharedWith: peer), book, at: time).body
                } catch let error where error is TransferError || error is BundleError {
                    throw Problem(explaining: error)
                }
            }
        } catch let problem as Problem where !problem.passes {
            memory.refused(manifest, at: home.now())
            note(manifest, .here, problem.code.isEmpty ? problem.kind.rawValue : problem.code)
            return nil
        }
    }
}

extension Node {
    /// This member's own bundles that a peer does not have and that come after all it has: one list for each chain, in its order.
    ///
    /// - Parameter version: the version of the registry that the peer holds.
    func owed(to peer: MemberID, under version: Int64, _ book: TransferBook) throws -> [[Digest256]] {
        let registry = try registry()
        let chains = try StandingChains(store(for: .reading), under: registry)
        let held = book.held(by: peer)
        return try groups(sharedWith: peer).sorted().map { group -> [Digest256] in
            let chain = try chains.chain(of: settings.member, for: group)
            // A peer that does not know of a reset refuses what follows it as a fork.
            guard try unknownReset(to: version, of: settings.member, for: group, under: registry) == nil else { return [] }
            let places = chain.offered.sorted { $0.key < $1.key }
            let last = places.lastIndex { held.contains($0.value.digest) }
            return places[(last.map { $0 + 1 } ?? 0)...].map(\.value.digest)
        }
    }
}
