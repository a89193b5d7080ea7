internal import Indicators
internal import MergeEngine
internal import NodeStore

extension NodeStore {
    /// The reports about a range that speak of no number with so many digits.
    func reports(ofOtherLengthsThan digitCount: Int, under key: TagKey) throws(StoreError) -> Set<ClaimID> {
        var others: Set<ClaimID> = []
        for stored in try history(of: key) where stored.claim.statement.type == .report {
            let covers = stored.cells.contains { cell in
                guard cell.column == RowSchema.coreColumn, case .value(let bytes) = cell.content,
                    let length = CoreFacts(reading: bytes.span)?.length
                else { return false }
                return length.contains(digitCount)
            }
            if !covers { others.insert(stored.claim.id) }
        }
        return others
    }
}
