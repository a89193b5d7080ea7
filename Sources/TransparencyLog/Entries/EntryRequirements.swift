/// What an entry of a type has to say. One that does not is refused before it is committed.
public struct EntryRequirements: Sendable, Hashable {
    /// The fields that must be among the details.
    public let fields: [DetailField]
    /// Whether the entry names the digest of a transfer.
    public let namesTransfer: Bool
    /// Whether the entry refers to an earlier one.
    public let namesReference: Bool

    private init(_ fields: [DetailField], transfer: Bool = false, reference: Bool = false) {
        self.fields = fields
        namesTransfer = transfer
        namesReference = reference
    }

    /// Who did it, in which capacity, how that is known, and with which software: every type says so.
    public static let who: [DetailField] = [.organisation, .actor, .role, .authentication, .software]

    private static let channel: [DetailField] = [.peer, .peerKey, .protocolVersion]
    private static let items: [DetailField] = [.itemsRoot, .itemCount]
    private static let grounds: [DetailField] = [.purpose, .legalReference, .agreement, .rules, .treatments]

    /// What a type requires.
    public static func of(_ type: EntryType) -> EntryRequirements {
        let own = requirements(of: type)
        guard type != .sealed else { return own }
        return EntryRequirements(who + own.fields, transfer: own.namesTransfer, reference: own.namesReference)
    }

    private static func requirements(of type: EntryType) -> EntryRequirements {
        switch type {
        case .sendIntent, .sendDone, .sendReceived, .sendFail, .receiveAccept, .receiveReject: exchange(type)
        case .query, .export, .evidenceCreate, .viewAudit, .reportRun: disclosure(type)
        case .genesis, .keyRotate, .logEnd, .clockStep, .restore, .configurationChange, .stop, .sealed, .registryInstall,
            .epochInstall, .epochDestroy:
            node(type)
        case .agreementActivate, .agreementAmend: EntryRequirements([.agreement, .version])
        case .agreementSuspend, .agreementEnd: EntryRequirements([.agreement, .version, .reason])
        case .ingest: EntryRequirements([.source] + items)
        case .merge: EntryRequirements(items)
        case .decision: EntryRequirements([.stage, .recipient, .outcome, .reason] + items + grounds)
        case .approve, .reject: EntryRequirements([.item, .justification])
        case .publish: EntryRequirements([.bundle, .label, .retainUntil] + items)
        case .scrub: EntryRequirements([.method] + items)
        default: rights(type)
        }
    }

    private static func exchange(_ type: EntryType) -> EntryRequirements {
        switch type {
        case .sendIntent:
            EntryRequirements(
                [.recipient, .peerKey, .protocolVersion, .label, .retainUntil, .approvals] + items + grounds, transfer: true)
        case .sendDone, .sendReceived: EntryRequirements([.recipient, .receipt], transfer: true, reference: true)
        case .sendFail: EntryRequirements([.recipient, .reason], transfer: true, reference: true)
        case .receiveAccept: EntryRequirements([.agreement, .label, .retainUntil] + channel + items, transfer: true)
        default: EntryRequirements([.peer, .reason])
        }
    }

    private static func disclosure(_ type: EntryType) -> EntryRequirements {
        switch type {
        case .query: EntryRequirements([.purpose, .justification, .subject, .results])
        case .export: EntryRequirements([.purpose, .justification, .filter, .itemCount, .digest])
        case .evidenceCreate: EntryRequirements([.caseReference, .legalReference, .justification])
        default: EntryRequirements([.purpose, .filter])
        }
    }

    private static func node(_ type: EntryType) -> EntryRequirements {
        switch type {
        case .genesis: EntryRequirements([.origin, .generation, .key])
        case .keyRotate: EntryRequirements([.key, .reason])
        case .clockStep: EntryRequirements([.clockBefore, .clockAfter, .justification])
        case .restore: EntryRequirements([.range, .approvals, .reason])
        case .configurationChange: EntryRequirements([.setting, .digest])
        case .registryInstall: EntryRequirements([.version, .digest])
        case .epochInstall, .epochDestroy: EntryRequirements([.epoch])
        case .sealed: EntryRequirements([.padding])
        default: EntryRequirements([.reason])
        }
    }

    private static func rights(_ type: EntryType) -> EntryRequirements {
        switch type {
        case .order: EntryRequirements([.authority, .legalReference, .caseReference])
        case .correctionSend: EntryRequirements([.item, .itemVersion, .recipient, .reason])
        case .correctionAcknowledge, .eraseAcknowledge: EntryRequirements([.peer], reference: true)
        case .eraseRequest: EntryRequirements([.item, .legalReference, .reason])
        case .eraseDone: EntryRequirements([.item], reference: true)
        case .eraseRefuse: EntryRequirements([.peer, .legalReference, .reason], reference: true)
        case .retentionExpire: EntryRequirements([.item, .retainUntil])
        case .holdSet: EntryRequirements([.item, .legalReference, .caseReference, .retainUntil])
        case .holdRelease: EntryRequirements([.item, .reason], reference: true)
        case .subjectAccessOpen: EntryRequirements([.subject, .legalReference])
        case .subjectAccessClose: EntryRequirements([.outcome], reference: true)
        case .breakGlass: EntryRequirements([.justification, .approvals])
        case .signInDeny: EntryRequirements([.reason])
        case .tokenIssue, .tokenRevoke: EntryRequirements([.token])
        case .quarantineSet, .quarantineRelease, .gapAccept: EntryRequirements([.peer, .reason])
        case .witnessLost, .witnessBack: EntryRequirements([.witness])
        case .forkSeen: EntryRequirements([.peer, .evidence])
        case .messageSend: EntryRequirements([.recipient, .message, .verb, .digest])
        case .messageDone: EntryRequirements([.recipient], reference: true)
        case .messageFail: EntryRequirements([.recipient, .reason], reference: true)
        case .messageReceive: EntryRequirements([.peer, .message, .verb, .digest])
        default: EntryRequirements([])
        }
    }
}
