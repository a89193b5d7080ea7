/// A rule and where it stands.
struct RuleInPlace {
    let rule: AgreementRule
    let place: String

    func finding(_ code: LintFinding.Code, _ more: [String] = []) -> LintFinding {
        LintFinding(code, at: place, [rule.id] + more)
    }

    /// The pairs of different parties, or of one with itself, that a rule speaks of.
    func pairs(in agreement: Agreement) -> [(from: AgreementParty, to: AgreementParty)] {
        agreement.parties.filter(rule.from.matches).flatMap { from in
            agreement.parties.filter(fits).map { (from, $0) }
        }
    }

    private func fits(_ recipient: AgreementParty) -> Bool {
        let conditions = rule.conditions
        return rule.to.matches(recipient) && conditions.recipientClasses?.contains(recipient.partyClass) ?? true
            && conditions.countries?.contains(recipient.country) ?? true
            && !(conditions.excludedCountries?.contains(recipient.country) ?? false)
    }
}
