internal import CryptoPrimitives
internal import TransparencyLog

/// What a start finds: the log as far as it is committed and published, after what was cut off has been finished.
struct LedgerRecovery {
    /// The end of the log.
    private(set) var tail: LogTail
    /// The head over it.
    private(set) var head: SignedNote
    private let store: LedgerStore
    private let signer: NoteSigner

    /// Finishes what a crash cut off, or refuses.
    ///
    /// - Throws: ``LedgerError``; see docs/spec/ledger-store.md for each state.
    init(_ store: LedgerStore, signer: NoteSigner, isSuccessor: Bool = false) throws(LedgerError) {
        self.store = store
        self.signer = signer
        let isChanging = try store.small(LedgerLayout.successor) != nil
        guard isSuccessor || !isChanging else { throw .changing }
        try Self.requireUndisputed(store)
        let published = try Self.checkpoint(try store.small(LedgerLayout.checkpoint), signer.key, else: .checkpointFile)
        guard let bytes = try store.storedHead() else { throw published == nil ? .missing : .head }
        guard let (note, checkpoint) = try Self.checkpoint(bytes, signer.key, else: .head) else { throw .head }
        let publishedSize = published?.checkpoint.size ?? 0
        guard publishedSize <= checkpoint.size else { throw .filesAhead(path: LedgerLayout.checkpoint) }
        try Self.requireNoFiles(beyond: checkpoint.size, in: store)
        head = note
        tail = try LogTail(
            loading: publishedSize, root: published?.checkpoint.root ?? MerkleTree.root(ofLeaves: []), from: store.volume)
        try store.dropUnfinished()
        try finish(checkpoint, isPublished: published != nil)
        try store.clearStaging()
    }

    /// While somebody else's head contradicts this log, nothing is signed.
    private static func requireUndisputed(_ store: LedgerStore) throws(LedgerError) {
        func size(_ path: String) throws(LedgerError) -> UInt64? {
            guard let bytes = try store.small(path) else { return nil }
            return (try? SignedNote(parsing: bytes)).flatMap { try? Checkpoint(parsing: $0.text).size } ?? 0
        }
        if let size = try size(LedgerLayout.rolledBack) { throw .rolledBack(size: size) }
        let forks = try store.attempt { () throws(FileError) in try store.volume.names(in: LedgerLayout.forks) }
        guard let fork = forks.first else { return }
        throw .fork(size: try size("\(LedgerLayout.forks)/\(fork)/\(HeadFork.firstName)") ?? 0)
    }

    /// Settles what the staging file holds.
    private mutating func finish(_ checkpoint: Checkpoint, isPublished: Bool) throws(LedgerError) {
        let frame = try store.stagedFrame()
        if let frame, frame.newSize > tail.size {
            guard frame.oldSize == tail.size, frame.oldRoot == tail.root else { throw .staging }
            let isCommitted = checkpoint.size == frame.newSize
            guard isCommitted || checkpoint.size == frame.oldSize else { throw .staging }
            // Files under their final names are other people's: nothing is put there that the head does not cover.
            guard !isCommitted || checkpoint.root == frame.newRoot else { throw .head }
            try apply(frame, isCommitted: isCommitted)
        }
        guard tail.size == max(checkpoint.size, frame?.newSize ?? 0) else {
            throw isPublished ? .stagingMissing : .checkpointFile
        }
        guard tail.size > checkpoint.size || tail.root == checkpoint.root else { throw .head }
    }

    /// Writes the files of a frame, after committing it as it is when that was not done yet: no other entries may ever stand at
    /// its indexes.
    private mutating func apply(_ frame: StagingFrame, isCommitted: Bool) throws(LedgerError) {
        let time = frame.items.last.flatMap { try? LogEntry(parsing: $0.entry.span).time }
        let growth = tail.append(frame.items, endingAt: time)
        guard tail.root == frame.newRoot, time != nil else { throw .staging }
        do throws(LogError) { try growth.verify() } catch { throw .verification(error) }
        if !isCommitted {
            let next = try signer.head(size: tail.size, root: tail.root)
            try store.swapHead(from: head.bytes, to: next.bytes)
            head = next
        }
        try store.publish(growth, head: head)
    }

    /// A checkpoint of this log signed by its key; nothing when there is no file.
    private static func checkpoint(
        _ bytes: [UInt8]?, _ key: NoteKey, else error: LedgerError
    ) throws(LedgerError) -> (note: SignedNote, checkpoint: Checkpoint)? {
        guard let bytes else { return nil }
        guard let note = try? SignedNote(parsing: bytes), (try? note.verified(by: [key])) != nil,
            let checkpoint = try? Checkpoint(parsing: note.text), checkpoint.isOf(origin: key.name)
        else { throw error }
        return (note, checkpoint)
    }

    /// Files beyond the head mean that the head is an older one than was acknowledged.
    private static func requireNoFiles(beyond size: UInt64, in store: LedgerStore) throws(LedgerError) {
        let (number, width) = (size / 256, Int(size % 256))
        for content in [TileAddress.Content.hashes(level: 0), .entries] {
            for next in [number, number + 1] {
                let path = TileAddress(content, number: next).path
                let isThere = try store.attempt { () throws(FileError) in
                    try store.volume.contents(of: path, limitBytes: LedgerLayout.bundleLimitBytes) != nil
                }
                guard !isThere else { throw .filesAhead(path: path) }
                let partial = try store.attempt { () throws(FileError) in try store.volume.names(in: path + ".p") }
                let limit = next == number ? width : 0
                for name in partial where Int(name).map({ $0 > limit }) ?? false { throw .filesAhead(path: "\(path).p/\(name)") }
            }
        }
    }
}

extension LedgerError {
    fileprivate static let checkpointFile = LedgerError.published(path: LedgerLayout.checkpoint)
}

extension NoteSigner {
    /// The signed head of this key's log.
    func head(size: UInt64, root: Digest256) throws(LedgerError) -> SignedNote {
        let text = Checkpoint(origin: key.name, size: size, root: root).text
        do { return try SignedNote(text: text, signatures: [signature(for: text)]) } catch { throw .signing }
    }
}
