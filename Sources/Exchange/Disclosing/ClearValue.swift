internal import CanonicalCoding
internal import MergeEngine
internal import NodeStore

extension StoredClaim {
    /// The value in clear, where the claim shows one that gives its tag.
    var clearValue: String? {
        guard claim.exclusion == nil, valueStanding == .verified else { return nil }
        for cell in cells where cell.column == RowSchema.valueColumn {
            guard case .value(let bytes) = cell.content else { continue }
            if let value = try? StrictJSON.parse(bytes).string { return value }
        }
        return nil
    }
}
