internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

/// The audit log that is to end: what is known of it, even if it cannot be signed any more.
struct OldLog {
    private let node: Node
    /// The last head that is known of it.
    let last: SignedNote
    /// The newest one that enough of its witnesses signed.
    let witnessed: SignedNote?
    /// The number of the log that follows; that of no log that was.
    let nextNumber: Int64
    private let origin: String

    /// - Parameter head: a head that a witness keeps.
    /// - Throws: ``NodeError/notOwnHead``, `LedgerError`, `FileError`.
    init(of node: Node, head: SignedNote?) throws {
        self.node = node
        let own = try node.publishedOrCommittedHead()
        origin = try Checkpoint(parsing: own.text).origin
        if let head { try Self.requireOwn(head, origin, node) }
        let rolledBack = "\(node.paths.ledger)/\(LedgerLayout.rolledBack)"
        let shown = Directory.exists(rolledBack) ? try Node.note(at: rolledBack) : nil
        last = [head, shown].compactMap(\.self).max { Self.size($0) < Self.size($1) } ?? own
        witnessed = try? Self.witnessedHead(of: node)
        let ended = Directory.isDirectory(node.paths.endedLogs) ? try Directory.names(in: node.paths.endedLogs) : []
        let highest = (ended.compactMap { Int64($0) } + [Int64(Node.generation(ofOrigin: origin))]).max() ?? 0
        nextNumber = highest + 1
    }

    /// The old log's key, if the log still takes entries.
    ///
    /// - Throws: `LedgerError`, `FileError` for what may go away by itself: another process, a full disk, the clock.
    func workingSigner() throws -> NoteSigner? {
        guard let key = try? LedgerKeys(reading: node.paths).log, let signer = try? NoteSigner(name: origin, privateKey: key)
        else {
            return nil
        }
        do { _ = try node.openLedger() } catch let error as LedgerError where error.isRefusal || error == .missing {
            // What cannot be read may be whole: no reason to give a log up.
            if case .unreadable = error { throw error }
            return nil
        }
        return signer
    }

    private static func requireOwn(_ head: SignedNote, _ origin: String, _ node: Node) throws {
        let keys = [try? LedgerKeys(reading: node.paths).log.publicKey].compactMap(\.self)
            .compactMap { try? NoteKey(name: origin, algorithm: .ed25519, publicKey: $0) }
        guard let theirs = try? Checkpoint(parsing: head.text), theirs.isOf(origin: origin), (try? head.verified(by: keys)) != nil
        else {
            throw NodeError.notOwnHead
        }
    }

    private static func size(_ note: SignedNote) -> UInt64 { (try? Checkpoint(parsing: note.text))?.size ?? 0 }

    private static func witnessedHead(of node: Node) throws -> SignedNote? {
        let policy = try node.witnessPolicy()
        guard let size = try CosignedHeads(of: node, by: policy).newestSize(satisfying: policy) else { return nil }
        return try Node.note(at: "\(node.paths.ledger)/\(LedgerLayout.checkpoints)/\(size)")
    }
}

extension Node {
    /// The newest head that was published, or else the one that was committed last.
    ///
    /// - Throws: `LedgerError/missing`, `FileError`, `NoteError`.
    func publishedOrCommittedHead() throws -> SignedNote {
        for name in [LedgerLayout.checkpoint, LedgerLayout.head] where Directory.exists("\(paths.ledger)/\(name)") {
            if let note = try? Self.note(at: "\(paths.ledger)/\(name)") { return note }
        }
        throw LedgerError.missing
    }

    /// A signed note of the home.
    ///
    /// - Throws: `FileError`, `NoteError`.
    static func note(at path: String) throws -> SignedNote {
        try SignedNote(parsing: FileReader.contents(of: path, limitBytes: SignedNote.limitBytes))
    }
}
