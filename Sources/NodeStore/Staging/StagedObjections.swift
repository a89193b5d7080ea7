internal import MergeEngine

/// The rows of one stream that object, as far as the limit of a day can depend on them.
///
/// Rows come in the order of claims, so of one bundle none beyond the first ``ObjectionLimit/perDay`` can count; one more
/// tells that there are more. The union over redactions holds the first ones of the union.
struct StagedObjections {
    /// Where one stands.
    struct Entry {
        let segment: Int
        let row: Int
        let isRecycled: Bool
    }

    private(set) var entries: [Entry] = []
    private var recycled = 0
    private static let kept = ObjectionLimit.perDay + 1

    /// Takes a row whose core objects, whatever other checks say of it.
    mutating func add(segment: Int, row: Int, _ facts: CoreFacts) {
        let isRecycled = facts.reason == .recycled
        guard (isRecycled ? recycled : entries.count - recycled) < Self.kept else { return }
        if isRecycled { recycled += 1 }
        entries.append(Entry(segment: segment, row: row, isRecycled: isRecycled))
    }
}
