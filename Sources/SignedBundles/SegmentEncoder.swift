internal import CanonicalCoding
internal import CryptoPrimitives

/// Writes the lines of one staged segment in a given order of its rows.
struct SegmentEncoder {
    private let segment: StagedSegment
    /// Which staged row stands at each place.
    private let order: [Int]
    private var columns: [ColumnCommitment]

    init(_ segment: StagedSegment, order: [Int], keys: [Digest256]) {
        self.segment = segment
        self.order = order
        self.columns = keys.map { ColumnCommitment(rowCount: segment.rowCount, key: $0) }
    }

    /// The bytes of the descriptor, and all lines with their LFs.
    ///
    /// - Throws: ``BundleError`` when a cell is not canonical JSON or a limit is exceeded.
    mutating func encode(index: Int, nonce: [UInt8]) throws(BundleError) -> (descriptor: [UInt8], lines: [UInt8]) {
        let rows = try commitRows()
        let descriptor = try SegmentDescriptor(
            kind: segment.kind, tlp: segment.tlp, rowCount: segment.rowCount, nonce: nonce,
            columns: zip(segment.columns, columns).map { column, commitment in
                SegmentColumn(name: column.name, isRequired: column.isRequired, root: commitment.root)
            })
        let bytes = descriptor.canonicalBytes()
        var lines: [UInt8] = []
        lines.reserveCapacity(rows.count + 2 * bytes.count + Self.openLineBytes * columns.count)
        LineWriter.appendSegment(bytes, index: index, to: &lines)
        for (column, commitment) in zip(segment.columns, columns) {
            LineWriter.appendOpening(column: column.name, cover: commitment.cover, hide: [], to: &lines)
        }
        lines.append(contentsOf: rows)
        return (bytes, lines)
    }

    /// Writes the rows, reads each of them back, so that nothing leaves that a verifier would refuse, and commits to
    /// its cells.
    private mutating func commitRows() throws(BundleError) -> [UInt8] {
        let prefixes = segment.columns.map { Array("\"\($0.name)\":".utf8) }
        var reader = RowLineReader(names: segment.columns.map(\.name))
        var lines: [UInt8] = []
        lines.reserveCapacity(segment.byteCount + segment.rowCount * prefixes.reduce(Self.rowFrameBytes) { $0 + $1.count + 1 })
        for (place, row) in order.enumerated() {
            let start = lines.count
            let written = append(row, at: place, prefixes, to: &lines)
            let line = lines.span.extracting(start..<lines.count - 1)
            try Self.check(line, shows: written, &reader)
            commit(line, reader)
        }
        return lines
    }

    /// Writes a row and returns the columns that have a value in it.
    private func append(
        _ row: Int, at place: Int, _ prefixes: [[UInt8]], to lines: inout [UInt8]
    ) -> ColumnSet {
        let bytes = segment.bytes.span
        LineWriter.beginRow(place, to: &lines)
        var written: ColumnSet = []
        for column in prefixes.indices {
            guard let range = segment.range(row: row, column: column) else { continue }
            if !written.isEmpty { lines.append(UInt8(ascii: ",")) }
            written.insert(.column(column))
            lines.append(contentsOf: prefixes[column])
            unsafe bytes.extracting(range).withUnsafeBytes { unsafe lines.append(contentsOf: $0) }
        }
        LineWriter.endRow(to: &lines)
        return written
    }

    private mutating func commit(_ line: Span<UInt8>, _ reader: borrowing RowLineReader) {
        for column in columns.indices {
            if reader.present.contains(column: column) {
                let cell = reader.cells[column]
                columns[column].append(line.extracting(Int(cell.start)..<Int(cell.end)))
            } else {
                columns[column].appendAbsent()
            }
        }
    }

    private static func check(
        _ line: Span<UInt8>, shows written: ColumnSet, _ reader: inout RowLineReader
    ) throws(BundleError) {
        guard line.count <= BundleLimits.standard.lineBytes else { throw BundleError(.limit, .lineTooLong) }
        do {
            _ = try unsafe line.withUnsafeBytes { (line) throws(BundleError) in try unsafe reader.read(line, number: 0) }
        } catch {
            throw error.code == .limit ? error : BundleError(.json, .cellNotCanonical)
        }
        guard reader.present == written, !reader.hasUnknownColumn else { throw BundleError(.json, .cellNotCanonical) }
    }

    /// About how long an open line of a whole column is.
    private static let openLineBytes = 128
    /// How long `{"r":65535,"v":{}}` and its LF are.
    private static let rowFrameBytes = 19
}
