internal import CanonicalCoding

/// Columns that are withheld by oversight, and copies that nothing limits.
struct ColumnLint {
    let agreement: Agreement
    let rules: [RuleInPlace]

    /// The columns of rows `six.row.v1`; `locked` and `prev_tag` open nothing to who lacks the value.
    private static let columns = ["alt", "core", "ctx", "impact", "note", "rel", "source", "value"]
    private static let known = Set(columns + ["locked", "prev_tag", AgreementRule.anyColumn])

    private var allowing: [RuleInPlace] { rules.filter { $0.rule.effect == .allow } }

    func findings() -> [LintFinding] { unnamed() + allowing.flatMap(columns) + keeping() }

    private func unnamed() -> [LintFinding] {
        let named = Set(agreement.rules.flatMap(\.fields.keys))
        guard !named.contains(AgreementRule.anyColumn) else { return [] }
        return Self.columns.filter { !named.contains($0) }.map { LintFinding(.columnUnnamed, at: "rules", [$0]) }
    }

    private func columns(_ entry: RuleInPlace) -> [LintFinding] {
        let rule = entry.rule
        var findings = rule.fields.keys.filter { !Self.known.contains($0) }.sorted().map { entry.finding(.columnUnknown, [$0]) }
        guard rule.stages != [.retain] else { return findings }
        if let core = rule.treatment(of: FieldRules.core), core != .clear { findings.append(entry.finding(.reducedCore)) }
        let keyed = rule.fields.filter { $0.value == .keyed && $0.key != FieldRules.value }.keys.sorted()
        if rule.stages.allSatisfy(\.isBundle) { findings += keyed.map { entry.finding(.keyedColumn, [$0]) } }
        let others = allowing.filter { !$0.rule.stages.isDisjoint(with: rule.stages) }
        if !others.contains(where: { $0.rule.treatment(of: FieldRules.core) == .clear }) {
            findings.append(entry.finding(.coreUnnamed))
        }
        return findings
    }

    private func keeping() -> [LintFinding] {
        var findings: [LintFinding] = []
        if !allowing.contains(where: { $0.rule.stages.contains(.retain) }) {
            findings.append(LintFinding(.retainUnnamed, at: "rules"))
        }
        for entry in allowing where !entry.rule.stages.isDisjoint(with: [.send, .receive, .retain]) {
            let hasDuty = entry.rule.duties.contains { if case .retain = $0 { true } else { false } }
            let holders = Set(entry.stages.flatMap(entry.recipients(at:)).map(\.partyClass))
            if !hasDuty, !holders.allSatisfy({ isLimited(entry.rule, at: $0) }) {
                findings.append(entry.finding(.retentionMissing))
            }
        }
        return findings
    }

    /// Whether an entry of `retention` limits every row of a rule at a class of holders.
    private func isLimited(_ rule: AgreementRule, at holder: AgreementParty.PartyClass) -> Bool {
        agreement.retention.entries.contains { entry in
            (entry.holders?.contains(holder) ?? true)
                && (entry.types.contains(AgreementRule.anyType) || rule.types.isSubset(of: entry.types))
        }
    }
}
