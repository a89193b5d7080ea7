internal import MergeEngine

/// Merges staged records with the leaves of the index, span by span, in order of their tags.
struct IndexMerge {
    private var incoming: SortedRecords
    private let numbers: StagedNumbers
    private var classifier: ClaimClassifier
    private var held = RecordBuffer()
    private var group: [IndexRecord] = []
    private(set) var entries: [LeafDirectory.Entry] = []
    private(set) var touchedBuckets = BucketSet()
    /// Records of outcomes that judge reports, until they are written.
    private var judgements: [IndexRecord] = []

    /// What was counted of the claims.
    var counts: ClaimCounts { classifier.counts }

    /// The rows that were not held before, whatever became of them.
    var newRows: RowCount { classifier.newRows }

    init(_ incoming: consuming SortedRecords, numbers: StagedNumbers, classifier: consuming ClaimClassifier) {
        self.incoming = incoming
        self.numbers = numbers
        self.classifier = classifier
    }

    /// Takes all staged records in. Afterwards ``entries`` is the new directory.
    mutating func run(
        _ directory: LeafDirectory, leaves: inout LeafTable, judged: inout JudgedTags, path: String
    ) throws(StoreError) {
        if directory.entries.isEmpty, incoming.current != nil {
            try merge(0..<0, of: directory, leaves: &leaves, path: path)
            try judged.add(&judgements)
            return
        }
        var next = 0
        while next < directory.entries.count {
            let span = directory.span(startingAt: next)
            if isNeeded(upTo: directory.upperBound(of: span)) {
                try merge(span, of: directory, leaves: &leaves, path: path)
            } else {
                entries.append(contentsOf: directory.entries[span])
            }
            next = span.upperBound
            try judged.add(&judgements)
        }
    }

    private func isNeeded(upTo bound: UInt64?) -> Bool {
        guard let record = incoming.current else { return false }
        return bound.map { record.high < $0 } ?? true
    }

    private mutating func merge(
        _ span: Range<Int>, of directory: LeafDirectory, leaves: inout LeafTable, path: String
    ) throws(StoreError) {
        var words = held.takeWords()
        for index in span { try leaves.load(directory.entries[index].id, into: &words, path: path) }
        held = RecordBuffer(words: words)
        let bound = directory.upperBound(of: span)
        var writer = SpanWriter(replacing: span, of: directory)
        var isChanged = false
        var copied = 0
        while isNeeded(upTo: bound), try takeGroup() {
            let start = copyEnd(of: group[0], from: copied)
            var end = start
            while end < held.count, held[end].hasTag(of: group[0]) { end += 1 }
            writer.append(held, copied..<end)
            copied = end
            if try classifier.resolve(group, against: held, start..<end, into: &writer) {
                isChanged = true
                touchedBuckets.insert(Int(group[0].high >> 52))
                judgements.append(contentsOf: group.lazy.filter(\.isJudgement))
            }
            try writer.writeFullLeaves(to: &leaves)
        }
        guard isChanged else {
            entries.append(contentsOf: directory.entries[span])
            return
        }
        writer.append(held, copied..<held.count)
        try writer.finish(&leaves)
        entries.append(contentsOf: writer.entries)
    }

    /// Takes the staged records of the next tag, with the store's numbers for kind, epoch and stream.
    ///
    /// What is beyond the budget of a bundle is never collected, so memory does not grow with rows of one tag.
    private mutating func takeGroup() throws(StoreError) -> Bool {
        group.removeAll(keepingCapacity: true)
        var (rows, pointers) = (0, 0)
        while let record = incoming.current {
            if let first = group.first, !record.hasTag(of: first) { break }
            try incoming.advance()
            if record.isPrimary {
                rows += 1
                guard rows <= classifier.budget.rowsPerBundle else {
                    classifier.refuseOverBudget(record)
                    continue
                }
            } else {
                pointers += 1
                guard pointers <= classifier.budget.pointersPerBundle else { continue }
            }
            group.append(numbers.applied(to: record))
        }
        return !group.isEmpty
    }

    /// Where held records stop being below a tag. Most groups are near the last one, so a walk comes first.
    private func copyEnd(of record: IndexRecord, from start: Int) -> Int {
        var place = start
        while place < held.count, held.isBelow(record, at: place) { place += 1 }
        return place
    }
}

/// The store's numbers for what staging numbered on its own.
struct StagedNumbers {
    let stream: Int
    let kinds: [Int]
    let epochs: [Int]

    @inline(__always)
    func applied(to record: IndexRecord) -> IndexRecord {
        var record = record
        record.stream = stream
        record.kind = kinds[record.kind]
        record.epoch = epochs[record.epoch]
        return record
    }
}

/// A set of buckets of the state digest.
struct BucketSet {
    private var bits = [UInt64](repeating: 0, count: StateDigest.bucketCount / 64)

    mutating func insert(_ bucket: Int) { bits[bucket >> 6] |= 1 << UInt64(bucket & 63) }

    func contains(_ bucket: Int) -> Bool { bits[bucket >> 6] >> UInt64(bucket & 63) & 1 == 1 }

    var count: Int { bits.reduce(0) { $0 + $1.nonzeroBitCount } }

    var members: [Int] { (0..<StateDigest.bucketCount).filter(contains) }
}
