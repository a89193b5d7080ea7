internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import SignedBundles
internal import TransparencyLog

/// Keeps what proves a fork, under `ledger/forks`, and sets the chain aside.
struct ForkEvidence {
    private let node: Node
    private let chains: StandingChains
    private let time: Timestamp

    /// How many heads of one place are kept: two prove a fork, and after a reset there may be another one; more would only fill the disk.
    private static let headsOfAPlace = 8

    init(_ node: Node, _ chains: StandingChains, at time: Timestamp) {
        self.node = node
        self.chains = chains
        self.time = time
    }

    /// Two heads of one number under one signature prove a fork to anybody: both are kept, and the chain is set aside.
    ///
    /// The line is the one the verifier believed: `E_FORK` comes after the signature.
    func keep(_ line: FirstLine) throws {
        guard let head = line.manifest else { return }
        let chain = try chains.chain(of: head.publisher, for: head.audience)
        let place = ChainPlace(sequence: head.sequence, digest: SHA256.hash(head.payload()))
        let folder = folder(of: head)
        try Directory.create(folder)
        if try Directory.names(in: folder).count < Self.headsOfAPlace {
            try DurableFile.write(line.bytes, to: "\(folder)/\(place.digest.hex).json", replacing: true)
            if let known = chain.entries[head.sequence]?.digest, let line = try heldFirstLine(of: known) {
                try DurableFile.write(line, to: "\(folder)/\(known.hex).json", replacing: true)
            }
        }
        guard try setAside(chain, at: place), let known = chain.entries[head.sequence]?.digest,
            let held = try heldFirstLine(of: known)
        else { return }
        try ForkNotice(node, at: time).send(held, line.bytes, of: head)
    }

    /// - Returns: whether the chain was not set aside for it before.
    private func setAside(_ chain: ChainState, at place: ChainPlace) throws -> Bool {
        var forked = chain
        forked.recordFork(at: place.sequence, with: place.digest)
        guard forked != chain else { return false }
        try node.decide(ChainDecision(.fork, chain, at: place, time: time), in: chains)
        return true
    }

    /// Takes a proof that another member sent: both heads are kept, `fork.seen` is logged, and the chain is set aside where one of the two
    /// is known here.
    ///
    /// It is not passed on: whoever saw the fork itself has told the others.
    static func take(_ proof: ForkProof, from peer: MemberID, _ node: Node, at time: Timestamp) throws {
        let chains = StandingChains(try node.store(for: .writing), under: try node.registry())
        try ForkEvidence(node, chains, at: time).take(proof, from: peer)
    }

    private func take(_ proof: ForkProof, from peer: MemberID) throws {
        let head = proof.manifest
        let chain = try chains.chain(of: head.publisher, for: head.audience)
        // What a reset has settled, or is about to settle, is no new fork.
        let entry = chain.entries[head.sequence]
        if let entry, entry.isReplaceable || !proof.digests.contains(entry.digest) { return }
        let folder = folder(of: head)
        try Directory.create(folder)
        if try Directory.names(in: folder).count < Self.headsOfAPlace - 1 {
            try node.log(
                LoggedEvent(
                    .forkSeen, [(.peer, .string(head.publisher.name)), (.evidence, .string(node.paths.nameInHome(folder)))],
                    further: [
                        ("by", .org, .string(peer.name)), ("group", .org, .string(head.audience.name)),
                        ("seq", .policy, .integer(Int64(head.sequence))),
                    ]))
            for (digest, line) in zip(proof.digests, proof.lines) {
                try DurableFile.write(line, to: "\(folder)/\(digest.hex).json", replacing: true)
            }
        }
        guard let known = entry?.digest, let other = proof.digests.first(where: { $0 != known }) else { return }
        _ = try setAside(chain, at: ChainPlace(sequence: head.sequence, digest: other))
    }

    /// Sets the chain aside for a proof that came before the bundle did.
    ///
    /// After a reset the heads of before lie there too, and say nothing about what followed it.
    func meet(_ manifest: Manifest, _ digest: Digest256) throws {
        let chain = try chains.chain(of: manifest.publisher, for: manifest.audience)
        guard !chain.resets.contains(where: { $0.sequence >= manifest.sequence - 1 }) else { return }
        let folder = folder(of: manifest)
        guard Directory.isDirectory(folder) else { return }
        let others = try Directory.names(in: folder).compactMap { Digest256(hex: String($0.prefix { $0 != "." })) }
        guard let other = others.first(where: { $0 != digest }) else { return }
        _ = try setAside(chain, at: ChainPlace(sequence: manifest.sequence, digest: other))
    }

    /// Where the heads of a place lie.
    private func folder(of head: Manifest) -> String {
        "\(node.paths.ledger)/forks/\(head.publisher.name)/\(head.audience.name)/\(head.sequence)"
    }

    private func heldFirstLine(of digest: Digest256) throws -> [UInt8]? {
        let folder = node.paths.bundle(digest.hex)
        guard Directory.isDirectory(folder), let name = try Directory.names(in: folder).first else { return nil }
        var lines = try LineReader(opening: "\(folder)/\(name)", lineLimitBytes: 2 << 20)
        guard case .text(let line)? = try lines.next() else { return nil }
        return line
    }
}
