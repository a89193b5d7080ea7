/// What happened: every type of entry that this software writes. A reader passes over others as valid and opaque.
public enum EntryType: String, Sendable, Hashable, CaseIterable {
    case genesis
    case keyRotate = "key.rotate"
    case logEnd = "log.end"
    case registryInstall = "registry.install"
    case epochInstall = "epoch.install"
    case epochDestroy = "epoch.destroy"
    case agreementActivate = "agreement.activate"
    case agreementAmend = "agreement.amend"
    case agreementSuspend = "agreement.suspend"
    case agreementEnd = "agreement.end"
    case ingest
    case merge
    case decision
    case approve
    case reject
    case publish
    case sendIntent = "send.intent"
    case sendDone = "send.done"
    case sendFail = "send.fail"
    case sendReceived = "send.received"
    case receiveAccept = "recv.accept"
    case receiveReject = "recv.reject"
    case query
    case export
    case evidenceCreate = "evidence.create"
    case viewAudit = "view.audit"
    case reportRun = "report.run"
    case order
    case correctionSend = "correct.send"
    case correctionAcknowledge = "correct.ack"
    case eraseRequest = "erase.request"
    case eraseDone = "erase.done"
    case eraseAcknowledge = "erase.ack"
    case eraseRefuse = "erase.refuse"
    case retentionExpire = "retain.expire"
    case holdSet = "hold.set"
    case holdRelease = "hold.release"
    case subjectAccessOpen = "dsar.open"
    case subjectAccessClose = "dsar.close"
    case breakGlass = "breakglass"
    case scrub
    case signIn = "signin"
    case signInDeny = "signin.deny"
    case tokenIssue = "token.issue"
    case tokenRevoke = "token.revoke"
    case quarantineSet = "quarantine.set"
    case quarantineRelease = "quarantine.release"
    case gapAccept = "gap.accept"
    /// Padding, which hides when and how much is logged. Other entries are written under this type without being of it.
    case sealed
    case witnessLost = "witness.lost"
    case witnessBack = "witness.back"
    case forkSeen = "fork.seen"
    case messageSend = "msg.send"
    case messageDone = "msg.done"
    case messageFail = "msg.fail"
    case messageReceive = "msg.recv"
    case clockStep = "clock.step"
    case restore
    case configurationChange = "config.change"
    case stop

    /// Whether the type is always hidden from who sees the bytes of entries: it could tip somebody off.
    public var isAlwaysSealed: Bool {
        switch self {
        case .holdSet, .holdRelease, .order, .subjectAccessOpen, .subjectAccessClose, .query, .evidenceCreate, .breakGlass,
            .viewAudit, .signIn, .signInDeny, .tokenIssue, .tokenRevoke, .messageSend, .messageDone, .messageFail,
            .messageReceive, .sealed:
            true
        default: false
        }
    }

    /// Whether a node may hide the type, as one of law enforcement does with all but the life of the log itself.
    public var maySeal: Bool {
        switch self {
        case .genesis, .keyRotate, .logEnd, .restore: false
        default: true
        }
    }

    /// Whether the entry has to be committed before what it tells of may happen: before a byte is sent or shown.
    public var comesBeforeAct: Bool {
        switch self {
        case .sendIntent, .query, .export, .evidenceCreate, .viewAudit, .reportRun, .receiveAccept, .messageSend,
            .messageReceive:
            true
        default: false
        }
    }
}
