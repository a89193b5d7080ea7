/// Records one after the other in flat memory.
struct RecordBuffer {
    private(set) var words: [UInt64] = []

    var count: Int { words.count / IndexRecord.wordCount }
    var isEmpty: Bool { words.isEmpty }

    init() {}

    /// Takes words that were stored before.
    init(words: [UInt64]) {
        self.words = words
    }

    mutating func reserveCapacity(_ records: Int) { words.reserveCapacity(records * IndexRecord.wordCount) }

    /// Sets room for a whole run aside and asks for large pages: a page fault for each 2 MiB instead of each 4 KiB.
    mutating func reserveRun(_ records: Int) {
        reserveCapacity(records)
        LargePages.ask(for: &words)
    }

    mutating func removeAll() { words.removeAll(keepingCapacity: true) }

    mutating func removeFirst(_ records: Int) { words.removeFirst(records * IndexRecord.wordCount) }

    @inline(__always)
    subscript(index: Int) -> IndexRecord {
        get {
            precondition(index >= 0 && index < count)
            return unsafe words.withUnsafeBytes { bytes in
                unsafe bytes.loadUnaligned(fromByteOffset: index * IndexRecord.byteCount, as: IndexRecord.self)
            }
        }
        set {
            precondition(index >= 0 && index < count)
            unsafe words.withUnsafeMutableBytes { bytes in
                unsafe bytes.storeBytes(of: newValue, toByteOffset: index * IndexRecord.byteCount, as: IndexRecord.self)
            }
        }
    }

    /// The high half of the tag of a record.
    @inline(__always)
    func high(_ index: Int) -> UInt64 { words[index * IndexRecord.wordCount] }

    @inline(__always)
    mutating func append(_ record: IndexRecord) {
        unsafe withUnsafeBytes(of: record) { bytes in
            unsafe words.append(contentsOf: bytes.assumingMemoryBound(to: UInt64.self))
        }
    }

    /// Appends a record of another buffer.
    mutating func append(_ other: RecordBuffer, at index: Int) {
        let start = index * IndexRecord.wordCount
        words.append(contentsOf: other.words[start..<start + IndexRecord.wordCount])
    }

    /// Appends some records of another buffer.
    mutating func append(_ other: RecordBuffer, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        words.append(contentsOf: other.slice(range))
    }

    /// Takes some records of another buffer in place of its own, in a given order.
    ///
    /// All places are read in one loop that waits for none of them, so that memory answers several at a time.
    mutating func replaceAll(with source: RecordBuffer, order: ArraySlice<RecordSorting.Place>) {
        words.removeAll(keepingCapacity: true)
        reserveCapacity(order.count)
        for place in order { append(source, at: Int(place.index)) }
    }

    /// The words of some records, for storing.
    func slice(_ records: Range<Int>) -> ArraySlice<UInt64> {
        words[records.lowerBound * IndexRecord.wordCount..<records.upperBound * IndexRecord.wordCount]
    }

    /// Whether the tag of a record here is below that of another.
    @inline(__always)
    func isBelow(_ other: IndexRecord, at index: Int) -> Bool {
        let at = index * IndexRecord.wordCount
        return words[at] < other.high || (words[at] == other.high && words[at + 1] < other.low)
    }

    /// Whether a record here has a tag.
    @inline(__always)
    func hasTag(high: UInt64, low: UInt64, at index: Int) -> Bool {
        let at = index * IndexRecord.wordCount
        return words[at] == high && words[at + 1] == low
    }

    /// Gives its memory away, empty, for the next use.
    mutating func takeWords() -> [UInt64] {
        var taken: [UInt64] = []
        swap(&taken, &words)
        taken.removeAll(keepingCapacity: true)
        return taken
    }

    /// The first record whose tag is not below the given one.
    ///
    /// Tags are uniform, so the place a tag has between the bounds of the buffer tells its index but for a few records: the
    /// search begins there with growing steps, which reads less memory than halving from the middle, and ends by halving.
    ///
    /// - Parameter bounds: between which first halves the records lie; only speed depends on it.
    func lowerBound(high: UInt64, low: UInt64, between bounds: ClosedRange<UInt64> = 0...UInt64.max) -> Int {
        var (start, end) = (0, count)
        var step = 1
        var index = guess(high, between: bounds)
        while start < end, index >= start, index < end {
            if isBelow(high: high, low: low, at: index) {
                start = index + 1
                index += step
            } else {
                end = index
                index -= step
            }
            step *= 2
        }
        while start < end {
            let middle = (start + end) / 2
            if isBelow(high: high, low: low, at: middle) { start = middle + 1 } else { end = middle }
        }
        return start
    }

    private func guess(_ high: UInt64, between bounds: ClosedRange<UInt64>) -> Int {
        guard bounds.contains(high), bounds.upperBound > bounds.lowerBound else { return count / 2 }
        let share = Double(high - bounds.lowerBound) / Double(bounds.upperBound - bounds.lowerBound)
        return min(max(0, count - 1), Int(share * Double(count)))
    }

    @inline(__always)
    private func isBelow(high: UInt64, low: UInt64, at index: Int) -> Bool {
        let at = index * IndexRecord.wordCount
        return words[at] < high || (words[at] == high && words[at + 1] < low)
    }
}
