public import TransparencyLog

/// Why nothing was logged, or why a ledger refuses to go on.
public enum LedgerError: Error, Sendable, Hashable {
    // The request.
    /// There is no ledger here.
    case missing
    /// There is a ledger here, or part of one.
    case exists
    /// The event may not become an entry.
    case event(EventError)
    /// More in one batch than its limit.
    case batch
    /// Too many wait already.
    case queueFull
    /// What was decided lies too far back.
    case stale(seconds: Int64)
    /// A signature is not the witness's, or over another head.
    case witness
    /// A copy of the published files is damaged, too small, or not of this log.
    case copy(String)
    /// No such entry.
    case noEntry(index: UInt64)

    // The machine.
    /// A file could not be read or written.
    case file(FileError)
    /// A sync failed: nothing about what was not yet synced is known.
    case sync(FileError)
    /// The disk is full; the reserve was given up.
    case noSpace(FileError)
    /// The ledger's directory or a file in it was replaced while it was open.
    case replaced(path: String)
    /// The clock shows an earlier time than the last entry.
    case clockBehind(seconds: Int64)
    /// The clock jumped while the log was open.
    case clockStep(seconds: Int64)
    /// An earlier failure stopped this log; it has to be opened again.
    case stopped
    /// The key could not sign.
    case signing

    // The ledger is not what it should be: nothing is signed any more, reading goes on.
    /// The head is no checkpoint of this log signed by its key.
    case head
    /// The head on disk is not the one that was committed last.
    case headChanged
    /// There are files beyond the head: the head is an older one.
    case filesAhead(path: String)
    /// The head is beyond the files, and what was to be written is missing.
    case stagingMissing
    /// What waits in the staging file does not continue the log.
    case staging
    /// A published file is missing or not what the head says.
    case published(path: String)
    /// A file of the ledger is there and cannot be read.
    case unreadable(FileError)
    /// The details of an entry are missing or not what the entry says.
    case details(index: UInt64)
    /// A witness holds a head that this log has not: this is an old copy.
    case rolledBack(size: UInt64)
    /// A head larger than this log was named, and nothing proves it yet.
    case witnessAhead(size: UInt64, own: UInt64)
    /// A head that was signed by this log is not of its history.
    case fork(size: UInt64)
    /// A change to the next generation was begun and not finished.
    case changing
    /// The verifier does not accept what was built: nothing was written.
    case verification(LogError)

    /// Whether the fault is the request's own, and others may succeed.
    var isOfRequest: Bool {
        switch self {
        case .event, .batch, .stale: true
        default: false
        }
    }

    /// Whether it keeps entries from being written and nothing from being read: of a question the answer can be given all the same.
    /// A log that another process holds is not meant, since that passes.
    public var leavesReading: Bool {
        switch self {
        case .missing, .exists, .event, .batch, .queueFull, .stale, .witness, .noEntry: false
        case .file(let error): error.reason != .locked
        default: true
        }
    }

    /// Whether the log may not be signed any more until somebody looked at it.
    public var isRefusal: Bool {
        switch self {
        case .head, .headChanged, .filesAhead, .stagingMissing, .staging, .published, .unreadable, .details, .rolledBack, .fork,
            .changing, .verification, .sync, .replaced:
            true
        default: false
        }
    }
}
