public import CanonicalCoding

extension Agreement {
    /// What the parties should look at before they sign, in the order of the document's parts; empty when nothing is odd.
    ///
    /// - Parameters:
    ///   - time: the moment from which dates are judged: those that lapsed before it are named.
    ///   - words: the roles and verbs that the program knows; others match nothing.
    public func lint(at time: Timestamp, knowing words: KnownWords) -> [LintFinding] {
        let rules = self.rules.enumerated().map { RuleInPlace($0.element, at: "rules[\($0.offset)]", in: self, words) }
        return DateLint(agreement: self, time: time).findings()
            + LegalLint(agreement: self, rules: rules, time: time).findings()
            + WordLint(agreement: self, rules: rules, words: words).findings()
            + RuleLint(agreement: self, rules: rules).findings()
            + FlowLint(agreement: self, rules: rules, words: words).findings()
            + ColumnLint(agreement: self, rules: rules).findings()
    }
}
