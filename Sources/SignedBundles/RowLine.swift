internal import CanonicalCoding

/// Reads the row lines of one segment without allocating: checks the whole line and finds its cells.
struct RowLineReader {
    private let columnNames: [[UInt8]]

    /// Where the cells of the line read last stand, by column; only those in ``present`` are meaningful.
    private(set) var cells: [CellRange]
    /// The columns that have a member in the line read last.
    private(set) var present: ColumnSet = []
    private var memories: [CellMemory]
    /// Whether the line read last names a column that the segment does not have.
    private(set) var hasUnknownColumn = false

    /// Reads rows of the columns of these names, which ascend.
    init(names: [String]) {
        self.columnNames = names.map { Array($0.utf8) }
        self.cells = Array(repeating: CellRange(start: 0, end: 0), count: names.count)
        self.memories = Array(repeating: CellMemory(), count: names.count)
    }

    /// Reads a line `{"r":…,"v":{…}}` and returns the number of its row.
    ///
    /// - Throws: ``BundleError`` when a limit is exceeded, the line is not canonical or its members are wrong.
    mutating func read(_ line: UnsafeRawBufferPointer, number: Int) throws(BundleError) -> Int64 {
        let row: Int64?
        do {
            row = try unsafe scan(line)
        } catch {
            throw unsafe LineFault.judge(line, number: number)
        }
        guard let row else { throw unsafe LineFault.judge(line, number: number) }
        return row
    }

    /// The number of the row; nothing when the members are wrong.
    private mutating func scan(_ line: UnsafeRawBufferPointer) throws(JSONError) -> Int64? {
        var scanner = unsafe CanonicalScanner(line: line)
        var outer = CanonicalScanner.Walk()
        guard try scanner.enterObject(), let first = try scanner.nextMember(&outer), scanner.matches(first, "r"),
            let row = try scanner.readInteger(), let second = try scanner.nextMember(&outer),
            scanner.matches(second, "v"), try scanner.enterObject()
        else { return nil }
        try scanCells(&scanner)
        guard try scanner.nextMember(&outer) == nil else { return nil }
        try scanner.finish()
        return row
    }

    /// Walks the members of `v`, which ascend like the columns do.
    private mutating func scanCells(_ scanner: inout CanonicalScanner) throws(JSONError) {
        var walk = CanonicalScanner.Walk()
        var candidate = 0
        present = []
        hasUnknownColumn = false
        while let name = try scanner.nextMember(&walk) {
            while candidate < columnNames.count {
                let column = columnNames[candidate]
                if scanner.matches(name.range, column.span) { break }
                candidate += 1
            }
            guard candidate < columnNames.count else {
                hasUnknownColumn = true
                _ = try scanner.skipValue()
                continue
            }
            let value = try skipCell(candidate, &scanner)
            cells[candidate] = CellRange(
                start: UInt32(truncatingIfNeeded: value.lowerBound), end: UInt32(truncatingIfNeeded: value.upperBound))
            present.insert(.column(candidate))
            candidate += 1
        }
    }

    /// Steps over a cell, quickly when it repeats one of the rows above.
    private mutating func skipCell(_ column: Int, _ scanner: inout CanonicalScanner) throws(JSONError) -> Range<Int> {
        if let range = memories[column].skip(in: &scanner) { return range }
        let range = try scanner.skipValue()
        scanner.lend(range) { memories[column].learn($0) }
        return range
    }
}
