public import CanonicalCoding

extension Agreement {
    /// What the parties should look at before they sign, in the order of the document's parts; empty when nothing is odd.
    ///
    /// - Parameter time: the moment from which dates are judged: those that lapsed before it are named.
    public func lint(at time: Timestamp) -> [LintFinding] {
        let rules = self.rules.enumerated().map { RuleInPlace(rule: $0.element, place: "rules[\($0.offset)]") }
        return DateLint(agreement: self, time: time).findings() + LegalLint(agreement: self, rules: rules).findings()
            + RuleLint(agreement: self, rules: rules).findings() + ColumnLint(agreement: self, rules: rules).findings()
    }
}
