/// Leaves kept in memory by their place in the directory; when it is full, the one not used for longest goes.
struct LeafCache {
    private var leaves: [RecordBuffer?] = []
    /// Whether a leaf was used since the hand last passed it.
    private var isUsed: [Bool] = []
    private var count = 0
    private var hand = 0
    private let limit: Int

    init(limit: Int = StoreLimits.cachedLeaves) {
        self.limit = limit
    }

    /// The leaf at a place of the directory, when it is here.
    mutating func leaf(_ place: Int) -> RecordBuffer? {
        guard place < leaves.count, let found = leaves[place] else { return nil }
        isUsed[place] = true
        return found
    }

    mutating func insert(_ leaf: RecordBuffer, at place: Int, of total: Int) {
        if leaves.count < total {
            leaves.append(contentsOf: repeatElement(nil, count: total - leaves.count))
            isUsed.append(contentsOf: repeatElement(false, count: total - isUsed.count))
        }
        if count >= limit { dropOne() }
        leaves[place] = leaf
        isUsed[place] = true
        count += 1
    }

    /// Forgets everything, for when the directory has changed.
    mutating func removeAll() { self = LeafCache(limit: limit) }

    private mutating func dropOne() {
        while leaves[hand] == nil || isUsed[hand] {
            isUsed[hand] = false
            hand = (hand + 1) % leaves.count
        }
        leaves[hand] = nil
        count -= 1
    }
}
