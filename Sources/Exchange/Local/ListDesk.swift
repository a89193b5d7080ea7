internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import NodeAPI
internal import NodeStore

/// Answers what is to be enforced, on a thread of its own: making a version reads everything that is held, and must not keep other
/// requests waiting.
actor ListDesk {
    private let thread = HomeThread()
    private let opening: @Sendable (Node.Access) throws -> Node
    private let now: @Sendable () -> Timestamp

    init(now: @escaping @Sendable () -> Timestamp, opening: @escaping @Sendable (Node.Access) throws -> Node) {
        self.now = now
        self.opening = opening
    }

    /// Lists wait for the disk.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Answers one request.
    ///
    /// - Throws: `Problem`, ``TokenRefusal``, and what making a version throws.
    func answer(_ request: LocalRequest, for token: AccessToken) throws -> PeerAnswer {
        guard let actor = token.actor else { throw Problem(.forbidden) }
        try Task.checkCancellation()  // making a version for nobody would keep others waiting
        let call = try ListCall(request, for: token)
        let node = try HomeDesk.opened(.reading, by: opening)
        node.actor = actor
        let table = try ListTable(opening: node.paths.lists, generation: Hex.encode(SecureRandom.bytes(8)))
        let time = now()
        try table.forget(at: time)
        return try call.answer(from: table, at: node, time)
    }
}
