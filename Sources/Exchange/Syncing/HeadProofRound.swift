internal import CanonicalCoding
internal import Indicators
internal import LedgerFiles
internal import NodeAPI
internal import TransparencyLog

/// Heads of the peer's log that came with transfers are held against one another: its tiles have to show that each continues the one before.
extension PeerRound {
    /// - Returns: whether the peer's log still shows one history.
    mutating func proveHeads() async throws -> Bool {
        let peer = peer
        let (pending, wasForked) = try await home.work(.reading) { node, _ in
            let heads = PeerHeads(node, of: peer)
            return (try heads.unproved(limit: Self.headsInARound), heads.isForked)
        }
        var isForked = wasForked
        for pair in pending where !isForked {
            try Task.checkCancellation()
            switch try await finding(about: pair) {
            case .continues: try await home.work(.writing) { node, _ in try PeerHeads(node, of: peer).settle(proving: pair) }
            case .contradicts(let other):
                isForked = true
                try await home.work(.writing) { node, _ in
                    try PeerHeads(node, of: peer).suspend(other.smaller, other.larger, size: pair.sizes.smaller, proof: other)
                }
            case .needs, .unproved: note(nil, .there, "its log does not show that its heads are of one history")
            }
        }
        if isForked { note(nil, .there, "suspended: its log shows two histories") }
        return !isForked
    }

    private func finding(about pair: UnprovedHeads) async throws -> UnprovedHeads.Finding {
        var tiles = ReceivedTiles(size: pair.sizes.larger)
        for _ in 0..<Self.tilesOfAProof {
            guard case .needs(let address) = pair.finding(in: tiles) else { break }
            guard let bytes = try await tile(address), tiles.take(bytes, for: address) else { return .unproved }
        }
        return pair.finding(in: tiles)
    }

    /// A tile of the peer's log; the full one, when the narrow one is no longer there.
    private func tile(_ address: TileAddress) async throws -> [UInt8]? {
        for address in [address, TileAddress(address.content, number: address.number)] {
            let answer = try await transport.send(PeerRequest(.logFile(address.path)), to: peer)
            guard let problem = answer.problem else { return answer.bytes }
            guard !problem.passes else { throw problem }
        }
        return nil
    }

    /// So many heads are held against others in one round.
    static let headsInARound = 8
    /// A proof between two heads touches two paths of at most 8 tiles each, and two edges.
    private static let tilesOfAProof = 64
}

extension PeerHeads {
    /// Notes that two heads are of one history.
    fileprivate func settle(proving pair: UnprovedHeads) throws {
        try settle(pair.name)
        try settle(pair.base)
    }
}
