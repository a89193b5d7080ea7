/// Rows of one kind and marking that wait in memory to be committed and written.
///
/// Cells are canonical JSON and are given row by row in the order of the columns. A publisher writes a segment out
/// when ``isFull`` says so, which bounds its memory.
public struct StagedSegment: Sendable {
    /// The kind of the indicators.
    public let kind: String
    /// The marking as descriptors write it.
    public let tlp: String
    /// Whether every redaction must pass the segment on.
    public let isMust: Bool
    /// The columns, ascending by name.
    public private(set) var columns: [StagedColumn]

    private(set) var bytes: [UInt8] = []
    private var cells: [StagedCell] = []

    /// Begins a segment without rows.
    ///
    /// - Throws: ``BundleError`` with `E_DESC` when there are no columns, too many, or their names are not ascending.
    public init(kind: String, tlp: String, isMust: Bool, columns: [StagedColumn]) throws(BundleError) {
        guard !columns.isEmpty, SegmentColumn.areNamesInOrder(columns.map(\.name)) else {
            throw BundleError(.descriptor, .columnNames)
        }
        guard columns.count <= BundleLimits.standard.columns else { throw BundleError(.limit, .tooManyColumns) }
        self.kind = kind
        self.tlp = tlp
        self.isMust = isMust
        self.columns = columns
    }

    /// How many whole rows it has.
    public var rowCount: Int { cells.count / columns.count }

    /// How many bytes its cells have.
    public var byteCount: Int { bytes.count }

    /// Whether it should be written out before another row comes.
    public var isFull: Bool {
        rowCount >= BundleLimits.publishedSegmentRows || byteCount >= BundleLimits.publishedSegmentBytes
    }

    /// Takes the next cell of the row that is being given.
    public mutating func appendCell(_ json: Span<UInt8>) {
        let start = bytes.count
        unsafe json.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        cells.append(StagedCell(start: start, count: json.count))
    }

    /// Takes the next cell of the row that is being given: it has no value.
    public mutating func appendAbsentCell() {
        cells.append(StagedCell(start: bytes.count, count: -1))
    }

    /// Takes a whole row, one cell a column; nothing stands for an absent cell.
    public mutating func append(_ row: [[UInt8]?]) {
        precondition(row.count == columns.count, "a row has one cell for every column")
        for cell in row {
            if let cell { appendCell(cell.span) } else { appendAbsentCell() }
        }
    }

    /// The same rows without the columns in which no row has a value; required columns stay.
    public func withoutEmptyColumns() -> StagedSegment {
        var used = columns.map(\.isRequired)
        for (index, cell) in cells.enumerated() where cell.count >= 0 { used[index % columns.count] = true }
        guard used.contains(false) else { return self }
        var narrower = self
        narrower.columns = columns.indices.filter { used[$0] }.map { columns[$0] }
        narrower.cells = cells.indices.filter { used[$0 % columns.count] }.map { cells[$0] }
        return narrower
    }

    /// Adds rows without any value until their number is a power of two, to hide how many there are.
    public mutating func padRows() {
        while rowCount > 0, rowCount.nonzeroBitCount != 1, !isFull {
            for _ in columns { appendAbsentCell() }
        }
    }

    /// Where a cell's bytes stand; nothing when it is absent.
    func range(row: Int, column: Int) -> Range<Int>? {
        let cell = cells[row * columns.count + column]
        return cell.count < 0 ? nil : cell.start..<cell.start + cell.count
    }
}

/// A column of a segment that is being made.
public struct StagedColumn: Sendable, Hashable {
    /// 1 to 32 of `a-z`, `0-9` and `_`.
    public let name: String
    /// Whether it must be shown wherever any cell of a row is.
    public let isRequired: Bool

    /// Names a column.
    public init(_ name: String, isRequired: Bool = false) {
        self.name = name
        self.isRequired = isRequired
    }
}

private struct StagedCell: Sendable {
    let start: Int
    /// How many bytes, or -1 when the cell is absent.
    let count: Int
}
