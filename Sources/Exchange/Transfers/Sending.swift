internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import Redaction
internal import Sealing
internal import SignedBundles
internal import TransparencyLog

/// Lets one drafted stream leave: first the log, then the transfer document, then the sealed file under its name.
struct Sending {
    private let disclosure: Disclosure
    private let draft: DraftedStream
    private let recipient: MemberID
    private let keys: [MemberKey]
    private let target: String

    init(_ disclosure: Disclosure, _ draft: DraftedStream, to recipient: MemberID, keys: [MemberKey], target: String) {
        self.disclosure = disclosure
        self.draft = draft
        self.recipient = recipient
        self.keys = keys
        self.target = target
    }

    private var node: Node { disclosure.node }

    /// Sends.
    ///
    /// - Throws: ``TransferError/egress(_:)`` when the stream is not what was decided, `LedgerError`, `FileError`, `SealingError`.
    func run() throws {
        _ = try node.keys()  // a passphrase is asked for before anything is logged
        guard draft.comparison.matches else {
            try node.log(try decisionEvent())
            throw TransferError.egress(draft.comparison.texts)
        }
        let stoodBefore = Directory.exists(target)
        let entry = try node.log([try decisionEvent(), intentEvent()] + brokenGlass)[1]
        guard let intent = entry.intent else { throw LedgerError.noEntry(index: entry.index) }
        do {
            let document = try node.sign(document().envelope())
            try TransferFile.write(document, to: TransferFile.path(beside: target))
            try node.keepTransfer(document, draft.finished.transfer)
            try node.keepSent(draft.stream.path, as: draft.finished.transfer)
            try seal(after: intent)
        } catch {
            if !stoodBefore, takeBack() { fail(intent.index) }
            throw error
        }
        if case .agreement(_, let subject?) = draft.ruling { try node.release(subject.name) }
    }

    /// Removes what may lie under the target's name although its writing failed.
    ///
    /// - Returns: whether nothing lies there; else the transfer stays in doubt.
    private func takeBack() -> Bool {
        for path in [target, TransferFile.path(beside: target)] where Directory.exists(path) { try? Directory.remove(path) }
        return !Directory.exists(target)
    }

    private func fail(_ intent: UInt64) {
        _ = try? node.log(
            LoggedEvent(
                .sendFail,
                [(.recipient, .string(recipient.name)), (.reason, .string("the sealed file could not be written"))],
                transfer: draft.finished.transfer, reference: intent))
    }

    private func document() throws -> TransferDocument {
        let checkpoint = try node.ledger().publishedNote().bytes
        var decision: Decision?
        if case .agreement(let made, _) = draft.ruling { decision = made }
        return TransferDocument(
            from: node.settings.member, to: recipient, agreement: decision?.input.agreement,
            decision: decision.map(\.id), manifest: draft.source.digest, nonce: draft.nonce, transfer: draft.finished.transfer,
            size: draft.finished.byteCount,
            checkpoint: checkpoint.count <= TransferDocument.checkpointByteLimit ? checkpoint : [], time: disclosure.time)
    }

    /// - Parameter intent: that the log has it.
    private func seal(after intent: CommittedIntent) throws {
        var sealer = try Sealer(to: keys.map { try SealingRecipient(bytes: $0.publicKey) })
        var file = try DurableFile(creating: target)
        var reader = try FileReader(opening: draft.stream.path)
        var output: [UInt8] = []
        while case let piece = try reader.next(), !piece.isEmpty {
            try sealer.update(piece.span, into: &output)
            try file.write(output)
            output.removeAll(keepingCapacity: true)
        }
        try sealer.finish(into: &output)
        try file.write(output)
        try file.commit(replacing: true)
    }
}

extension Sending {
    private func decisionEvent() throws -> LoggedEvent {
        switch draft.ruling {
        case .agreement(let decision, let subject):
            return try node.keep(decision, about: draft.finished.items, approved: subject)
        case .profile(let request, let digest):
            try DecisionRecord(request, draft.source.digest, draft.segments, digest, disclosure.time).append(to: node.paths)
            return profileEvent(request.stage.rawValue, digest)
        }
    }

    /// That the decision rests on an emergency.
    private var brokenGlass: [LoggedEvent] {
        guard case .agreement(let decision, _) = draft.ruling, let event = decision.brokenGlass(for: disclosure.grounds) else {
            return []
        }
        return [event]
    }

    private func profileEvent(_ stage: String, _ profile: Digest256?) -> LoggedEvent {
        let isMatch = draft.comparison.matches
        let reason: ReasonCode = isMatch ? .allowed : .egressMismatch
        var fields: [(DetailField, JSONValue)] = [
            (.stage, .string(stage)), (.recipient, .string(recipient.name)),
            (.outcome, .string(isMatch ? "allow" : "deny")), (.reason, .string(reason.rawValue)),
        ]
        fields += profileGrounds
        fields += draft.finished.items.fields
        var further = draft.finished.items.further
        further.append(("profile", .policy, .string(profile?.hex ?? "")))
        return LoggedEvent(.decision, fields, further: further)
    }

    private func intentEvent() -> LoggedEvent {
        var fields: [(DetailField, JSONValue)] = [
            (.recipient, .string(recipient.name)), (.peerKey, .string(keys.map(\.kid).joined(separator: ","))),
            (.protocolVersion, .string(Software.protocolVersion)), (.label, .string(draft.label)),
            (.bundle, .string(draft.source.digest.hex)),
        ]
        fields += draft.finished.items.fields
        var further = draft.finished.items.further
        further.append(("size", .item, .integer(Int64(draft.finished.byteCount))))
        switch draft.ruling {
        case .agreement(let decision, _):
            further.append(("decision", .policy, .string(decision.id.hex)))
            fields.append((.retainUntil, .string(decision.retainUntil?.rfc3339 ?? "none")))
            fields.append((.approvals, .array(decision.input.approvals.map(\.logged))))
            fields += decision.groundsFields
            if !decision.input.caseReference.isEmpty {
                fields.append((.caseReference, .string(decision.input.caseReference)))
            }
        case .profile:
            fields.append((.retainUntil, "none"))
            fields.append((.approvals, .array([])))
            fields += profileGrounds
        }
        if disclosure.grounds.isStated { fields.append((.justification, .string(disclosure.grounds.justification))) }
        return LoggedEvent(.sendIntent, fields, further: further, transfer: draft.finished.transfer)
    }

    /// What is said where no agreement decided.
    private var profileGrounds: [(DetailField, JSONValue)] {
        let treatments = draft.segments.map { segment -> JSONValue in
            ["columns": .array(segment.columns.map(JSONValue.string)), "segment": .integer(Int64(segment.segment))]
        }
        return [
            (.purpose, .string(disclosure.grounds.purpose)), (.legalReference, .array([])), (.agreement, "none"),
            (.rules, .array(Set(draft.segments.flatMap(\.rules)).sorted().map(JSONValue.string))),
            (.treatments, .array(treatments)),
        ]
    }
}

extension Approval {
    /// As entries name it.
    var logged: JSONValue {
        ["by": .string(by), "role": .string(role), "sig": .string(signature), "time": .string(time.rfc3339)]
    }
}
