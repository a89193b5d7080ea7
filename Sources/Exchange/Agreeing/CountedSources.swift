internal import Indicators
internal import MergeEngine

extension Sequence<Claim> {
    /// How many owners report the same, as agreements count them: what is out of the state counts for nobody.
    func sources(ownedBy owner: (MemberID) -> MemberID) -> Int {
        Set(filter { $0.statement.type == .report && $0.exclusion == nil }.map { owner($0.origin.publisher) }).count
    }
}
