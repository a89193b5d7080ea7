/// The rows of one column whose salts an open line hands over.
struct EgressCover {
    private var runs: [Range<Int>] = []
    private var place = 0
    /// The rows as a set.
    private(set) var rows = RowSet()

    /// Whether it owns no row.
    var isEmpty: Bool { runs.isEmpty }

    /// Adds the rows a node owns; refuses one that owns none or rows before the last.
    mutating func add(height: Int, index: Int, of rowCount: Int) -> Bool {
        guard height <= Self.heightLimit, index <= EgressDescriptor.rowLimit else { return false }
        let start = index << height
        guard start < rowCount, start >= runs.last?.upperBound ?? 0 else { return false }
        let end = min((index + 1) << height, rowCount)
        for row in start..<end { rows.add(row) }
        if let last = runs.last, last.upperBound == start {
            runs[runs.count - 1] = last.lowerBound..<end
        } else {
            runs.append(start..<end)
        }
        return true
    }

    /// Whether it owns a row; rows are asked about in ascending order.
    mutating func holds(_ row: Int) -> Bool {
        while place < runs.count, runs[place].upperBound <= row { place += 1 }
        return place < runs.count && runs[place].contains(row)
    }

    private static let heightLimit = 24
}
