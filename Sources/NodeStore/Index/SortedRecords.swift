/// Staged records in order of their tags, from memory or merged from spilled runs.
struct SortedRecords {
    /// The record that comes next; nothing at the end.
    private(set) var current: IndexRecord?
    /// Records that were never spilled, as they were staged, and their places in order of the tags.
    private let memory: RecordBuffer
    private let order: [RecordSorting.Place]
    /// The next piece of them, in order.
    private var piece = RecordBuffer()
    private var position = 0
    private var runs: [RunCursor] = []
    /// Places in `runs`, the one with the smallest record first.
    private var heap: [Int] = []

    /// Records that were never spilled.
    init(_ records: consuming RecordBuffer) {
        order = RecordSorting.order(of: records)
        memory = records
        takePiece()
    }

    /// Records of spilled runs.
    init(_ spilled: SpilledRuns) throws(StoreError) {
        memory = RecordBuffer()
        order = []
        let share = max(StoreLimits.runReadBytes / max(1, spilled.runs.count / 16), Self.leastReadBytes)
        for range in spilled.runs { runs.append(try RunCursor(spilled, range, readBytes: share)) }
        heap = runs.indices.filter { runs[$0].current != nil }
        for place in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(place) }
        current = heap.first.flatMap { runs[$0].current }
    }

    /// Steps to the next record.
    mutating func advance() throws(StoreError) {
        guard let first = heap.first else {
            position += 1
            if position % Self.pieceRecords == 0 { return takePiece() }
            current = position < order.count ? piece[position % Self.pieceRecords] : nil
            return
        }
        try runs[first].advance()
        if runs[first].current == nil {
            heap[0] = heap[heap.count - 1]
            heap.removeLast()
        }
        if !heap.isEmpty { sink(0) }
        current = heap.first.flatMap { runs[$0].current }
    }

    private mutating func takePiece() {
        piece.replaceAll(with: memory, order: order[min(position, order.count)..<min(position + Self.pieceRecords, order.count)])
        current = piece.isEmpty ? nil : piece[0]
    }

    /// Moves a run down the heap to its place. Equal tags come in the order of the runs, that is of staging.
    private mutating func sink(_ start: Int) {
        var place = start
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && precedes(heap[child], heap[least]) {
                least = child
            }
            guard least != place else { return }
            heap.swapAt(place, least)
            place = least
        }
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        guard let first = runs[left].current, let second = runs[right].current else { return runs[left].current != nil }
        return first.hasTag(of: second) ? left < right : first.tagPrecedes(second)
    }

    private static let leastReadBytes = 64 << 10
    /// Small enough for the cache of a core.
    private static let pieceRecords = 2048
}

/// Reads one spilled run from its start.
private struct RunCursor {
    private let spilled: SpilledRuns
    private let end: Int
    private let readBytes: Int
    private var offset: Int
    private var buffer = RecordBuffer()
    private var index = 0

    init(_ spilled: SpilledRuns, _ range: Range<Int>, readBytes: Int) throws(StoreError) {
        self.spilled = spilled
        self.readBytes = readBytes
        offset = range.lowerBound
        end = range.upperBound
        try fill()
    }

    var current: IndexRecord? { index < buffer.count ? buffer[index] : nil }

    mutating func advance() throws(StoreError) {
        index += 1
        if index == buffer.count { try fill() }
    }

    private mutating func fill() throws(StoreError) {
        index = 0
        guard offset < end else {
            buffer = RecordBuffer()
            return
        }
        buffer = try spilled.read(at: offset, end: end, limitBytes: readBytes)
        offset += buffer.count * IndexRecord.byteCount
    }
}
