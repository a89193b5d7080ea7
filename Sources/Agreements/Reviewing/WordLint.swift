/// Words that nobody knows: they are valid, and match nothing.
struct WordLint {
    let agreement: Agreement
    let rules: [RuleInPlace]
    let words: KnownWords

    func findings() -> [LintFinding] { rules.flatMap { types($0) + roles($0) } + retention() }

    private func types(_ entry: RuleInPlace) -> [LintFinding] {
        entry.rule.types.filter { !words.isType($0) }.sorted().map { entry.finding(.typeUnknown, [$0]) }
    }

    private func roles(_ entry: RuleInPlace) -> [LintFinding] {
        let approving = entry.rule.duties.compactMap { if case .approve(_, let role) = $0 { role } else { nil } }
        let named = (entry.rule.conditions.roles ?? []).union(approving)
        return named.subtracting(words.roles).sorted().map { entry.finding(.roleUnknown, [$0]) }
    }

    private func retention() -> [LintFinding] {
        agreement.retention.entries.enumerated().flatMap { index, entry in
            entry.types.filter { !words.isType($0) }.sorted().map {
                LintFinding(.typeUnknown, at: "retention.entries[\(index)]", [$0])
            }
        }
    }
}
