internal import CanonicalCoding
internal import Indicators

/// Why nothing can be decided by rules, and what would have to be otherwise.
struct Refusal: Hashable {
    let reason: ReasonCode
    let unmet: [String]

    init(_ reason: ReasonCode, _ unmet: [String]) {
        self.reason = reason
        self.unmet = unmet.sorted()
    }
}

/// What must hold before any rule is asked, in the order of the specification; the first failure is the reason.
struct Preconditions {
    let agreement: Agreement
    let input: DecisionInput

    func refusal() -> Refusal? {
        standing() ?? parties() ?? vocabulary() ?? legal() ?? request()
    }

    private func standing() -> Refusal? {
        let standing = input.standing
        let missing = agreement.parties.map(\.id).filter { !standing.signers.contains($0) }
        if !missing.isEmpty { return Refusal(.notSigned, missing.map { "signature:\($0)" }) }
        guard let activated = standing.activated, activated <= input.time else { return Refusal(.notActive, ["activated"]) }
        if input.time < agreement.valid.from { return Refusal(.notActive, ["valid.from"]) }
        if input.time >= agreement.valid.until { return Refusal(.expired, ["valid.until"]) }
        if let task = agreement.taskForce, input.time >= task.ends { return Refusal(.expired, ["task_force.ends"]) }
        let resting = Set(standing.suspensions.filter { $0.since <= input.time }.map(\.by))
        return resting.isEmpty ? nil : Refusal(.suspended, resting.map { "suspended:\($0)" })
    }

    private func parties() -> Refusal? {
        var unmet: [String] = []
        for (role, member) in [("from", input.from), ("to", input.to)] {
            if agreement.party(member) == nil { unmet.append(role) }
            if !input.authenticated.contains(member) { unmet.append("authenticated:\(role)") }
        }
        if let group = input.group, !agreement.groups.contains(group) { unmet.append("group") }
        return unmet.isEmpty ? nil : Refusal(.partyMismatch, unmet)
    }

    private func vocabulary() -> Refusal? {
        let pinned = agreement.vocabulary
        var unmet: [String] = []
        for (side, held) in [("ours", input.ourVocabulary), ("theirs", input.theirVocabulary)] {
            if held.schema != pinned.schema { unmet.append("vocab.\(side).schema") }
            if held.labels != pinned.labels { unmet.append("vocab.\(side).labels") }
            if held.reasons != pinned.reasons { unmet.append("vocab.\(side).reasons") }
        }
        return unmet.isEmpty ? nil : Refusal(.vocabularyMismatch, unmet)
    }

    private func legal() -> Refusal? {
        guard let recipient = agreement.party(input.to) else { return nil }
        let judgement = LegalJudgement(agreement, recipientClass: recipient.partyClass, at: input.time)
        let side = input.stage.side
        return judgement.refusal(for: side).map { Refusal($0, judgement.unmet(for: side)) }
    }

    /// What the request itself must bring, after what the agreement must.
    private func request() -> Refusal? {
        if !input.isLedgerAvailable { return Refusal(.ledgerUnavailable, ["ledger"]) }
        if let egress = input.egress, !egress.matches { return Refusal(.egressMismatch, ["egress"]) }
        if agreement.ancestry(of: input.purpose) == nil { return Refusal(.purposeNotAllowed, ["purpose"]) }
        if !input.isJustified, input.stage == .query || input.isEmergency { return Refusal(.justificationMissing, ["justify"]) }
        return nil
    }
}
