/// Writes the merged records of one span back, cutting them into leaves where tags allow.
struct SpanWriter {
    private let directory: LeafDirectory
    private let span: Range<Int>
    private var bound: UInt64
    private var part = 0
    private var used = 0
    private var pending = RecordBuffer()
    private(set) var entries: [LeafDirectory.Entry] = []

    /// Begins with the leaves of a span, which may be empty when the store is.
    init(replacing span: Range<Int>, of directory: LeafDirectory) {
        self.directory = directory
        self.span = span
        bound = span.isEmpty ? 0 : directory.entries[span.lowerBound].bound
    }

    /// Takes a record.
    mutating func append(_ record: IndexRecord) { pending.append(record) }

    /// Takes records of a buffer, in order.
    mutating func append(_ records: RecordBuffer, _ range: Range<Int>) { pending.append(records, range) }

    /// Writes full leaves once there is enough to choose where to cut.
    mutating func writeFullLeaves(to leaves: inout LeafTable) throws(StoreError) {
        guard pending.count > Self.highWater else { return }
        var start = 0
        while pending.count - start > 2 * StoreLimits.leafRecords {
            let end = cut(from: start, to: start + StoreLimits.leafRecords)
            try write(start..<end, to: &leaves)
            start = end
        }
        pending.removeFirst(start)
    }

    /// Writes the rest and drops leaves that are no longer needed.
    mutating func finish(_ leaves: inout LeafTable) throws(StoreError) {
        var start = 0
        while start < pending.count {
            let rest = pending.count - start
            let share = rest > 2 * StoreLimits.leafRecords ? StoreLimits.leafRecords : (rest + 1) / 2
            let end = rest <= StoreLimits.leafRecords ? pending.count : cut(from: start, to: start + share)
            try write(start..<end, to: &leaves)
            start = end
        }
        for index in span.dropFirst(used) { try leaves.remove(directory.entries[index].id) }
    }

    /// The last place up to `limit` where the first half of the tag changes; `limit` when it never does.
    private func cut(from start: Int, to limit: Int) -> Int {
        var place = limit
        while place > start, pending.high(place) == pending.high(place - 1) { place -= 1 }
        return place > start ? place : limit
    }

    private mutating func write(_ range: Range<Int>, to leaves: inout LeafTable) throws(StoreError) {
        let first = pending.high(range.lowerBound)
        if !entries.isEmpty {
            if lastHigh == first {
                part += 1
            } else {
                bound = first
                part = 0
            }
        }
        let words = pending.slice(range)
        let reused = used < span.count ? directory.entries[span.lowerBound + used] : nil
        let id: Int64
        if let reused, reused.bound == bound, reused.part == part {
            try leaves.replace(reused.id, with: words)
            id = reused.id
            used += 1
        } else {
            id = try leaves.add(bound: bound, part: part, words: words)
        }
        entries.append(LeafDirectory.Entry(bound: bound, part: part, id: id))
        lastHigh = pending.high(range.upperBound - 1)
    }

    private var lastHigh: UInt64 = 0
    private static let highWater = 16 * StoreLimits.leafRecords
}
