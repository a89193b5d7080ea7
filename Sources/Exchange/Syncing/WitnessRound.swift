internal import CanonicalCoding
internal import Indicators
internal import LedgerFiles
internal import NodeAPI
internal import TransparencyLog

/// A peer that is a witness of this node's log signs its newest head in each round in which the log has grown.
extension PeerRound {
    mutating func askWitness() async throws {
        guard let request = try await witnessRequest(from: nil) else { return }
        var answer = try await answered(request)
        if case .conflict(let size) = answer, let again = try await witnessRequest(from: size) {
            answer = try await answered(again)
        }
        try await take(answer)
    }

    private func witnessRequest(from size: UInt64?) async throws -> [UInt8]? {
        let peer = peer
        return try await home.work(.reading) { node, _ in try node.dueWitnessRequest(to: peer, from: size) }
    }

    private func answered(_ request: [UInt8]) async throws -> WitnessAnswer? {
        let answer = try await transport.send(PeerRequest(.addCheckpoint, body: .bytes(request)), to: peer)
        return WitnessAnswer(parsing: answer.witnessBytes)
    }

    private mutating func take(_ answer: WitnessAnswer?) async throws {
        guard case .signed = answer, let answer else { return note(nil, .there, "the head of this node's log was not signed") }
        try await home.work(.reading) { node, _ in _ = try node.merge(answer) }
    }
}

extension Node {
    /// What to ask a witness, when its newest signature is over less than the log.
    ///
    /// - Parameter size: the size that the witness says it holds; nothing for what its newest signature here says.
    fileprivate func dueWitnessRequest(to peer: MemberID, from size: UInt64?) throws -> [UInt8]? {
        let policy = try witnessPolicy()
        guard let witness = policy.witnesses.first(where: { $0.name == Self.witnessName(of: peer) }) else { return nil }
        let signed = try CosignedHeads(of: self, by: policy, limit: 1_000).signatures.first { $0.witness == witness }?.size ?? 0
        guard try ledger().checkpoint.size > signed else { return nil }
        return try witnessRequest(to: peer, oldSize: size).bytes
    }
}
