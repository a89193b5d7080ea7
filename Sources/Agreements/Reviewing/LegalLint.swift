internal import CanonicalCoding

/// Legal bases that are missing, lapse, or cannot be relied on.
struct LegalLint {
    let agreement: Agreement
    let rules: [RuleInPlace]

    func findings() -> [LintFinding] { bases() + rules.flatMap(uncovered) + rules.flatMap(outlived) }

    private func bases() -> [LintFinding] {
        let named = Set(agreement.rules.flatMap { $0.conditions.legalRefs ?? [] })
        let countries = Set(agreement.parties.map(\.country))
        var findings: [LintFinding] = []
        for (index, basis) in agreement.legal.enumerated() {
            func add(_ code: LintFinding.Code) { findings.append(LintFinding(code, at: "legal[\(index)]", [basis.ref])) }
            if basis.until < agreement.end { add(.legalLapses) }
            if basis.from > agreement.valid.from { add(.legalGap) }
            if basis.isAssessmentPending { add(.assessmentPending) }
            if countries.count > 1, basis.direction != .receive, basis.transferMechanism == nil { add(.transferMissing) }
            if !named.isEmpty, !named.contains(basis.ref) { add(.legalUnused) }
        }
        return findings
    }

    /// Rules for which no basis serves a direction and class of recipient that they speak of.
    private func uncovered(_ entry: RuleInPlace) -> [LintFinding] {
        guard entry.rule.effect == .allow else { return [] }
        let sides = Set(entry.rule.stages.map(\.side))
        let classes = Set(entry.pairs(in: agreement).map(\.to.partyClass))
        let missing = classes.filter { partyClass in
            !sides.allSatisfy { side in
                agreement.legal.contains {
                    $0.direction.serves(side) && $0.recipientClasses?.contains(partyClass) ?? true
                }
            }
        }
        return missing.map(\.rawValue).sorted().map { entry.finding(.legalMissing, [$0]) }
    }

    private func outlived(_ entry: RuleInPlace) -> [LintFinding] {
        guard let refs = entry.rule.conditions.legalRefs else { return [] }
        let named = agreement.legal.filter { refs.contains($0.ref) }
        return named.allSatisfy { $0.until < agreement.end } ? [entry.finding(.ruleOutlivesBasis)] : []
    }
}
