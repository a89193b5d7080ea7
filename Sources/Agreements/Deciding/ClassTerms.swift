internal import CanonicalCoding

/// What the rules that allow a class of rows ask together: approvals, reasons, duties, the end of retention.
struct ClassTerms {
    let rows: RowClass
    /// Ascending by name.
    let allowing: [AgreementRule]
    let agreement: Agreement
    let holder: AgreementParty.PartyClass

    /// What still has to be done before the rows may pass.
    func refusal(by input: DecisionInput) -> (reason: ReasonCode, unmet: [String], rule: String?)? {
        let lacking = neededApprovals(at: input.stage).filter { role, count in
            let given = input.approvals.filter { $0.role == role && $0.time <= input.time }
            return Int64(Set(given.map(\.by)).count) < count
        }
        if !lacking.isEmpty {
            let duties = Set(lacking.map { Duty.approve(count: $0.value, role: $0.key) })
            let rule = allowing.first { !$0.duties.isDisjoint(with: duties) }
            return (.approvalNeeded, duties.map(\.text).sorted(), rule?.id)
        }
        guard !input.isJustified, let rule = allowing.first(where: { $0.duties.contains(.justify) }) else { return nil }
        return (.justificationMissing, [Duty.justify.text], rule.id)
    }

    /// The most approvals asked for by each role. Whoever lets rows go asks its officers; what is taken in or kept had them.
    func neededApprovals(at stage: DecisionStage) -> [String: Int64] {
        guard stage != .receive, stage != .retain else { return [:] }
        return allowing.flatMap(\.duties).reduce(into: [:]) { needed, duty in
            if case .approve(let count, let role) = duty { needed[role] = max(needed[role] ?? 0, count) }
        }
    }

    func complete(_ decision: inout ClassDecision, legal: LegalJudgement, from start: Timestamp) {
        decision.duties = allowing.reduce(into: []) { $0.formUnion($1.duties) }
        decision.legal = legal.relied(among: allowing.reduce(into: []) { $0.formUnion($1.conditions.legalRefs ?? []) }).sorted()
        decision.retainUntil = retentionEnd(from: start)
    }

    /// The earliest end: of the rules' duties, or of the agreement's standard periods where no rule sets one; never later than
    /// the agreement's longest.
    func retentionEnd(from start: Timestamp) -> Timestamp? {
        let periods = allowing.flatMap(\.duties).compactMap { duty in
            if case .retain(let period) = duty { period } else { nil }
        }
        let entries = agreement.retention.entries.filter { entry in
            (entry.holders?.contains(holder) ?? true) && !entry.types.isDisjoint(with: ["*", rows.kind, rows.type, rows.act])
        }
        let limits = entries.map(\.longest) + (periods.isEmpty ? entries.map(\.standard) : periods)
        return limits.map { $0.end(from: start) }.min()
    }
}
