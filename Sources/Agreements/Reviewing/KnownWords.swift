internal import Indicators

/// The words that rules may use and that other modules define: what a lint holds the words of an agreement against.
public struct KnownWords: Sendable, Hashable {
    /// The roles that whoever acts at a node can have.
    public let roles: Set<String>
    /// The verbs that an outcome can state.
    public let verbs: Set<String>

    /// States the words of a program.
    public init(roles: some Sequence<String>, verbs: some Sequence<String>) {
        self.roles = Set(roles)
        self.verbs = Set(verbs).union(AgreementRule.guardedActs)
    }

    /// Whether a word of `types` can speak of any row.
    func isType(_ word: String) -> Bool {
        word == AgreementRule.anyType || Self.kinds.contains(word) || Self.types.contains(word) || verbs.contains(word)
    }

    private static let kinds = Set(IndicatorKind.all.map(\.name))
    private static let types = Set(RowFacts.ClaimType.allCases.map(\.rawValue))
}
