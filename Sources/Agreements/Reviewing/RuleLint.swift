internal import CanonicalCoding
internal import Indicators

/// Rules that decide nothing, or less than they seem to.
struct RuleLint {
    let agreement: Agreement
    let rules: [RuleInPlace]

    func findings() -> [LintFinding] { rules.flatMap { never($0) + atStages($0) + shadowed($0) + duties($0) } }

    private func never(_ entry: RuleInPlace) -> [LintFinding] {
        let conditions = entry.rule.conditions
        let isBelowStage = entry.rule.stages.isSubset(of: [.export, .onward]) && conditions.highestMarking == .red
        let isWithoutPurpose = conditions.purposes?.isEmpty ?? false
        return entry.isWithoutParty || isWithoutPurpose || isBelowStage ? [entry.finding(.neverFires)] : []
    }

    /// Stages that a rule names and at which it decides nothing, because of who is asked there.
    private func atStages(_ entry: RuleInPlace) -> [LintFinding] {
        guard !entry.isWithoutParty else { return [] }
        let dead = entry.stages.filter { entry.recipients(at: $0).isEmpty }
        var findings = dead.map { entry.finding($0.isWithinOneMember ? .ownStageInVain : .handOverInVain, [$0.rawValue]) }
        let outcomes = entry.rule.types.filter {
            $0 == RowFacts.ClaimType.outcome.rawValue || AgreementRule.guardedActs.contains($0)
        }
        if entry.rule.conditions.leastConfidence ?? 0 > 0, !outcomes.isEmpty {
            findings.append(entry.finding(.confidenceOfOutcomes, outcomes.sorted()))
        }
        let isApproved = entry.rule.duties.contains { if case .approve = $0 { true } else { false } }
        guard isApproved else { return findings }
        if entry.rule.stages.contains(.query) {
            findings.append(entry.finding(.approvalAtQuery))
        } else if !entry.stages.contains(where: \.asksOfficers) {
            findings.append(entry.finding(.approvalInVain, entry.stages.map(\.rawValue)))
        }
        return findings
    }

    /// Rules that forbid wherever this one allows: at all of its stages, or at some.
    private func denied(_ entry: RuleInPlace) -> [LintFinding] {
        let stages = entry.stages.filter { !entry.recipients(at: $0).isEmpty }
        let denying = rules.filter { $0.rule.effect == .deny }
        let whole = denying.filter { !stages.isEmpty && RuleCover(entry, by: $0, at: stages).isWhole }
        guard whole.isEmpty else { return whole.map { entry.finding(.alwaysDenied, [$0.rule.id]) } }
        return stages.compactMap { stage in
            denying.first { RuleCover(entry, by: $0, at: [stage]).isWhole }
                .map { entry.finding(.deniedAtStage, [$0.rule.id, stage.rawValue]) }
        }
    }

    private func shadowed(_ entry: RuleInPlace) -> [LintFinding] {
        guard entry.rule.effect == .allow else { return [] }
        let wider = rules.filter { $0.rule.id != entry.rule.id && RuleCover(entry, by: $0, at: entry.rule.stages).isWhole }
        var findings = denied(entry)
        let allowing = wider.filter { $0.rule.effect == .allow }
        for other in allowing {
            let columns = entry.rule.fields.keys.filter { column in
                guard let own = entry.rule.fields[column], let theirs = other.rule.treatment(of: column) else { return false }
                return theirs > own
            }
            findings += columns.sorted().map { entry.finding(.widerInVain, [other.rule.id, $0]) }
            if entry.rule.conditions.isForEmergencies, !other.rule.conditions.isForEmergencies, columns.isEmpty {
                findings.append(entry.finding(.emergencyInVain, [other.rule.id]))
            }
        }
        let named = (entry.rule.conditions.subjects ?? []).filter(\.isProtected)
        let hiding = allowing.filter { other in named.contains { !(other.rule.conditions.subjects?.contains($0) ?? false) } }
        if let other = hiding.first { findings.append(entry.finding(.protectedInVain, [other.rule.id])) }
        return findings
    }

    private func duties(_ entry: RuleInPlace) -> [LintFinding] {
        let duties = entry.rule.duties
        var findings: [LintFinding] = []
        let isForwarded = duties.contains(.noOnward) && entry.rule.stages.contains(.onward)
        if isForwarded || duties.contains(.attribute) && duties.contains(.anonymiseSource) {
            findings.append(entry.finding(.contradictoryDuties))
        }
        let start = agreement.valid.from
        for case .retain(let period) in duties.sorted(by: { $0.text < $1.text }) {
            let entries = agreement.retention.entries.filter {
                entry.rule.types.contains(AgreementRule.anyType)
                    || !$0.types.isDisjoint(with: entry.rule.types.union([AgreementRule.anyType]))
            }
            if entries.contains(where: { $0.longest.end(from: start) < period.end(from: start) && $0.holders == nil }) {
                findings.append(entry.finding(.retentionAboveLongest, [period.text]))
            }
        }
        return findings
    }
}
