/// The rule that came closest to allowing, and what it lacked.
struct NearestRule {
    let rule: AgreementRule
    let unmet: [RuleDemand]

    /// Of rules that do not match: fewest demands of scope unmet, then fewest others, then by name.
    static func of(_ rules: [(rule: AgreementRule, unmet: [RuleDemand])]) -> NearestRule? {
        let nearest = rules.min { left, right in
            let (leftScope, rightScope) = (left.unmet.count(where: \.isScope), right.unmet.count(where: \.isScope))
            if leftScope != rightScope { return leftScope < rightScope }
            if left.unmet.count != right.unmet.count { return left.unmet.count < right.unmet.count }
            return left.rule.id < right.rule.id
        }
        return nearest.map { NearestRule(rule: $0.rule, unmet: $0.unmet) }
    }

    /// The reason for the denial: that of the first demand unmet, if the rule speaks of such a case at all.
    func reason(_ legal: LegalJudgement) -> ReasonCode {
        guard let first = unmet.first, !first.isScope else { return .noRule }
        switch first {
        case .marking, .action: return .labelTooHigh
        case .purposes: return .purposeNotAllowed
        case .legal: return legal.refusal(among: rule.conditions.legalRefs ?? []) ?? .legalBasisMissing
        case .subjects: return .subjectClassBlocked
        case .confidence: return .confidenceLow
        case .sources: return .sourcesLow
        case .age: return .tooOld
        case .countries, .excludedCountries: return .countryBlocked
        case .witnesses: return .unwitnessed
        case .caseReference: return .caseReferenceMissing
        case .rate: return .rateExceeded
        default: return .noRule
        }
    }
}
