internal import CanonicalCoding
internal import Indicators

/// Rules that decide nothing, or less than they seem to.
struct RuleLint {
    let agreement: Agreement
    let rules: [RuleInPlace]

    func findings() -> [LintFinding] { rules.flatMap { never($0) + shadowed($0) + duties($0) } }

    private func never(_ entry: RuleInPlace) -> [LintFinding] {
        let conditions = entry.rule.conditions
        let isBelowStage = entry.rule.stages.isSubset(of: [.export, .onward]) && conditions.highestMarking == .red
        let isWithoutPurpose = conditions.purposes?.isEmpty ?? false
        let isWithoutParty = entry.pairs(in: agreement).isEmpty
        return isWithoutParty || isWithoutPurpose || isBelowStage ? [entry.finding(.neverFires)] : []
    }

    private func shadowed(_ entry: RuleInPlace) -> [LintFinding] {
        guard entry.rule.effect == .allow else { return [] }
        let wider = rules.filter { $0.rule.id != entry.rule.id && RuleCover(agreement, entry.rule, by: $0.rule).isWhole }
        var findings: [LintFinding] = []
        for other in wider where other.rule.effect == .deny { findings.append(entry.finding(.alwaysDenied, [other.rule.id])) }
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
                entry.rule.types.contains("*") || !$0.types.isDisjoint(with: entry.rule.types.union(["*"]))
            }
            if entries.contains(where: { $0.longest.end(from: start) < period.end(from: start) && $0.holders == nil }) {
                findings.append(entry.finding(.retentionAboveLongest, [period.text]))
            }
        }
        return findings
    }
}
