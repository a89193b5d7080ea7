public import TransparencyLog

/// A ledger as its files say it, without a lock and without a key. It believes the checkpoint it was given; verifying is another's
/// work.
public struct LedgerReader {
    private let volume: any LedgerVolume
    /// The head up to which it reads.
    public let checkpoint: Checkpoint

    init(_ volume: any LedgerVolume, checkpoint: Checkpoint) {
        self.volume = volume
        self.checkpoint = checkpoint
    }

    /// Reads the published head of the ledger in a directory, which may be a copy of the published files alone.
    ///
    /// - Throws: ``LedgerError/missing``, ``LedgerError/published(path:)``.
    public init(opening directory: String) throws(LedgerError) {
        try self.init(opening: AuditLog.volume(directory))
    }

    /// Reads the published head of the ledger in a volume; where it is gone, the one that was committed last.
    ///
    /// - Throws: ``LedgerError``.
    public init(opening volume: any LedgerVolume) throws(LedgerError) {
        if let note = try Self.note(LedgerLayout.checkpoint, in: volume) {
            guard let checkpoint = try? Checkpoint(parsing: note.text) else { throw .published(path: LedgerLayout.checkpoint) }
            self.init(volume, checkpoint: checkpoint)
            return
        }
        let committed = try? Self.note(LedgerLayout.head, in: volume).flatMap { try? Checkpoint(parsing: $0.text) }
        guard let committed, committed.size > 0 else {
            throw try LedgerStore.names(in: volume).contains(LedgerLayout.tiles) ? Self.headIsGone : .missing
        }
        self.init(volume, checkpoint: committed)
    }

    private static let headIsGone = LedgerError.published(path: LedgerLayout.checkpoint)

    /// The bytes of the entries from an index to the end of its bundle; none at the end of the log.
    ///
    /// - Throws: ``LedgerError/published(path:)``.
    public func entryBytes(from index: UInt64) throws(LedgerError) -> [[UInt8]] {
        guard index < checkpoint.size else { return [] }
        let entries = try PublishedFiles.entries(index / 256, size: checkpoint.size, in: volume)
        return Array(entries[Int(index % 256)...])
    }

    /// One entry.
    ///
    /// - Throws: ``LedgerError``.
    public func entry(at index: UInt64) throws(LedgerError) -> LogEntry {
        guard let bytes = try entryBytes(from: index).first else { throw .noEntry(index: index) }
        return try parsed(bytes, index)
    }

    /// What an entry says in full.
    ///
    /// - Throws: ``LedgerError/details(index:)`` when it is not here, or not what the entry commits to.
    public func detail(at index: UInt64) throws(LedgerError) -> DetailRecord {
        let entry = try entry(at: index)
        let lines = try PublishedFiles.details(index / 256, size: checkpoint.size, in: volume)
        guard let record = DetailRecord(line: lines[Int(index % 256)]), record.commitment == entry.details else {
            throw .details(index: index)
        }
        return record
    }

    /// The entries from an index to the end of its bundle, with their details; none at the end of the log.
    ///
    /// - Throws: ``LedgerError``.
    public func records(from start: UInt64) throws(LedgerError) -> [LedgerRecord] {
        var records: [LedgerRecord] = []
        let entries = try entryBytes(from: start)
        guard !entries.isEmpty else { return [] }
        let lines = try PublishedFiles.details(start / 256, size: checkpoint.size, in: volume)
        for (bytes, line) in zip(entries, lines[Int(start % 256)...]) {
            let index = start + UInt64(records.count)
            let entry = try parsed(bytes, index)
            guard let record = DetailRecord(line: line), record.commitment == entry.details else {
                throw .details(index: index)
            }
            records.append(LedgerRecord(index: index, entry: entry, details: record))
        }
        return records
    }

    /// Hands every entry from an index on to `body` with its details.
    ///
    /// - Throws: ``LedgerError``.
    public func forEach(
        from start: UInt64 = 0, _ body: (LedgerRecord) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var index = start
        while index < checkpoint.size {
            for record in try records(from: index) {
                try body(record)
                index += 1
            }
        }
    }

    /// A receipt for an entry, against the published checkpoint with the signatures of witnesses.
    ///
    /// - Throws: ``LedgerError/noEntry(index:)`` for one that is not published yet.
    public func receipt(at index: UInt64) throws(LedgerError) -> LogProof { try receipt(at: index, under: publishedNote()) }

    /// A receipt for an entry, against a head of this log.
    ///
    /// - Throws: ``LedgerError/noEntry(index:)`` for one that the head is not over.
    public func receipt(at index: UInt64, under note: SignedNote) throws(LedgerError) -> LogProof {
        guard let head = try? Checkpoint(parsing: note.text),
            let newest = try? Checkpoint(parsing: publishedNote().text), head.size <= newest.size
        else { throw .published(path: LedgerLayout.checkpoint) }
        guard index < head.size else { throw .noEntry(index: index) }
        // By the tiles of the newest head: those of an older one that were not full may be gone.
        let tiles = TileReader(volume, size: newest.size)
        var maker = ProofMaker(tiles)
        do throws(LogError) {
            return LogProof(index: index, hashes: try maker.inclusion(of: index, size: head.size), checkpoint: note)
        } catch {
            throw tiles.meaning(of: error)
        }
    }

    /// The published head with the signatures of witnesses.
    ///
    /// - Throws: ``LedgerError``.
    public func publishedNote() throws(LedgerError) -> SignedNote {
        guard let note = try Self.note(LedgerLayout.checkpoint, in: volume) else { throw Self.headIsGone }
        return note
    }

    func parsed(_ bytes: [UInt8], _ index: UInt64) throws(LedgerError) -> LogEntry {
        do throws(EntryFault) { return try LogEntry(parsing: bytes.span) } catch {
            throw .verification(.entry(index: index, error))
        }
    }

    static func note(_ path: String, in volume: any LedgerVolume) throws(LedgerError) -> SignedNote? {
        let bytes: [UInt8]?
        do throws(FileError) {
            bytes = try volume.contents(of: path, limitBytes: SignedNote.limitBytes)
        } catch {
            throw .file(error)
        }
        guard let bytes else { return nil }
        do throws(NoteError) { return try SignedNote(parsing: bytes) } catch { throw .published(path: path) }
    }
}
