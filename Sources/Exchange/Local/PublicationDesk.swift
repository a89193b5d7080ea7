internal import CanonicalCoding
internal import Indicators
internal import LedgerFiles
internal import NodeAPI

/// Carries out what the organisation's own systems publish and state, one after the other, on a thread of its own.
actor PublicationDesk {
    private let thread = HomeThread()
    private let opening: @Sendable (Node.Access) throws -> Node
    private let now: @Sendable () -> Timestamp
    private var isBusy = false

    init(now: @escaping @Sendable () -> Timestamp, opening: @escaping @Sendable (Node.Access) throws -> Node) {
        self.now = now
        self.opening = opening
    }

    /// Publications wait for the disk, so they have a thread of their own.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Publishes; while another publication is under way it is told to come back.
    ///
    /// - Throws: `Problem`, ``TokenRefusal``, and what publishing throws.
    func carryOut(_ request: LocalRequest, for token: AccessToken) async throws -> JSONValue {
        guard !isBusy else {
            throw Problem(.unavailable, "another publication is under way", retryAfterSeconds: Self.retryAfterSeconds)
        }
        isBusy = true
        defer { isBusy = false }
        return request.route == .publish ? try await publish(request, token) : try await state(request, token)
    }

    private static let retryAfterSeconds = 2

    private func publish(_ request: LocalRequest, _ token: AccessToken) async throws -> JSONValue {
        let work = try FeedPublication(request, for: token, at: node(of: token), now())
        let summary = try await work.publisher.publish(work.request) { _ in }
        return try work.answer(summary)
    }

    private func state(_ request: LocalRequest, _ token: AccessToken) async throws -> JSONValue {
        let work = try StatementPublication(request, for: token, at: node(of: token), now())
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
