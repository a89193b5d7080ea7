/// Says what a redaction leaves of a bundle.
///
/// A rule is asked once for every segment and, where it shows columns of it, once for every row. It can only take
/// away: what the source hides stays hidden.
public protocol RedactionRule {
    /// What is left of a segment.
    ///
    /// A must segment may not be withheld and, but for evidence, keeps all its columns and rows.
    ///
    /// - Throws: ``BundleError`` when the rule cannot be applied to the segment.
    mutating func treatment(
        of descriptor: SegmentDescriptor, index: Int, isMust: Bool
    ) throws(BundleError) -> SegmentTreatment

    /// The columns that stay shown in a row, of those its segment keeps; not asked about must segments that stay
    /// whole.
    ///
    /// A row that would lose a required column is hidden altogether.
    ///
    /// - Throws: ``BundleError`` when the rule cannot be applied to the row.
    mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet

    /// Whether must segments keep all their columns. Where this is false they keep every row with its required columns, which is
    /// what an import demands, and the rule is asked about each of their rows, too.
    var keepsMustWhole: Bool { get }
}

extension RedactionRule {
    /// Must segments keep all their columns.
    public var keepsMustWhole: Bool { true }
}

/// What a redaction leaves of a segment.
public enum SegmentTreatment: Sendable, Hashable {
    /// Nothing: not even its descriptor, so that only the manifest tells that it was there.
    case withhold
    /// Its kind, marking, columns and number of rows, but no cell.
    case descriptorOnly
    /// Cells of these columns; the others are hidden in all rows.
    case columns(ColumnSet)
}

/// Takes the bytes of a stream as they are made.
public protocol BundleSink {
    /// Takes the next bytes. A sink that fails keeps its own reason and throws ``BundleError/stoppedByConsumer``.
    ///
    /// - Throws: ``BundleError/stoppedByConsumer``.
    mutating func write(_ bytes: Span<UInt8>) throws(BundleError)
}

/// Keeps the row lines of one segment until its open lines, which depend on all rows, are written.
public protocol RowSpool {
    /// Keeps bytes behind those already kept.
    ///
    /// - Throws: ``BundleError/stoppedByConsumer``.
    mutating func append(_ bytes: Span<UInt8>) throws(BundleError)

    /// Hands over all bytes kept and keeps none of them.
    ///
    /// - Throws: ``BundleError/stoppedByConsumer`` of the spool or the sink.
    mutating func drain(into sink: inout some BundleSink) throws(BundleError)
}

/// A sink in memory.
public struct CollectedBytes: BundleSink {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// A sink that holds nothing yet.
    public init() {}

    /// Takes the next bytes.
    ///
    /// - Throws: nothing.
    public mutating func write(_ bytes: Span<UInt8>) throws(BundleError) {
        unsafe bytes.withUnsafeBytes { unsafe self.bytes.append(contentsOf: $0) }
    }
}

/// A spool in memory: enough for segments of the size publishers cut.
public struct MemorySpool: RowSpool {
    private var bytes: [UInt8] = []

    /// A spool that holds nothing yet.
    public init() {}

    /// Keeps bytes behind those already kept.
    ///
    /// - Throws: nothing.
    public mutating func append(_ bytes: Span<UInt8>) throws(BundleError) {
        unsafe bytes.withUnsafeBytes { unsafe self.bytes.append(contentsOf: $0) }
    }

    /// Hands over all bytes kept and keeps none of them.
    ///
    /// - Throws: ``BundleError`` of the sink.
    public mutating func drain(into sink: inout some BundleSink) throws(BundleError) {
        try sink.write(bytes.span)
        bytes.removeAll(keepingCapacity: true)
    }
}
