public import CryptoPrimitives

/// One verified row, lent to a ``BundleConsumer`` for the duration of a call.
///
/// Its cells are ranges of the line, which is a range of the stream, so that a store can point into the file instead
/// of copying. Columns are named by their place in the segment's descriptor.
@safe
public struct RowView: ~Copyable {
    /// The place of the segment in the manifest.
    public let segment: Int
    /// The number of the row in its segment.
    public let row: Int
    /// The number of the line in the stream, from 1.
    public let lineNumber: Int
    /// The offset of the line's first byte in the stream.
    public let streamOffset: Int
    /// The columns shown in this row, absent cells included.
    public let shown: ColumnSet
    /// The shown columns that have a value here.
    public let present: ColumnSet

    @usableFromInline let line: UnsafeRawBufferPointer
    @usableFromInline let cells: UnsafePointer<CellRange>
    @usableFromInline let leaves: UnsafePointer<Digest256>

    /// How many bytes the line has, without its LF.
    @inlinable
    public var lineByteCount: Int { unsafe line.count }

    /// The bytes of a cell as offsets in the line; nothing when it is absent or hidden.
    @inlinable
    public func range(ofColumn column: Int) -> Range<Int>? {
        guard present.contains(column: column) else { return nil }
        let cell = unsafe cells[column]
        return Int(cell.start)..<Int(cell.end)
    }

    /// Lends the bytes of the line.
    ///
    /// - Throws: what `body` throws.
    @inlinable
    public func withLine<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let bytes = unsafe Span<UInt8>(_unsafeBytes: line)
        return try body(bytes)
    }

    /// Lends the canonical JSON of a cell; calls nothing when it is absent or hidden.
    ///
    /// - Throws: what `body` throws.
    @inlinable
    public func withCell<Result, Failure: Error>(
        ofColumn column: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let range = range(ofColumn: column) else { return nil }
        let bytes = unsafe Span<UInt8>(_unsafeBytes: UnsafeRawBufferPointer(rebasing: line[range]))
        return try body(bytes)
    }

    /// The leaf that stands for a shown cell in the Merkle tree of its column.
    ///
    /// - Precondition: the column is shown in this row.
    @inlinable
    public func leaf(ofColumn column: Int) -> Digest256 {
        precondition(shown.contains(column: column), "only shown cells have a known leaf")
        return unsafe leaves[column]
    }
}

/// Where a cell stands in its line.
@usableFromInline
struct CellRange {
    @usableFromInline var start: UInt32
    @usableFromInline var end: UInt32

    @inlinable
    init(start: UInt32, end: UInt32) {
        self.start = start
        self.end = end
    }
}
