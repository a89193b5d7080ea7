internal import Indicators
internal import MergeEngine

extension Sequence<Claim> {
    /// How many owners report the same, as agreements count them: what is out of the state counts for nobody.
    ///
    /// - Parameter harmless: reasons for being out of it that do not matter to who asks.
    func sources(ownedBy owner: (MemberID) -> MemberID, counting harmless: Set<Exclusion> = []) -> Int {
        let reports = filter { claim in
            claim.statement.type == .report && claim.exclusion.map(harmless.contains) ?? true
        }
        return Set(reports.map { owner($0.origin.publisher) }).count
    }
}
