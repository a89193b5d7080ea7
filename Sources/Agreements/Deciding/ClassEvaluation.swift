internal import CanonicalCoding
internal import Indicators

/// Decides one class of rows after another, once the preconditions hold.
struct ClassEvaluation {
    let agreement: Agreement
    let matching: RuleMatching
    /// The rules, ascending by name: their order in the document decides nothing.
    private let rules: [AgreementRule]

    private var input: DecisionInput { matching.input }
    private var stage: DecisionStage { matching.input.stage }

    init?(_ agreement: Agreement, _ input: DecisionInput) {
        guard let sender = agreement.party(input.from), let recipient = agreement.party(input.to) else { return nil }
        self.agreement = agreement
        matching = RuleMatching(
            input: input, sender: sender, recipient: recipient,
            legal: LegalJudgement(agreement, recipientClass: recipient.partyClass, at: input.time),
            purposes: agreement.ancestry(of: input.purpose) ?? [])
        rules = agreement.rules.sorted { $0.id < $1.id }
    }

    func decide(_ rows: RowClass) -> ClassDecision {
        let faults = RowFaults.of(rows, at: stage)
        if rows.isMust, stage.carriesMustRows { return must(rows, isJudged: faults.isEmpty) }
        if !faults.isEmpty { return ClassDecision(rows, .deny, .schemaInvalid, unmet: faults) }
        if rows.isErased { return ClassDecision(rows, .deny, .erased, unmet: ["erased"]) }
        if rows.isHeld, stage == .export { return ClassDecision(rows, .deny, .holdActive, unmet: ["hold"]) }
        if rows.isOnwardForbidden, stage == .onward {
            return ClassDecision(rows, .deny, .onwardForbidden, unmet: ["no_onward"])
        }
        let (allowing, denying, others) = match(rows)
        var decision: ClassDecision
        if let first = denying.first {
            decision = ClassDecision(rows, .deny, .denyRule, nearest: first.id)
        } else if allowing.isEmpty {
            decision = noMatch(rows, others)
        } else {
            decision = allowed(rows, allowing)
        }
        decision.allowing = allowing.map(\.id)
        decision.denying = denying.map(\.id)
        if decision.outcome == .allow || decision.reason == .approvalNeeded {
            let terms = ClassTerms(rows: rows, allowing: allowing, agreement: agreement, holder: matching.recipient.partyClass)
            decision.neededApprovals = terms.neededApprovals(at: stage)
        }
        return decision
    }

    private typealias Unmatched = [(rule: AgreementRule, unmet: [RuleDemand])]

    private func match(_ rows: RowClass) -> (allowing: [AgreementRule], denying: [AgreementRule], others: Unmatched) {
        var allowing: [AgreementRule] = []
        var denying: [AgreementRule] = []
        var others: Unmatched = []
        for rule in rules {
            let unmet = matching.unmet(rule, rows)
            switch (unmet.isEmpty, rule.effect) {
            case (true, .allow): allowing.append(rule)
            case (true, .deny): denying.append(rule)
            case (false, .allow): others.append((rule, unmet))
            case (false, .deny): break
            }
        }
        return (allowing, denying, others)
    }

    private func noMatch(_ rows: RowClass, _ others: Unmatched) -> ClassDecision {
        guard let nearest = NearestRule.of(others) else { return ClassDecision(rows, .deny, .noRule) }
        return ClassDecision(
            rows, .deny, nearest.reason(matching.legal), unmet: nearest.unmet.map(\.rawValue), nearest: nearest.rule.id)
    }

    private func allowed(_ rows: RowClass, _ allowing: [AgreementRule]) -> ClassDecision {
        let terms = ClassTerms(rows: rows, allowing: allowing, agreement: agreement, holder: matching.recipient.partyClass)
        if let refusal = terms.refusal(by: input) {
            return ClassDecision(rows, .deny, refusal.reason, unmet: refusal.unmet, nearest: refusal.rule)
        }
        let isEmergency = allowing.contains { $0.conditions.isForEmergencies }
        var decision = ClassDecision(rows, .allow, isEmergency ? .breakGlass : .allowed)
        terms.complete(&decision, legal: matching.legal, from: stage == .retain ? rows.heldSince ?? input.time : input.time)
        if stage == .retain { return kept(decision) }
        let fieldRules = FieldRules(stage: stage, rows: rows, allowing: allowing)
        decision.fields = fieldRules.columns.map(fieldRules.decide)
        let core = decision.fields.first { $0.column == FieldRules.core }
        guard stage.isBundle, let core, core.form != .clear else { return decision }
        let isBlocking = fieldRules.isProtectionBlocking
        return ClassDecision(
            rows, .deny, isBlocking ? .subjectClassBlocked : .noRule, unmet: [isBlocking ? "subject_in" : "fields.core"],
            nearest: core.rule ?? allowing.first?.id)
    }

    /// Rows of must segments travel whatever the rules say, their core in clear; other columns as rules allow.
    private func must(_ rows: RowClass, isJudged: Bool) -> ClassDecision {
        let (allowing, denying, _) = isJudged ? match(rows) : ([], [], [])
        let speaking = denying.isEmpty ? allowing : []
        let fieldRules = FieldRules(stage: stage, rows: rows, allowing: speaking)
        var decision = ClassDecision(rows, .allow, .allowed)
        let terms = ClassTerms(rows: rows, allowing: speaking, agreement: agreement, holder: matching.recipient.partyClass)
        terms.complete(&decision, legal: matching.legal, from: input.time)
        decision.fields = fieldRules.columns.map { $0 == FieldRules.core ? fieldRules.mustCore() : fieldRules.decide($0) }
        decision.allowing = allowing.map(\.id)
        decision.denying = denying.map(\.id)
        return decision
    }

    /// At stage `retain`: kept until the end, and beyond it only while a hold lasts.
    private func kept(_ decision: ClassDecision) -> ClassDecision {
        guard let end = decision.retainUntil, input.time >= end else { return decision }
        var over = decision
        if decision.rows.isHeld {
            over.reason = .holdActive
            return over
        }
        over = ClassDecision(decision.rows, .deny, .retentionOver, unmet: ["retain_until"], nearest: decision.nearest)
        over.retainUntil = end
        return over
    }

    /// What becomes of held rows when a precondition fails: they freeze, unless they are due to be deleted anyway.
    func frozen(_ rows: RowClass, _ refusal: Refusal) -> ClassDecision {
        let frozen = ClassDecision(rows, .freeze, refusal.reason)
        guard RowFaults.of(rows, at: stage).isEmpty, !rows.isHeld else { return frozen }
        if rows.isErased { return ClassDecision(rows, .deny, .erased, unmet: ["erased"]) }
        if refusal.reason == .expired, agreement.taskForce?.purgesAtEnd ?? false { return ClassDecision(rows, .deny, .expired) }
        let (allowing, _, _) = match(rows)
        let terms = ClassTerms(rows: rows, allowing: allowing, agreement: agreement, holder: matching.recipient.partyClass)
        guard let since = rows.heldSince, let end = terms.retentionEnd(from: since), input.time >= end else { return frozen }
        var over = ClassDecision(rows, .deny, .retentionOver, unmet: ["retain_until"])
        over.retainUntil = end
        return over
    }
}
