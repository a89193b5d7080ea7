internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import NodeAPI

/// Carries out what the organisation's own systems publish and state, one after the other, on a thread of its own.
actor PublicationDesk {
    private let thread = HomeThread()
    private let opening: @Sendable (Node.Access) throws -> Node
    private let now: @Sendable () -> Timestamp
    private let evaluation: LocalEvaluation?
    private var isBusy = false
    private var running: Digest256?

    init(
        now: @escaping @Sendable () -> Timestamp, opening: @escaping @Sendable (Node.Access) throws -> Node,
        evaluation: LocalEvaluation?
    ) {
        self.evaluation = evaluation
        self.now = now
        self.opening = opening
    }

    /// Publications wait for the disk, so they have a thread of their own.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Publishes; while another publication is under way it is told to come back.
    ///
    /// - Throws: `Problem`, ``TokenRefusal``, and what publishing throws.
    func carryOut(_ request: LocalRequest, for token: AccessToken) async throws -> JSONValue {
        let key = try RequestKey(of: request, for: token)
        guard !isBusy else {
            if let key, key.name == running { throw Problem(.conflict, "a request with this key is under way") }
            throw Problem(.unavailable, "another publication is under way", retryAfterSeconds: Self.retryAfterSeconds)
        }
        (isBusy, running) = (true, key?.name)
        defer { (isBusy, running) = (false, nil) }
        // Before the home is taken: it can last, and costs nothing when the request comes again.
        try await evaluation?.prepare(request, for: token, at: HomeDesk.opened(.reading, by: opening), now())
        let node = try node(of: token)
        if let key, let answer = try answered(key, at: node) { return .object(answer) }
        return request.route == .publish
            ? try await publish(request, key, token, at: node) : try await state(request, key, token, at: node)
    }

    private static let retryAfterSeconds = 2

    /// What a request with this key was answered before. Opening the home has brought to its end what a killed process had begun.
    private func answered(_ key: RequestKey, at node: Node) throws -> JSONObject? {
        _ = try node.store(for: .writing)
        switch try node.earlierRequest(key, at: now()) {
        case nil: return nil
        case .published(let answer): return answer
        case .another: throw Problem(.unprocessable, "the key stands for another request")
        case .unknown:
            throw Problem(.unavailable, "too much was published within a day for the key to be known", retryAfterSeconds: 3_600)
        case .unsettled: throw Problem(.conflict, "what became of the request with this key is not settled yet")
        }
    }

    private func publish(
        _ request: LocalRequest, _ key: RequestKey?, _ token: AccessToken, at node: Node
    ) async throws -> JSONValue {
        var work = try FeedPublication(request, for: token, at: node, now())
        work.request.key = key
        var rows = work.report
        let summary = try await work.publisher.publish(work.request) { rows.add($0) }
        return try work.answer(summary, rows)
    }

    private func state(
        _ request: LocalRequest, _ key: RequestKey?, _ token: AccessToken, at node: Node
    ) async throws -> JSONValue {
        var work = try StatementPublication(request, for: token, at: node, now())
        work.request.key = key
        let summary = try await work.publisher.publish(work.statements, request: work.request)
        return work.answer(summary)
    }

    private func node(of token: AccessToken) throws -> Node {
        guard let actor = token.actor else { throw Problem(.forbidden) }
        let node = try HomeDesk.opened(.writing, by: opening)
        node.actor = actor
        return node
    }
}

extension PublishSummary {
    /// Puts a copy of the full stream into the outbox, as the verbs do. What cannot be copied is published all the same, the home keeps
    /// the stream, and the next verb says that it was not copied.
    func keepCopy(for request: PublishRequest, at node: Node) {
        guard !path.isEmpty else { return }
        let target = "\(node.paths.outbox)/\(request.group.name)-\(sequence).six"
        guard (try? FileCopy.copy(path, to: target)) != nil else { return }
        try? node.notePublicationCopied(for: request.group)
    }
}
