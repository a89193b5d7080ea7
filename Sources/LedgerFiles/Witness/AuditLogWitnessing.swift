internal import CryptoPrimitives
public import TransparencyLog

extension AuditLog {
    /// What to ask a witness that has a head of some size: 0 at first, afterwards what it signed last, or answered with 409.
    ///
    /// - Throws: ``LedgerError``; ``LedgerError/witnessAhead(size:own:)`` for a size beyond this log, which may be an older copy then.
    public func witnessRequest(from oldSize: UInt64) throws(LedgerError) -> AddCheckpointRequest {
        guard oldSize <= size else { throw .witnessAhead(size: oldSize, own: size) }
        try publishRest()
        let tiles = TileReader(store.volume, size: size)
        var maker = ProofMaker(tiles)
        do throws(LogError) {
            return AddCheckpointRequest(
                oldSize: oldSize, proof: try maker.consistency(from: oldSize, to: size), checkpoint: head)
        } catch {
            throw tiles.meaning(of: error)
        }
    }

    /// Adds a witness's signature to a published checkpoint of the size it was asked about.
    ///
    /// - Parameter witness: the witness's key.
    /// - Throws: ``LedgerError/witness`` when the signature is not the witness's, or over another head.
    public func merge(_ signature: NoteSignature, by witness: NoteKey, size: UInt64) throws(LedgerError) {
        try publishRest()
        let path = LedgerLayout.checkpoint(ofSize: size)
        guard let note = try LedgerReader.note(path, in: store.volume) else { throw .noEntry(index: size) }
        let merged: SignedNote
        do throws(NoteError) {
            _ = try SignedNote(text: note.text, signatures: [signature]).verified(by: [witness])
            merged = try note.adding(signature)
        } catch {
            throw .witness
        }
        try store.replace(path, merged.bytes, access: .published)
        try store.syncDirectory(LedgerLayout.checkpoints)
        guard size == self.size else { return }
        try store.replace(LedgerLayout.checkpoint, merged.bytes, access: .published)
        try store.syncDirectory("")
    }

    /// Holds a head of this log that somebody else keeps, such as a witness's newest, against the log.
    ///
    /// A larger one means that this log is an older copy; one that is not of its history is a fork. Either is kept, and nothing is
    /// signed from then on. A head that this log's key did not sign proves nothing, and changes nothing.
    ///
    /// - Throws: ``LedgerError/rolledBack(size:)``, ``LedgerError/fork(size:)``.
    @discardableResult
    public func compare(with note: SignedNote) throws(LedgerError) -> HeadStanding {
        guard let theirs = try? Checkpoint(parsing: note.text) else { return .noHead }
        guard theirs.isOf(origin: signer.key.name) else { return .ofAnotherLog(origin: theirs.origin) }
        guard (try? note.verified(by: [signer.key])) != nil else { return .unsigned }
        guard theirs.size <= size else {
            try store.replace(LedgerLayout.rolledBack, note.bytes, access: .secret)
            try store.syncDirectory("")
            throw stopped(by: .rolledBack(size: theirs.size))
        }
        try publishRest()
        let tiles = TileReader(store.volume, size: size)
        var maker = ProofMaker(tiles)
        let root: Digest256
        do throws(LogError) { root = try maker.root(size: theirs.size) } catch { throw tiles.meaning(of: error) }
        guard root != theirs.root else { return .ofThisHistory(size: theirs.size) }
        let own = try signer.head(size: theirs.size, root: root)
        if let fork = HeadFork(try ownHead(ofSize: theirs.size) ?? own, note) { try fork.keep(in: store) }
        throw stopped(by: .fork(size: theirs.size))
    }

    /// The head that was published at a size.
    private func ownHead(ofSize size: UInt64) throws(LedgerError) -> SignedNote? {
        try LedgerReader.note(LedgerLayout.checkpoint(ofSize: size), in: store.volume)
    }
}
