internal import CanonicalCoding
internal import CryptoPrimitives

/// Writes the lines of one staged segment in a given order of its rows.
struct SegmentEncoder {
    let segment: StagedSegment
    /// Which staged row stands at each place.
    let order: [Int]
    /// The root of the salts of each column.
    let keys: [Digest256]

    /// The bytes of the descriptor, and all lines with their LFs.
    func encode(index: Int, nonce: [UInt8]) throws(BundleError) -> (descriptor: [UInt8], lines: [UInt8]) {
        let columns = segment.columns.indices.map { column in
            SegmentColumn(
                name: segment.columns[column].name, isRequired: segment.columns[column].isRequired,
                root: root(ofColumn: column))
        }
        let descriptor = try SegmentDescriptor(
            kind: segment.kind, tlp: segment.tlp, rowCount: segment.rowCount, nonce: nonce, columns: columns)
        let bytes = descriptor.canonicalBytes()
        var lines: [UInt8] = []
        lines.reserveCapacity(segment.byteCount + segment.rowCount * (24 + 16 * columns.count) + 4 * bytes.count)
        LineWriter.appendSegment(bytes, index: index, to: &lines)
        appendOpenings(to: &lines)
        try appendRows(descriptor, to: &lines)
        return (bytes, lines)
    }

    private func root(ofColumn column: Int) -> Digest256 {
        var salts = SaltWalk(rowCount: segment.rowCount)
        salts.enter(rootNode(ofColumn: column))
        var fold = MerkleStack()
        let bytes = segment.bytes.span
        for row in order {
            let salt = salts.next()
            if let range = segment.range(row: row, column: column) {
                fold.append(CellLeaf.present(bytes.extracting(range), salt: salt))
            } else {
                fold.append(CellLeaf.absent(salt: salt))
            }
        }
        return fold.head
    }

    private func rootNode(ofColumn column: Int) -> OpeningNode {
        let depth = RowTree(rowCount: segment.rowCount).depth
        return OpeningNode(RowSubtree(height: depth, index: 0), keys[column])
    }

    private func appendOpenings(to lines: inout [UInt8]) {
        for column in segment.columns.indices {
            LineWriter.appendOpening(
                column: segment.columns[column].name, cover: [rootNode(ofColumn: column)], hide: [], to: &lines)
        }
    }

    /// Writes the rows and reads each of them back, so that nothing leaves that a verifier would refuse.
    private func appendRows(_ descriptor: SegmentDescriptor, to lines: inout [UInt8]) throws(BundleError) {
        var reader = RowLineReader(columns: descriptor.columns)
        let prefixes = segment.columns.map { Array("\"\($0.name)\":".utf8) }
        let bytes = segment.bytes.span
        for (place, row) in order.enumerated() {
            let start = lines.count
            LineWriter.beginRow(place, to: &lines)
            var isFirst = true
            for column in segment.columns.indices {
                guard let range = segment.range(row: row, column: column) else { continue }
                if !isFirst { lines.append(UInt8(ascii: ",")) }
                isFirst = false
                lines.append(contentsOf: prefixes[column])
                unsafe bytes.extracting(range).withUnsafeBytes { unsafe lines.append(contentsOf: $0) }
            }
            LineWriter.endRow(to: &lines)
            try check(lines.span.extracting(start..<lines.count - 1), &reader)
        }
    }

    private func check(_ line: Span<UInt8>, _ reader: inout RowLineReader) throws(BundleError) {
        guard line.count <= BundleLimits.standard.lineBytes else { throw BundleError(.limit, .lineTooLong) }
        do {
            _ = try unsafe line.withUnsafeBytes { (line) throws(BundleError) in try unsafe reader.read(line, number: 0) }
        } catch {
            throw error.code == .limit ? error : BundleError(.json, .cellNotCanonical)
        }
    }
}
