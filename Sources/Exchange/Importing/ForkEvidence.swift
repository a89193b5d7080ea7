internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import SignedBundles

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
        let folder = "\(node.paths.ledger)/forks/\(head.publisher.name)/\(head.audience.name)/\(head.sequence)"
        try Directory.create(folder)
        if try Directory.names(in: folder).count < Self.headsOfAPlace {
            try DurableFile.write(line.bytes, to: "\(folder)/\(place.digest.hex).json", replacing: true)
            if let known = chain.entries[head.sequence]?.digest, let line = try heldFirstLine(of: known) {
                try DurableFile.write(line, to: "\(folder)/\(known.hex).json", replacing: true)
            }
        }
        var forked = chain
        forked.recordFork(at: place.sequence, with: place.digest)
        guard forked != chain else { return }
        try node.decide(ChainDecision(.fork, chain, at: place, time: time), in: chains)
    }

    private func heldFirstLine(of digest: Digest256) throws -> [UInt8]? {
        let folder = node.paths.bundle(digest.hex)
        guard Directory.isDirectory(folder), let name = try Directory.names(in: folder).first else { return nil }
        var lines = try LineReader(opening: "\(folder)/\(name)", lineLimitBytes: 2 << 20)
        guard case .text(let line)? = try lines.next() else { return nil }
        return line
    }
}
