internal import Agreements
internal import CanonicalCoding
internal import LedgerFiles
internal import TransparencyLog

extension AuditView {
    /// Which agreement, rule, legal basis and purpose justified a transfer (question 3), decided again on the way.
    ///
    /// - Parameter name: the transfer's digest, eight characters of it or more, or the index of its intent.
    /// - Throws: `LedgerError`, `FileError`, `AgreementError`.
    public func reasons(ofTransfer name: String) throws -> AuditAnswer {
        var answer = AuditAnswer("kind", "marking", "rows", "outcome", "reason", "rules", "legal_ref", "retain_until")
        let trail = try TransferTrail(self)
        guard let transfer = try one(trail.named(name), into: &answer) else { return answer }
        for field in [DetailField.agreement, .purpose, .legalReference, .rules, .label, .retainUntil] {
            answer.state(field.rawValue, transfer.intent.cell(field).shown(withholding: isWithholding))
        }
        guard let index = trail.decisionIndex(of: transfer) else {
            answer.state("decision", "none on record")
            return answer
        }
        answer.state("decision_entry", .integer(Int64(clamping: index)))
        let replay = try replay(record(at: index))
        answer.state("replay", .string(replay.map { $0.isIdentical ? "identical" : "differs" } ?? "not kept"))
        if replay?.isIdentical == false { answer.isClearNo = true }
        guard let record = try decisionRecord(at: index) else { return answer }
        for name in ["id", "engine", "time", "sentence"] { if let value = record[name] { answer.state(name, value) } }
        if let agreement = record["agreement"]?.object {
            answer.state("agreement_id", agreement["id"] ?? "")
            answer.state("agreement_version", agreement["version"] ?? 0)
        }
        for rows in (record["classes"]?.array ?? []).compactMap(\.object) {
            let facts = rows["class"]?.object
            answer.add(
                .open(facts?["kind"] ?? ""), .open(facts?["tlp"] ?? ""), .open(facts?["rows"] ?? 0),
                .open(rows["outcome"] ?? ""), .open(rows["reason"] ?? ""), .open(rows["allow"] ?? []),
                .open(rows["legal"] ?? []), .open(rows["retain_until"] ?? ""))
        }
        return answer
    }

    /// Who approved a transfer, with what authority, and whether it was before sending (question 4).
    ///
    /// - Throws: `LedgerError`, `FileError`.
    public func approvals(ofTransfer name: String) throws -> AuditAnswer {
        var answer = AuditAnswer("by", "role", "approved_at", "entry", "before_sending", "signature", "why")
        let trail = try TransferTrail(self)
        guard let transfer = try one(trail.named(name), into: &answer) else { return answer }
        let check = try ApprovalCheck(of: transfer, in: trail, by: self)
        var faults = 0
        for approval in (transfer.intent.details[.approvals]?.array ?? []).compactMap(\.object) {
            let index = approval["sig"]?.string.flatMap { trail.entry(ofWord: $0) }
            let word = try index.map { try record(at: $0) }
            let isBefore = index.map { $0 < transfer.intent.index } ?? false
            let verdict = try check.verdict(on: approval, said: word)
            if !isBefore || verdict != .valid { faults += 1 }
            answer.add(
                .open(approval["by"] ?? ""), .open(approval["role"] ?? ""), .open(approval["time"] ?? ""),
                word?.indexCell ?? .text(""), .text(isBefore ? "yes" : "no"), .text(verdict.rawValue),
                word?.cell(.justification) ?? .text(""))
        }
        answer.state("intent_entry", .integer(Int64(clamping: transfer.intent.index)))
        if let index = trail.decisionIndex(of: transfer), let record = try decisionRecord(at: index) {
            answer.state("needed", record["approvals"]?.object?["needed"] ?? [])
        }
        answer.state("faults", .integer(Int64(faults)))
        answer.isClearNo = faults > 0
        return answer
    }

    /// The one transfer that is meant; more than one, or none, is a clear no that says so.
    private func one(_ found: [AuditedTransfer], into answer: inout AuditAnswer) throws -> AuditedTransfer? {
        guard found.count == 1, let transfer = found.first else {
            answer.state("transfers", .integer(Int64(found.count)))
            answer.isClearNo = true
            return nil
        }
        answer.state("transfer", .string(transfer.digest))
        answer.state("recipient", .string(transfer.recipient))
        answer.state("state", .string(transfer.state))
        return transfer
    }
}
