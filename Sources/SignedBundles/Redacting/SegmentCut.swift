internal import CanonicalCoding
internal import CryptoPrimitives

/// One segment while it is cut down: what stays shown of each column, and what stands for the rest.
struct SegmentCut {
    let descriptor: SegmentDescriptor
    let opening: SegmentOpening
    let treatment: SegmentTreatment
    private(set) var shownRowCount = 0
    /// The open lines of the result, once the segment has ended.
    private(set) var openings: [CutOpening] = []

    private let index: Int
    private let required: ColumnSet
    private let nodeLimit: Int
    private let namePrefixes: [[UInt8]]
    private var sourceRowCount = 0
    private var columns: [ColumnCut] = []

    init(
        _ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening, treatment: SegmentTreatment,
        nodeLimit: Int
    ) {
        self.descriptor = descriptor
        self.index = index
        self.opening = opening
        self.treatment = treatment
        self.required = descriptor.requiredColumns
        self.nodeLimit = nodeLimit
        self.namePrefixes = descriptor.columns.map { Array("\"\($0.name)\":".utf8) }
        if case .columns(let kept) = treatment {
            self.columns = opening.parts.filter { kept.contains(column: $0.column) }.map {
                ColumnCut($0, nodes: opening.nodes, rowCount: descriptor.rowCount)
            }
        }
    }

    /// Takes a row of which nothing is to be left.
    mutating func passOver() {
        sourceRowCount += 1
    }

    /// Takes a row of the source and gives the columns that stay shown in it.
    ///
    /// - Throws: ``BundleError`` with `E_LIMIT` when what is hidden falls into too many pieces.
    mutating func take(_ row: borrowing RowView, showing asked: ColumnSet) throws(BundleError) -> ColumnSet {
        sourceRowCount += 1
        var shown = asked.intersection(row.shown)
        if !required.isSubset(of: shown) { shown = [] }
        var nodeCount = 0
        for place in columns.indices {
            let column = columns[place].column
            if row.shown.contains(column: column) {
                columns[place].take(
                    row.row, leaf: row.leaf(ofColumn: column), isShown: shown.contains(column: column))
            }
            nodeCount += columns[place].nodeCount
        }
        guard nodeCount <= nodeLimit else { throw BundleError(.limit, .tooManyNodes) }
        if !shown.isEmpty { shownRowCount += 1 }
        return shown
    }

    /// Writes the line of a row with the cells of some columns.
    func appendLine(of row: borrowing RowView, showing shown: ColumnSet, to line: inout [UInt8]) {
        if row.present.isSubset(of: shown) {
            row.withLine { bytes in unsafe bytes.withUnsafeBytes { unsafe line.append(contentsOf: $0) } }
            line.append(UInt8(ascii: "\n"))
            return
        }
        LineWriter.beginRow(row.row, to: &line)
        var isFirst = true
        for column in row.present.intersection(shown).indices {
            if !isFirst { line.append(UInt8(ascii: ",")) }
            isFirst = false
            line.append(contentsOf: namePrefixes[column])
            row.withCell(ofColumn: column) { cell in
                unsafe cell.withUnsafeBytes { unsafe line.append(contentsOf: $0) }
            }
        }
        LineWriter.endRow(to: &line)
    }

    /// Ends the segment: works out the open lines that are left.
    ///
    /// - Throws: ``BundleError`` with `E_LIMIT` when there are too many nodes.
    mutating func finish() throws(BundleError) -> SegmentOutcome {
        openings = columns.indices.compactMap { columns[$0].finish() }
        guard openings.map({ $0.cover.count + $0.hide.count }).reduce(0, +) <= nodeLimit else {
            throw BundleError(.limit, .tooManyNodes)
        }
        let left = ColumnSet(openings.map(\.column))
        return SegmentOutcome(
            segment: index, isShipped: treatment != .withhold, rowCount: descriptor.rowCount,
            sourceRowCount: sourceRowCount, shownRowCount: shownRowCount,
            hiddenColumns: opening.columns.subtracting(left).indices.map { descriptor.columns[$0].name })
    }
}

/// What one open line of a redaction hands over.
struct CutOpening {
    let column: Int
    let cover: [OpeningNode]
    let hide: [OpeningNode]
}
