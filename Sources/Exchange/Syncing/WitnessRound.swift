internal import CanonicalCoding
internal import Indicators
internal import LedgerFiles
internal import NodeAPI
internal import TransparencyLog

/// A peer that is a witness of this node's log signs its newest head in each round in which the log has grown.
extension PeerRound {
    /// Once in the life of a process each witness is asked what it keeps of this node's log, before anything else is done with it.
    ///
    /// - Returns: false when this log may not be signed any more.
    mutating func mayGoOn() async throws -> Bool {
        guard memory.needsOwnHead else { return true }
        return try await agreesWithWitness()
    }

    private mutating func agreesWithWitness() async throws -> Bool {
        do {
            guard case .contradicts(let why) = try await OwnHeadQuestion(home, transport).ask(peer) else {
                memory.noteOwnHead()
                return true
            }
            note(nil, .here, why)
            return false
        } catch let problem as Problem where !problem.passes {
            note(nil, .there, "the witness does not show its head of this node's log: \(problem)")
            return true
        }
    }

    mutating func askWitness() async throws {
        guard let request = try await witnessRequest(from: nil) else { return }
        var answer = try await answered(request)
        if case .conflict(let size) = answer {
            // A size is a mere word; the head that the witness keeps is this log's own, and tells whether this is an older copy.
            let own = try await home.work(.reading) { node, _ in try node.ledgerSize() }
            guard size <= own else {
                if try await agreesWithWitness() { note(nil, .there, "the witness names a size that it cannot show") }
                return
            }
            guard let again = try await witnessRequest(from: size) else { return }
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
