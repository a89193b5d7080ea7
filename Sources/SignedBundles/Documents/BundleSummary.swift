public import CryptoPrimitives

/// What a bundle shows, in numbers: segments, rows, and how often each column is shown and has a value.
///
/// A consumer of ``BundleVerifier``; meaningful once that has finished without an error. It holds no value of a row.
public struct BundleSummary: BundleConsumer, Sendable, Hashable {
    /// The signed head, once it was believed.
    public private(set) var manifest: Manifest?
    /// The segments shipped, in order.
    public private(set) var segments: [SegmentSummary] = []

    /// A summary of nothing.
    public init() {}

    /// Keeps the manifest.
    ///
    /// - Throws: nothing.
    public mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) {
        self.manifest = manifest
    }

    /// Keeps the facts of a segment.
    ///
    /// - Throws: nothing.
    public mutating func segment(
        _ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening
    ) throws(BundleError) {
        segments.append(SegmentSummary(descriptor, index: index, opening: opening))
    }

    /// Counts a row.
    ///
    /// - Throws: nothing.
    public mutating func row(_ row: borrowing RowView) throws(BundleError) {
        segments[segments.count - 1].count(row)
    }
}

/// What a bundle shows of one segment.
public struct SegmentSummary: Sendable, Hashable {
    /// The place of the segment in the manifest.
    public let index: Int
    /// Its descriptor.
    public let descriptor: SegmentDescriptor
    /// Whether every redaction must pass it on.
    public let isMust: Bool
    /// How many nodes its open lines hold.
    public let openingNodeCount: Int
    /// How many of its rows show at least one cell.
    public private(set) var shownRowCount = 0
    /// What is shown of each column, in the order of the descriptor.
    public private(set) var columns: [ColumnSummary]

    fileprivate init(_ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening) {
        self.index = index
        self.descriptor = descriptor
        self.isMust = opening.isMust
        self.openingNodeCount = opening.nodeCount
        self.columns = Array(repeating: ColumnSummary(), count: descriptor.columns.count)
    }

    fileprivate mutating func count(_ row: borrowing RowView) {
        shownRowCount += 1
        for column in columns.indices where row.shown.contains(column: column) {
            columns[column].shownCount += 1
            guard let range = row.range(ofColumn: column) else { continue }
            columns[column].valueCount += 1
            columns[column].byteCount += range.count
        }
    }
}

/// What a bundle shows of one column.
public struct ColumnSummary: Sendable, Hashable {
    /// In how many rows it is shown, absent cells included.
    public internal(set) var shownCount = 0
    /// In how many rows it has a value.
    public internal(set) var valueCount = 0
    /// How many bytes of canonical JSON these values have.
    public internal(set) var byteCount = 0
}
