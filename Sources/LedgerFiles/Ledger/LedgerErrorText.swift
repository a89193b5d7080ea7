internal import TransparencyLog

extension LedgerError: CustomStringConvertible {
    /// One sentence: what is wrong, and where.
    public var description: String {
        switch self {
        case .missing: "there is no audit ledger here"
        case .exists: "there is an audit ledger here already, or part of one"
        case .event(let error): error.description
        case .batch: "too much in one batch: the limit is \(AuditLog.batchLimit) entries and \(AuditLog.batchLimitBytes) bytes"
        case .queueFull: "the audit ledger cannot keep up: \(AuditLog.queueLimit) entries wait"
        case .stale(let seconds):
            "what was decided is \(seconds) seconds from now; the limit is \(ClockWatch.captureLimitSeconds)"
        case .witness: "the signature is not the witness's, or over another head"
        case .noEntry(let index): "the audit ledger has no entry \(index)"
        case .file(let error): error.description
        case .sync(let error): "\(error.description); what was being written may be lost or not"
        case .noSpace(let error): "\(error.description); the audit ledger has stopped"
        case .replaced(let path): "\(path) was replaced while the audit ledger was open"
        case .clockBehind(let seconds): "the clock is \(seconds) seconds behind the last entry"
        case .clockStep(let seconds): "the clock jumped by \(seconds) seconds"
        case .stopped: "the audit ledger has stopped after an earlier failure"
        case .signing: "the key of the audit ledger could not sign"
        default: refusal
        }
    }

    private var refusal: String {
        switch self {
        case .head: "the head of the audit ledger is no checkpoint signed by its key"
        case .headChanged: "the head of the audit ledger was changed by somebody else"
        case .filesAhead(let path): "the audit ledger's head is older than its files: \(path) is beyond it"
        case .stagingMissing: "the audit ledger's files end before its head, and what was to be written is missing"
        case .staging: "what waits in the staging file does not continue the audit ledger"
        case .published(let path): "\(path) of the audit ledger is missing or not what its head says"
        case .details(let index): "the details of entry \(index) are missing or not what the entry says"
        case .rolledBack(let size): "a witness holds a head of size \(size): this audit ledger is an older copy"
        case .fork(let size): "a head of size \(size) was signed that is not of this ledger's history"
        case .changing: "the change to the next generation of the audit ledger was not finished"
        case .verification(let error): "the audit ledger would not verify: \(error.description)"
        default: ""
        }
    }

    /// One line: what to do about it.
    public var hint: String {
        switch self {
        case .missing: "make one with the home, or restore it from a backup"
        case .exists: "a key and an origin serve one ledger only; begin the next generation instead"
        case .event(let error): error.hint
        case .batch: "split it"
        case .queueFull: "try again in a second"
        case .stale: "decide again"
        case .witness: "ask the witness again"
        case .noEntry: "check the number"
        case .file(let error): error.hint
        case .sync: "look at the disk, then start again: the ledger checks itself"
        case .noSpace: "free some space and start again"
        case .replaced: "stop whoever replaces it, put the ledger back and start again"
        case .clockBehind: "set the clock, wait until it has caught up, or acknowledge the step"
        case .clockStep: "set the clock, or acknowledge the step"
        case .stopped: "start again: the ledger checks itself"
        case .signing: "check the key"
        case .rolledBack: "fetch what is missing from a mirror, or begin the next generation with the witness's head"
        case .fork: "keep both heads; begin the next generation"
        case .changing: "run the same change again"
        case .filesAhead, .head, .headChanged: "restore the head that belongs to the files, or begin the next generation"
        case .stagingMissing, .staging, .published, .details, .verification:
            "restore the missing files from a backup or a mirror, or begin the next generation; reading still works"
        }
    }
}
