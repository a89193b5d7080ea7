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
            "what is to be logged was decided \(seconds) seconds ago by the clock; the limit is \(ClockWatch.captureLimitSeconds)"
        case .copy(let why): "the copy of the audit ledger does not do: \(why)"
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
        case .unreadable(let error): "\(error.description); what the audit ledger has there is not known"
        case .rolledBack(let size): "a witness holds a head of size \(size): this audit ledger is an older copy"
        case .witnessAhead(let size, let own):
            "a head of size \(size) was named, and this log has \(own) entries: it may be an older copy, rolled back"
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
        case .exists: "a key and an origin serve one ledger only; \(Self.nextGeneration)"
        case .event(let error): error.hint
        case .batch: "split it"
        case .queueFull: "try again in a second"
        case .stale: "nothing was done; run the same command again, and it is decided anew"
        case .witness: "ask the witness again"
        case .noEntry: "check the number"
        case .file(let error): error.hint
        case .sync: "look at the disk, then start again: the ledger checks itself"
        case .noSpace: "free some space and start again"
        case .replaced: "stop whoever replaces it, put the ledger back and start again"
        case .clockBehind:
            "set the clock or wait until it has caught up; when it is right: \(Self.acknowledgement)"
        case .clockStep:
            "set the clock; when it is right: \(Self.acknowledgement), and start again"
        case .stopped: "start again: the ledger checks itself"
        case .signing: "check the key"
        case .rolledBack:
            "look for a newer backup of the whole home; when there is none: \(Self.nextGeneration)"
        case .witnessAhead:
            "get the head (at the witness: tocsin witness head MEMBER) and hold it against this log: tocsin witness compare HEAD"
        case .fork:
            "both heads are kept; find out who has a copy of the key; then: \(Self.nextGeneration)"
        case .changing: "run the same command again: \(Self.nextGeneration)"
        case .filesAhead, .head, .headChanged:
            "put back the head that belongs to the files; when there is none: \(Self.nextGeneration)"
        case .unreadable:
            "look at the disk and the permissions; the file may be whole, so do not put another in its place yet"
        case .copy: "nothing was changed; ask a member or a mirror whose copy is newer, or verify it: tocsin-verify ledger"
        case .published:
            "put it back from somebody's copy of the published files: tocsin ledger heal --from DIR --reason TEXT --as NAME; when there is "
                + "none: \(Self.nextGeneration); reading still works"
        case .stagingMissing, .staging, .details, .verification:
            "put the missing files back from a backup; when there is none: \(Self.nextGeneration); reading still works"
        }
    }

    private static let acknowledgement = "tocsin ledger acknowledge-clock --as NAME --justification TEXT"
    private static let nextGeneration = "tocsin ledger next-generation --reason TEXT --as NAME"
}
