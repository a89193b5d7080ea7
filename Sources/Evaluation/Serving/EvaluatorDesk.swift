public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MemberRegistry
public import NodeAPI
internal import Synchronization

/// Answers the calls that only an evaluator answers, for members whose connections have shown who they are.
public final class EvaluatorDesk: Sendable {
    private let home: EvaluatorHome
    private let queue: EvaluationQueue
    private let limits: EvaluationLimits
    private let now: @Sendable () -> Timestamp
    private let tell: @Sendable (String) -> Void
    /// Opened when it is first needed: a home may get its first share while it is served.
    private let evaluator = Mutex<Evaluator?>(nil)
    private let patience = PeerPatience()

    /// Prepares answers.
    ///
    /// - Parameters:
    ///   - queue: where evaluations run.
    ///   - now: the clock.
    ///   - tell: gets a sentence when the evaluator's own state refuses; it names files and is for this machine's own log.
    public init(
        _ home: EvaluatorHome, queue: EvaluationQueue, limits: EvaluationLimits = .standard,
        now: @escaping @Sendable () -> Timestamp, tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.home = home
        self.queue = queue
        self.limits = limits
        self.now = now
        self.tell = tell
    }

    /// Answers ``PeerCall/evaluate``, ``PeerCall/evaluationUsage(_:)`` and ``PeerCall/evaluationAllowance(_:)``; any other call is not found.
    public func answer(_ request: PeerRequest, from peer: MemberID) async -> PeerAnswer {
        switch request.call {
        case .evaluate:
            guard let bytes = bytes(of: request.body) else { return .problem(Problem(.tooLarge, code: "E_LIMIT")) }
            if let problem = patience.problem(for: peer, at: now()) { return .problem(problem) }
            return await queued(for: peer) { evaluator, standing, time throws(EvaluationRefusal) in
                try evaluator.answer(bytes, from: peer, under: standing, at: time)
            }
        case .evaluationUsage(let epoch):
            return await queued(for: peer) { evaluator, standing, time throws(EvaluationRefusal) in
                try evaluator.usage(of: epoch, under: standing, at: time)
            }
        case .evaluationAllowance(let epoch):
            return await queued(for: peer) { evaluator, standing, time throws(EvaluationRefusal) in
                try evaluator.allowance(of: peer, in: epoch, under: standing, at: time).jsonValue.canonicalBytes()
            }
        default: return .problem(Problem(.notFound))
        }
    }

    /// The member whose TLS key, an uncompressed point, the registry lists as usable now; nobody under an expired one, and not the own one.
    public func member(ofTLSKey point: [UInt8]) -> MemberID? {
        let time = now()
        guard let standing = try? home.reading(at: time).standing else { return nil }
        return standing.registry.member(showing: point, at: time, except: standing.member)
    }

    /// Signs the statements of the day, each once.
    ///
    /// - Returns: how many shares there are.
    /// - Throws: ``EvaluatorHomeError``, ``EvaluationRefusal``, ``RecordError``.
    @discardableResult
    public func stateUsage() throws -> Int {
        let time = now()
        let standing = try home.reading(at: time).standing
        guard !standing.shares.isEmpty else { return 0 }
        let evaluator = try opened()
        for epoch in standing.shares.keys.sorted() { _ = try evaluator.usage(of: epoch, under: standing, at: time) }
        return standing.shares.count
    }

    private func opened() throws(RecordError) -> Evaluator {
        try evaluator.withLock { (kept) throws(RecordError) in
            if let kept { return kept }
            let opened = try Evaluator(opening: home.paths, limits: limits)
            kept = opened
            return opened
        }
    }

    private typealias Work = @Sendable (Evaluator, EvaluatorStanding, Timestamp) throws(EvaluationRefusal) -> [UInt8]

    private func queued(for peer: MemberID, _ work: @escaping Work) async -> PeerAnswer {
        guard home.holdsShares else { return .problem(.noEvaluator) }
        return await queue.run(for: peer) { self.answer(to: peer, by: work) } ?? .problem(.tooManyEvaluations)
    }

    private func answer(to peer: MemberID, by work: Work) -> PeerAnswer {
        let time = now()
        do {
            let standing = try home.reading(at: time).standing
            return .bytes(try work(try opened(), standing, time))
        } catch let refusal as EvaluationRefusal {
            if case .record(let error) = refusal { tell("\(error)") }
            if refusal.isFaultOfForm { patience.refused(peer, at: time) }
            return .problem(Problem(refusal, at: time))
        } catch {
            tell("\(error)")
            return .problem(.evaluatorUnusable)
        }
    }

    /// A body in memory or in one file, up to the limit.
    private func bytes(of body: MessageBody) -> [UInt8]? {
        guard body.count <= limits.requestBytes else { return nil }
        var bytes: [UInt8] = []
        for piece in body.pieces {
            switch piece {
            case .bytes(let more): bytes += more
            case .file(let path, let first, let count):
                guard let all = try? FileReader.contents(of: path, limitBytes: limits.requestBytes) else { return nil }
                bytes += all.dropFirst(Int(first)).prefix(Int(count))
            case .joined: return nil
            }
        }
        return bytes
    }
}

extension VerifiedRegistry {
    /// The member that may show a TLS key at a moment.
    fileprivate func member(showing point: [UInt8], at time: Timestamp, except own: MemberID) -> MemberID? {
        guard !isExpired(at: time) else { return nil }
        return document.members.first { member in
            member.id != own
                && member.keys.contains {
                    $0.use == .tls && $0.status == .active && $0.publicKey == point && $0.notBefore <= time && time < $0.notAfter
                }
        }?.id
    }
}
