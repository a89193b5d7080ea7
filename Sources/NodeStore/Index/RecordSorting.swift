/// Sorts records by tag, keeping the order of records with the same tag.
///
/// Tags are uniform, so one pass over the first 16 bits leaves buckets of a few records each. A bucket that is larger,
/// because somebody chose tags on purpose, is sorted in n log n.
enum RecordSorting {
    /// The place of a record in its buffer, in eight bytes, so that sorting reads little memory.
    struct Place: BitwiseCopyable {
        let index: UInt32
        /// The bits of the tag behind those that name the bucket.
        fileprivate let rank: UInt32

        fileprivate init(_ index: Int, high: UInt64) {
            self.index = UInt32(index)
            rank = UInt32(truncatingIfNeeded: high >> 16)
        }
    }

    /// The places of the records of a buffer in order of their tags.
    static func order(of records: RecordBuffer) -> [Place] {
        let count = records.count
        var starts = [UInt32](repeating: 0, count: bucketCount + 1)
        for index in 0..<count { starts[bucket(records.high(index)) + 1] += 1 }
        for bucket in 0..<bucketCount { starts[bucket + 1] += starts[bucket] }
        var next = starts
        var places: [Place] = []
        places.reserveCapacity(count)
        LargePages.ask(for: &places)
        places.append(contentsOf: repeatElement(Place(0, high: 0), count: count))
        for index in 0..<count {
            let high = records.high(index)
            let place = next[bucket(high)]
            next[bucket(high)] = place + 1
            places[Int(place)] = Place(index, high: high)
        }
        for bucket in 0..<bucketCount where starts[bucket + 1] - starts[bucket] > 1 {
            sort(&places, Int(starts[bucket])..<Int(starts[bucket + 1]), of: records)
        }
        return places
    }

    private static func sort(_ places: inout [Place], _ range: Range<Int>, of records: RecordBuffer) {
        guard range.count <= insertionLimit else {
            places[range].sort { precedes($0, $1, of: records) }
            return
        }
        for index in range.dropFirst() {
            let moved = places[index]
            var place = index
            while place > range.lowerBound, precedes(moved, places[place - 1], of: records) {
                places[place] = places[place - 1]
                place -= 1
            }
            places[place] = moved
        }
    }

    @inline(__always)
    private static func precedes(_ left: Place, _ right: Place, of records: RecordBuffer) -> Bool {
        if left.rank != right.rank { return left.rank < right.rank }
        let (first, second) = (records[Int(left.index)], records[Int(right.index)])
        if first.high != second.high { return first.high < second.high }
        return first.low != second.low ? first.low < second.low : left.index < right.index
    }

    @inline(__always)
    private static func bucket(_ high: UInt64) -> Int { Int(high >> 48) }

    private static let bucketCount = 1 << 16
    private static let insertionLimit = 32
}
