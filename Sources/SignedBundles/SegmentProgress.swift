internal import CryptoPrimitives

/// The segment that is being read: its columns, what is opened of them, and how far its rows have come.
struct SegmentProgress {
    let index: Int
    let descriptor: SegmentDescriptor
    private(set) var opening: SegmentOpening
    private(set) var rowsSeen = 0
    /// The leaves of the row taken last, by column.
    private(set) var leaves: [Digest256]
    /// The columns shown in the row that comes next, or was taken last.
    private(set) var shown: ColumnSet = []

    private let required: ColumnSet
    private var columns: [ColumnCursor] = []
    private var leafRow = LeafRow()
    private(set) var nextRow: Int
    private(set) var reader: RowLineReader

    init(_ descriptor: SegmentDescriptor, index: Int, isMust: Bool) {
        self.index = index
        self.descriptor = descriptor
        self.opening = SegmentOpening(isMust: isMust)
        self.required = descriptor.requiredColumns
        self.leaves = Array(repeating: .zero, count: descriptor.columns.count)
        self.reader = RowLineReader(names: descriptor.columns.map(\.name))
        self.nextRow = descriptor.rowCount
    }

    /// Whether every row was shown, with every column that is required.
    var isWhole: Bool { rowsSeen == descriptor.rowCount }

    /// Takes the opening of a column.
    ///
    /// - Throws: ``BundleError`` with `E_OPEN`.
    mutating func open(_ line: OpenLine, number: Int) throws(BundleError) {
        guard rowsSeen == 0 else { throw BundleError(.opening, line: number, .openingAfterRows) }
        let name = line.column
        guard let column = descriptor.columns.firstIndex(where: { $0.name.utf8.elementsEqual(name) }) else {
            throw BundleError(.opening, line: number, .openingUnknownColumn)
        }
        guard column > columns.last?.column ?? -1 else { throw BundleError(.opening, line: number, .openingOrder) }
        let check = OpeningCheck(tree: RowTree(rowCount: descriptor.rowCount), cover: line.cover, hide: line.hide)
        guard line.areNodesGood, check.isDivision() else {
            throw BundleError(.opening, line: number, .openingNodes)
        }
        opening.append(column: column, cover: line.cover, hide: line.hide)
        if let part = opening.parts.last {
            columns.append(ColumnCursor(part, nodes: opening.nodes, rowCount: descriptor.rowCount))
        }
        findNextRow()
    }

    /// Takes a row line.
    ///
    /// - Throws: ``BundleError`` with `E_LIMIT`, `E_JSON`, `E_ROW` or `E_REQUIRED`.
    mutating func take(_ line: UnsafeRawBufferPointer, number: Int) throws(BundleError) {
        if rowsSeen > 0 { findNextRow() }
        let row = try unsafe reader.read(line, number: number)
        guard row == nextRow, nextRow < descriptor.rowCount else {
            throw BundleError(.row, line: number, .rowOutOfOrder)
        }
        guard !reader.hasUnknownColumn, reader.present.isSubset(of: shown) else {
            throw BundleError(.row, line: number, .rowColumn)
        }
        guard required.isSubset(of: shown) else { throw BundleError(.required, line: number, .requiredHidden) }
        unsafe hashCells(of: line)
        rowsSeen += 1
    }

    /// Lends the row taken last, which this line shows, to a consumer; before the first one, the segment.
    ///
    /// It changes nothing: an optional segment is used in place only by a mutating call, and copied for any other.
    mutating func handOver<Consumer: BundleConsumer>(
        _ line: UnsafeRawBufferPointer, number: Int, at offset: Int, to consumer: inout Consumer
    ) throws(BundleError) {
        if rowsSeen == 1 { try consumer.segment(descriptor, index: index, opening: opening) }
        try unsafe reader.cells.withUnsafeBufferPointer { (cells) throws(BundleError) in
            try unsafe leaves.withUnsafeBufferPointer { (leaves) throws(BundleError) in
                guard let cells = cells.baseAddress, let leaves = leaves.baseAddress else { return }
                let view = unsafe RowView(
                    segment: index, row: nextRow, lineNumber: number, streamOffset: offset, shown: shown,
                    present: reader.present, line: line, cells: cells, leaves: leaves)
                try consumer.row(view)
            }
        }
    }

    private mutating func hashCells(of line: UnsafeRawBufferPointer) {
        let bytes = unsafe Span<UInt8>(_unsafeBytes: line)
        leafRow.removeAll()
        for index in columns.indices where columns[index].nextShown == nextRow {
            let column = columns[index].column
            let salt = columns[index].nextSalt()
            if reader.present.contains(column: column) {
                let cell = reader.cells[column]
                leafRow.append(salt: salt, value: bytes.extracting(Int(cell.start)..<Int(cell.end)))
            } else {
                leafRow.appendAbsent(salt: salt)
            }
        }
        leafRow.hash()
        var place = 0
        for index in columns.indices where columns[index].nextShown == nextRow {
            let leaf = leafRow[place]
            leaves[columns[index].column] = leaf
            columns[index].take(leaf, nodes: opening.nodes)
            place += 1
        }
    }

    /// The next row of which any column is shown, and which columns those are.
    private mutating func findNextRow() {
        nextRow = descriptor.rowCount
        shown = []
        for column in columns {
            if column.nextShown < nextRow {
                nextRow = column.nextShown
                shown = .column(column.column)
            } else if column.nextShown == nextRow {
                shown.insert(.column(column.column))
            }
        }
        if nextRow == descriptor.rowCount { shown = [] }
    }

    /// Judges the segment at the line that ends it.
    ///
    /// - Throws: ``BundleError`` with `E_ROW` when rows are owed, then with `E_ROOT`.
    func finish(number: Int) throws(BundleError) {
        guard columns.allSatisfy({ $0.nextShown == descriptor.rowCount }) else {
            throw BundleError(.row, line: number, .rowsMissing)
        }
        guard columns.allSatisfy({ $0.root == descriptor.columns[$0.column].root }) else {
            throw BundleError(.root, line: number, .rootMismatch)
        }
    }
}
