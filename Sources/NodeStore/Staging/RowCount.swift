internal import MergeEngine

/// Rows counted by what the budget of a chain tells apart: retractions, so that taking back stays possible, and the rest.
struct RowCount: Sendable, Hashable {
    var retractions = 0
    var others = 0

    /// The count that rows of a type are in.
    subscript(type: RowType) -> Int {
        get { type == .retract ? retractions : others }
        set { if type == .retract { retractions = newValue } else { others = newValue } }
    }

    static func - (left: Self, right: Self) -> Self {
        RowCount(retractions: left.retractions - right.retractions, others: left.others - right.others)
    }

    static func + (left: Self, right: Self) -> Self {
        RowCount(retractions: left.retractions + right.retractions, others: left.others + right.others)
    }
}

/// Tells how many rows a store holds of the other bundles of a chain in one epoch.
typealias HeldRowCount = @Sendable (_ bundle: ChainBundle) throws(StoreError) -> RowCount
