internal import CanonicalCoding

/// Legal bases that are missing, lapse, or cannot be relied on.
struct LegalLint {
    let agreement: Agreement
    let rules: [RuleInPlace]
    let time: Timestamp

    func findings() -> [LintFinding] { bases() + lapsed() + rules.flatMap(uncovered) + rules.flatMap(outlived) }

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

    /// Directions of which every basis has lapsed, for all classes of recipients or for some.
    private func lapsed() -> [LintFinding] {
        [LegalBasis.Direction.send, .receive].flatMap { side -> [LintFinding] in
            let allowing = rules.filter { $0.rule.effect == .allow }
            let classes = allowing.reduce(into: Set<AgreementParty.PartyClass>()) { $0.formUnion(recipientClasses($1, side)) }
            var ends: [Timestamp: Set<AgreementParty.PartyClass>] = [:]
            for partyClass in classes {
                let bases = bases(for: side, partyClass)
                guard let last = bases.map(\.until).max(), last <= time else { continue }
                ends[last, default: []].insert(partyClass)
            }
            return ends.sorted { $0.key < $1.key }.map { end, lapsed in
                let whose = lapsed == classes ? [] : lapsed.map { "to \($0.rawValue)" }.sorted()
                return LintFinding(.directionLapsed, at: "legal", [side.rawValue] + whose + ["since \(end.rfc3339)"])
            }
        }
    }

    private func bases(for side: LegalBasis.Direction, _ partyClass: AgreementParty.PartyClass) -> [LegalBasis] {
        agreement.legal.filter { $0.direction.serves(side) && $0.recipientClasses?.contains(partyClass) ?? true }
    }

    /// The classes of recipients that a rule speaks of where a side decides.
    private func recipientClasses(_ entry: RuleInPlace, _ side: LegalBasis.Direction) -> Set<AgreementParty.PartyClass> {
        Set(entry.stages.filter { $0.side == side }.flatMap { entry.recipients(at: $0).map(\.partyClass) })
    }

    /// Rules for which no basis serves a direction and class of recipient that they speak of.
    private func uncovered(_ entry: RuleInPlace) -> [LintFinding] {
        guard entry.rule.effect == .allow else { return [] }
        let missing = [LegalBasis.Direction.send, .receive].flatMap { side in
            recipientClasses(entry, side).filter { bases(for: side, $0).isEmpty }
        }
        return Set(missing).map(\.rawValue).sorted().map { entry.finding(.legalMissing, [$0]) }
    }

    private func outlived(_ entry: RuleInPlace) -> [LintFinding] {
        guard let refs = entry.rule.conditions.legalRefs else { return [] }
        let named = agreement.legal.filter { refs.contains($0.ref) }
        return named.allSatisfy { $0.until < agreement.end } ? [entry.finding(.ruleOutlivesBasis)] : []
    }
}
