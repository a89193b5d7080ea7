/// Sorts records by tag, keeping the order of records with the same tag.
///
/// Tags are uniform, so one pass over the first 16 bits leaves buckets of a few records each. A bucket that is larger,
/// because somebody chose tags on purpose, is sorted in n log n.
struct RecordSorting {
    /// A record's place with the first half of its tag.
    private struct Key {
        let high: UInt64
        let index: UInt32
    }

    /// The places of the records of a buffer in order of their tags.
    static func order(of records: RecordBuffer) -> [UInt32] {
        let count = records.count
        var starts = [Int](repeating: 0, count: bucketCount + 1)
        for index in 0..<count { starts[bucket(records.high(index)) + 1] += 1 }
        for bucket in 0..<bucketCount { starts[bucket + 1] += starts[bucket] }
        var next = starts
        var keys = [Key](repeating: Key(high: 0, index: 0), count: count)
        for index in 0..<count {
            let high = records.high(index)
            let place = next[bucket(high)]
            next[bucket(high)] = place + 1
            keys[place] = Key(high: high, index: UInt32(index))
        }
        for bucket in 0..<bucketCount where starts[bucket + 1] - starts[bucket] > 1 {
            sort(&keys, starts[bucket]..<starts[bucket + 1], of: records)
        }
        return keys.map(\.index)
    }

    private static func sort(_ keys: inout [Key], _ range: Range<Int>, of records: RecordBuffer) {
        guard range.count <= insertionLimit else {
            keys[range].sort { precedes($0, $1, of: records) }
            return
        }
        for index in range.dropFirst() {
            let key = keys[index]
            var place = index
            while place > range.lowerBound, precedes(key, keys[place - 1], of: records) {
                keys[place] = keys[place - 1]
                place -= 1
            }
            keys[place] = key
        }
    }

    @inline(__always)
    private static func precedes(_ left: Key, _ right: Key, of records: RecordBuffer) -> Bool {
        if left.high != right.high { return left.high < right.high }
        let (first, second) = (records[Int(left.index)].low, records[Int(right.index)].low)
        return first != second ? first < second : left.index < right.index
    }

    @inline(__always)
    private static func bucket(_ high: UInt64) -> Int { Int(high >> 48) }

    private static let bucketCount = 1 << 16
    private static let insertionLimit = 32
}
