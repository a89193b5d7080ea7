internal import MergeEngine

/// Finds out what staged claims are to the claims already held: new, more cells, nothing new, or too old.
struct ClaimClassifier {
    private let streams: StreamTable
    private let bundle: Int
    private let publisher: Int
    let budget: RowBudget
    private(set) var counts = ClaimCounts()
    /// Rows not held before in any redaction of the bundle.
    private(set) var newRows = RowCount()
    private let allowance: RowCount
    private var table = ClaimTable()

    /// Prepares for the claims of one stream, of which at most `allowance` may be new.
    init(_ streams: StreamTable, bundle: Int, budget: RowBudget, allowance: RowCount) throws(StoreError) {
        self.allowance = allowance
        self.streams = streams
        self.budget = budget
        self.bundle = bundle
        publisher = try streams.publisher(ofBundle: bundle)
    }

    /// Judges the staged records of one tag and hands on those worth keeping; `false` when none is.
    mutating func resolve(
        _ staged: [IndexRecord], against held: RecordBuffer, _ range: Range<Int>, into writer: inout SpanWriter
    ) throws(StoreError) -> Bool {
        if staged.count == 1, try isUnrelated(held, range) {
            if staged[0].isPrimary {
                guard takesNewRow(staged[0]) else { return false }
                count(staged[0], as: .new)
            }
            writer.append(staged[0])
            return true
        }
        table.removeAll()
        for index in range { try table.add(held[index], streams: streams) }
        var own = try ownRecords(held, range)
        var isChanged = false
        for record in staged {
            let limit = budget.rowsPerPublisher * (record.type == .retract ? 2 : 1)
            guard own < limit else {
                refuseOverBudget(record)
                continue
            }
            guard try judge(record) else { continue }
            own += 1
            writer.append(record)
            try table.add(record, streams: streams)
            isChanged = true
        }
        return isChanged
    }

    /// Counts a row that nothing is kept of, unless staging refused it already.
    mutating func refuseOverBudget(_ record: IndexRecord) {
        guard record.isPrimary, record.exclusion == nil, !record.flags.contains(.isRefused) else { return }
        counts.overBudget += 1
    }

    /// Counts a row that was not held before, or refuses it when its publisher has as many as it may.
    private mutating func takesNewRow(_ record: IndexRecord) -> Bool {
        guard newRows[record.type] < allowance[record.type] else {
            refuseOverBudget(record)
            return false
        }
        newRows[record.type] += 1
        return true
    }

    /// How many records of the tag the publisher has.
    private func ownRecords(_ held: RecordBuffer, _ range: Range<Int>) throws(StoreError) -> Int {
        var count = 0
        for index in range {
            let other = try streams.bundle(ofStream: held[index].stream)
            if try streams.publisher(ofBundle: other) == publisher { count += 1 }
        }
        return count
    }

    /// Whether no held record of the tag is by the same publisher.
    private func isUnrelated(_ held: RecordBuffer, _ range: Range<Int>) throws(StoreError) -> Bool {
        for index in range {
            let other = try streams.bundle(ofStream: held[index].stream)
            if try streams.publisher(ofBundle: other) == publisher { return false }
        }
        return true
    }

    /// Counts a record and says whether it adds anything.
    private mutating func judge(_ record: IndexRecord) throws(StoreError) -> Bool {
        let known = table.known(record, bundle: bundle)
        guard record.isPrimary else { return known == nil }
        guard let known else {
            guard takesNewRow(record) else { return false }
            count(record, as: try table.relation(of: record, bundle: bundle, publisher: publisher, streams: streams))
            return true
        }
        if known.isRefused, !record.flags.contains(.isRefused) {
            counts.refusedByOtherRedaction += 1
            return false
        }
        let addsCells = record.shown & ~known.shown != 0
        count(record, as: addsCells ? .updated : .duplicate)
        return addsCells || record.pop > known.pop || record.exclusion != known.exclusion
            || record.flags.contains(.isRefused) && !known.isRefused
    }

    /// Counts a claim that staging did not already count as refused.
    private mutating func count(_ record: IndexRecord, as arrival: ClaimArrival) {
        guard record.exclusion == nil, !record.flags.contains(.isRefused) else { return }
        counts.add(arrival, record.type)
    }
}

/// What a claim that was taken in is to those held before.
public enum ClaimArrival: Int, Sendable, Hashable, CaseIterable {
    /// The publisher had nothing in this slot.
    case new
    /// It replaces an older claim of its publisher, or adds cells to a claim held.
    case updated
    /// It was held with all these cells.
    case duplicate
    /// A later claim of its publisher holds the slot.
    case superseded
}

/// Claims counted by arrival and type.
struct ClaimCounts {
    private var cells = [Int](repeating: 0, count: ClaimArrival.allCases.count * RowType.allCases.count)
    /// Rows that another redaction of the bundle showed to break the schema.
    var refusedByOtherRedaction = 0
    /// Rows beyond what one bundle or one publisher may say about one tag.
    var overBudget = 0

    mutating func add(_ arrival: ClaimArrival, _ type: RowType) {
        cells[arrival.rawValue * RowType.allCases.count + Int(type.rawValue)] += 1
    }

    func count(_ arrival: ClaimArrival, _ type: RowType) -> Int {
        cells[arrival.rawValue * RowType.allCases.count + Int(type.rawValue)]
    }
}
