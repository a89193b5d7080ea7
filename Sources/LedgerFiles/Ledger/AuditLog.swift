public import TransparencyLog

/// The audit log of a node, open for writing: what it acknowledges is durable, signed for and never said differently again.
///
/// One process writes at a time. The order of a batch: files in memory, verification, staging file, head; then it counts, and its
/// files follow. docs/spec/ledger-store.md says what is on disk when.
public final class AuditLog {
    let store: LedgerStore
    let signer: NoteSigner
    let settings: AuditLogSettings
    var tail: LogTail
    var head: SignedNote
    var clockWatch = ClockWatch()
    /// Committed and not yet published.
    var unpublished: LogGrowth?
    /// Why nothing more is taken.
    var stop: LedgerError?
    /// Set when the reserve was given up: one more entry says so.
    var isOutOfSpace = false

    /// A batch has at most this many entries.
    public static let batchLimit = 1_000
    /// The details of a batch are at most this long in sum.
    public static let batchLimitBytes = 16 << 20
    /// Of several writers, at most so many events wait.
    public static let queueLimit = 10_000

    /// Opens the ledger in a directory; what a crash cut off is finished first.
    ///
    /// - Parameter signer: the log's key under the name of its origin.
    /// - Throws: ``LedgerError``; when ``LedgerError/isRefusal`` is true, it can still be read.
    public convenience init(
        opening directory: String, signer: NoteSigner, settings: AuditLogSettings
    ) throws(LedgerError) {
        try self.init(opening: Self.volume(directory), signer: signer, settings: settings)
    }

    /// Opens the ledger in a volume.
    ///
    /// - Throws: ``LedgerError``.
    public convenience init(
        opening volume: any LedgerVolume, signer: NoteSigner, settings: AuditLogSettings
    ) throws(LedgerError) {
        let store = try LedgerStore(volume, halt: settings.halt)
        let found = try LedgerRecovery(store, signer: signer)
        guard found.tail.size > 0 else { throw .missing }
        try store.keepBallast(settings.ballastBytes)
        self.init(store, signer, settings, found)
    }

    init(_ store: LedgerStore, _ signer: NoteSigner, _ settings: AuditLogSettings, _ found: LedgerRecovery) {
        self.store = store
        self.signer = signer
        self.settings = settings
        tail = found.tail
        head = found.head
    }

    /// What the clocks showed at the last batch. Who opens the log anew for each batch hands it on, and a jump in between is noticed.
    public var lastReading: ClockReading? {
        get { clockWatch.last }
        set { clockWatch = ClockWatch(after: newValue) }
    }

    /// The time of the last entry.
    public var lastTime: EntryTime? { tail.lastTime }

    /// How many entries are committed.
    public var size: UInt64 { tail.size }

    /// The head that was committed last, without witnesses' signatures.
    public var committedHead: SignedNote { head }

    /// The log as its files say it, with what was committed last.
    public var reader: LedgerReader { LedgerReader(store.volume, checkpoint: checkpoint) }

    /// The head that was committed last.
    public var checkpoint: Checkpoint { Checkpoint(origin: signer.key.name, size: tail.size, root: tail.root) }

    /// The published head, with the signatures of witnesses.
    ///
    /// - Throws: ``LedgerError``.
    public func publishedHead() throws(LedgerError) -> SignedNote {
        try publishRest()
        guard let note = try LedgerReader.note(LedgerLayout.checkpoint, in: store.volume) else {
            throw .published(path: LedgerLayout.checkpoint)
        }
        return note
    }

    static func volume(_ directory: String) throws(LedgerError) -> DiskVolume {
        do throws(FileError) { return try DiskVolume(directory) } catch {
            throw error.reason == .notFound ? .missing : .file(error)
        }
    }
}
