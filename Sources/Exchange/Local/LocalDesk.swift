internal import CanonicalCoding
internal import LedgerFiles
public import NodeAPI
internal import TransparencyLog

/// Answers the organisation's own people and systems, each request as a job on the home.
public struct LocalDesk: Sendable {
    private let home: HomeDesk
    private let gate: TokenGate
    private let publications: PublicationDesk
    private let lists: ListDesk
    private let evaluation: LocalEvaluation?
    private let room = WaitingRoom(limit: LocalDesk.waitingLimit)
    /// Where long bodies lie until they are worked on.
    public let spool: String

    /// Prepares answers.
    ///
    /// - Parameters:
    ///   - home: for whatever only reads.
    ///   - opening: opens the home for publications, which wait for others and so cannot be jobs of `home`.
    ///   - spool: a directory of the home for bodies under way.
    ///   - evaluators: how evaluators are reached; without it, values that they have yet to evaluate are not answered.
    public init(
        _ home: HomeDesk, paths: HomePaths, spool: String, opening: @escaping @Sendable (Node.Access) throws -> Node,
        evaluators: (any PeerTransport)? = nil
    ) {
        evaluation = evaluators.map { LocalEvaluation(over: $0) }
        self.home = home
        self.spool = spool
        gate = TokenGate(home, paths: paths)
        publications = PublicationDesk(now: home.now, opening: opening, evaluation: evaluation)
        lists = ListDesk(now: home.now, opening: opening)
    }

    /// The token that an `Authorization` field presents, where it may ask for a route.
    ///
    /// - Throws: `Problem`.
    public func token(presenting field: String?, for route: LocalRoute) async throws(Problem) -> AccessToken {
        try await gate.token(presenting: field, for: route)
    }

    /// Answers a request; whatever goes wrong is an answer, too. What an answer shows is in the audit log before it is given.
    public func answer(_ request: LocalRequest, for token: AccessToken) async -> PeerAnswer {
        do {
            if request.route == .list { return try await lists.answer(request, for: token) }
            return .document(try await value(of: request, for: token))
        } catch let refusal as TokenRefusal {
            await gate.note(refusal, of: token.name)
            return .problem(refusal.problem)
        } catch {
            return .problem(Problem(telling: error))
        }
    }

    private func value(of request: LocalRequest, for token: AccessToken) async throws -> JSONValue {
        guard let actor = token.actor else { throw Problem(.forbidden) }
        switch request.route {
        case .publish, .retract, .object, .outcome: return try await publications.carryOut(request, for: token)
        case .peers: return try await room.passing { try await peers() }
        case .auditTransfers, .auditReasons, .auditApprovals, .auditItem:
            return try await room.passing {
                try await home.work(.reading) { node, book, time in
                    node.actor = actor
                    return try LocalQuestion(node, at: time, for: token, with: book).value(of: request)
                }
            }
        default:
            try await evaluate(request, for: token)
            return try await room.passing {
                try await home.work(.reading) { node, time in
                    node.actor = actor
                    return try LocalQuestion(node, at: time, for: token).value(of: request)
                }
            }
        }
    }

    /// Has evaluators evaluate what is asked about, outside the desk.
    private func evaluate(_ request: LocalRequest, for token: AccessToken) async throws {
        guard let evaluation, [.lookup, .scan, .indicator].contains(request.route) else { return }
        let jobs = try await home.work(.reading) { node, time in try evaluation.jobs(request, for: token, at: node, time) }
        for job in jobs { try await job.client.ensure(job.inputs) }
    }

    /// So many requests of the own systems wait for the desk at once: a list of values takes it for a tenth of a second and more, and
    /// members wait behind it.
    public static let waitingLimit = 16

    private func peers() async throws -> JSONValue {
        let (standings, time) = (try await home.standings(), home.now())
        return ["peers": .array(standings.map { $0.json(at: time) })]
    }

    /// Why the node cannot work now; nothing when it can.
    public func unreadiness() async -> [String] {
        do { return try await home.work(.reading) { node, time in node.unreadiness(at: time) } } catch { return ["home"] }
    }

    /// What monitoring asks about the home: names, labels and numbers.
    ///
    /// - Throws: what the home throws.
    public func figures() async throws -> [HomeFigure] {
        let (standings, time) = (try await home.standings(), home.now())
        let logSize = try await home.work(.reading) { node, _ in try node.ledger().checkpoint.size }
        return HomeFigure.all(of: standings, logSize: logSize, at: time)
    }
}
