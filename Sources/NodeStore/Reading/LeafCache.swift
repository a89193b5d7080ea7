/// Leaves kept in memory in two generations, so that what was not used for a while goes first.
struct LeafCache {
    private var young: [Int64: RecordBuffer] = [:]
    private var old: [Int64: RecordBuffer] = [:]
    private let limit: Int

    init(limit: Int = StoreLimits.cachedLeaves) {
        self.limit = limit
    }

    /// The leaf, when it is here.
    mutating func leaf(_ id: Int64) -> RecordBuffer? {
        if let found = young[id] { return found }
        guard let found = old.removeValue(forKey: id) else { return nil }
        insert(found, as: id)
        return found
    }

    mutating func insert(_ leaf: RecordBuffer, as id: Int64) {
        if young.count >= limit / 2 {
            swap(&young, &old)
            young.removeAll(keepingCapacity: true)
        }
        young[id] = leaf
    }

    mutating func removeAll() {
        young.removeAll()
        old.removeAll()
    }
}
