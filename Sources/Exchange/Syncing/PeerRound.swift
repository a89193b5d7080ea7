internal import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import MemberRegistry
public import NodeAPI
internal import SignedBundles

/// One round with one peer: documents, receipts that are owed, heads, what the peer has, what the peer lacks.
///
/// A round can break off anywhere and be begun anew: the log on each side says what is still owed.
public struct PeerRound: Sendable {
    let home: HomeDesk
    let transport: any PeerTransport
    let peer: MemberID
    let memory: RoundMemory
    /// Whether another member cannot be asked itself, so that its bundles are taken from this peer, too.
    let isAway: @Sendable (MemberID) -> Bool
    var report: RoundReport

    /// Prepares a round.
    ///
    /// - Parameters:
    ///   - memory: what earlier rounds of this process found out.
    ///   - isAway: whether another member cannot be asked itself.
    public init(
        _ home: HomeDesk, _ transport: any PeerTransport, with peer: MemberID, memory: RoundMemory,
        isAway: @escaping @Sendable (MemberID) -> Bool
    ) {
        self.home = home
        self.transport = transport
        self.peer = peer
        self.memory = memory
        self.isAway = isAway
        report = RoundReport(peer)
    }

    /// Does the round.
    ///
    /// - Returns: what it came to; a failure of the network is part of that.
    /// - Throws: what is wrong with this node itself.
    public consuming func run() async throws -> RoundReport {
        do {
            try await rounds()
        } catch let failure as PeerFailure {
            report.failure = failure
        } catch let problem as Problem {
            report.failure = PeerFailure(problem.passes ? .unreachable : .refused, peer, detail: problem.description)
        }
        return report
    }

    private mutating func rounds() async throws {
        guard let statement = try await greet() else { return report.evaluatesOnly = true }
        guard try await mayGoOn() else { return }
        if try await needsDocuments(statement) { try await exchangeDocuments() }
        guard try await isInForce() else {
            return note(nil, .here, "the registry has expired, and \(peer.name) has no later one")
        }
        guard try await proveHeads() else { return }
        try await settleDoubts()
        try await deliverMessages()
        try await give(under: statement.registryVersion)
        try await giveMore()
        for group in try await sharedGroups(with: statement) {
            try Task.checkCancellation()
            try await exchangeHeads(of: group)
        }
        try await takeOffers(statement)
        try await askWitness()
    }

    /// Under an expired registry nothing is published or accepted; only the next version is asked for.
    private func isInForce() async throws -> Bool {
        try await home.work(.reading) { node, time in !(try node.registry().isExpired(at: time)) }
    }

    /// - Returns: how the peer introduces itself; nothing for an evaluator that says it is no node.
    private func greet() async throws -> NodeStatement? {
        let answer = try await transport.send(PeerRequest(.node), to: peer)
        if let problem = answer.problem {
            guard problem.kind == .notFound, problem.code == Problem.evaluatesOnly.code, try await holdsShare() else {
                throw problem
            }
            return nil
        }
        guard let statement = try? NodeStatement(parsing: answer.bytes), statement.member == peer else {
            throw PeerFailure(.malformed, peer)
        }
        return statement
    }

    /// Whether an epoch names the peer among its evaluators.
    private func holdsShare() async throws -> Bool {
        let peer = peer
        return try await home.work(.reading) { node, _ in
            try node.installedEpochs().contains { $0.evaluator(of: peer) != nil }
        }
    }

    /// Asks; a no is thrown.
    func asked(_ call: PeerCall, body: MessageBody = .none) async throws -> PeerAnswer {
        let answer = try await transport.send(PeerRequest(call, body: body), to: peer)
        if let problem = answer.problem { throw problem }
        return answer
    }

    /// The groups that both sides say they share.
    private func sharedGroups(with statement: NodeStatement) async throws -> [GroupID] {
        let peer = peer
        let own = try await home.work(.reading) { node, _ in try node.groups(sharedWith: peer) }
        return statement.groups.filter(own.contains).sorted()
    }

    /// Notes what was refused.
    mutating func note(_ manifest: Digest256?, _ side: RoundReport.Refusal.Side, _ code: String) {
        report.refusals.append(RoundReport.Refusal(manifest: manifest, side: side, code: code))
    }
}

extension Node {
    /// The groups that this member and another are in.
    ///
    /// - Throws: ``NodeError``, `RegistryError`, `FileError`.
    public func groups(sharedWith peer: MemberID) throws -> Set<GroupID> {
        Set(try registry().groups(of: settings.member).filter { $0.value.contains(peer) }.keys)
    }

    /// Whether a member is one of ``peers()``.
    func isPeer(_ member: MemberID) throws -> Bool {
        try member != settings.member && !groups(sharedWith: member).isEmpty
    }

    /// The other members of this member's groups, ascending.
    ///
    /// - Throws: ``NodeError``, `RegistryError`, `FileError`.
    public func peers() throws -> [MemberID] {
        let members = try registry().groups(of: settings.member).values.reduce(into: Set<MemberID>()) { $0.formUnion($1) }
        return members.subtracting([settings.member]).sorted()
    }
}
