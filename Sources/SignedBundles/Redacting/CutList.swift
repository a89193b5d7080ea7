/// A redaction written out by hand: segments, columns and rows to drop.
///
/// Must segments stay whole: naming one is an error, and a column named for all segments is left in them.
public struct CutList: RedactionRule, Sendable {
    private var segments: Set<Int> = []
    private var columns: [ColumnCutName] = []
    private var rows: [Int: [ClosedRange<Int>]] = [:]

    private var matched: Set<String> = []
    private var currentRows: [ClosedRange<Int>] = []

    /// A redaction that drops nothing.
    public init() {}

    /// Drops a whole segment, its descriptor included.
    public mutating func drop(segment: Int) {
        segments.insert(segment)
    }

    /// Drops a column of one segment, or of every segment that may be cut.
    public mutating func drop(column name: String, inSegment segment: Int? = nil) {
        columns.append(ColumnCutName(segment: segment, name: name))
    }

    /// Drops rows of a segment.
    public mutating func drop(rows: ClosedRange<Int>, inSegment segment: Int) {
        self.rows[segment, default: []].append(rows)
    }

    /// What was to be dropped and is nowhere in the bundle, such as `segment 7`, `0:note` or `rows of 3`.
    ///
    /// Whoever wrote the list meant something else, so the result should not be used.
    public var unmatched: [String] {
        let all =
            segments.sorted().map { "segment \($0)" } + columns.map(\.label)
            + rows.keys.sorted().map { "rows of \($0)" }
        return all.filter { !matched.contains($0) }
    }

    /// Leaves what is not named.
    ///
    /// - Throws: ``BundleError`` with `E_MUST` when the list names a must segment.
    public mutating func treatment(
        of descriptor: SegmentDescriptor, index: Int, isMust: Bool
    ) throws(BundleError) -> SegmentTreatment {
        currentRows = rows[index] ?? []
        var kept = ColumnSet(first: descriptor.columns.count)
        var isNamed = segments.contains(index) || !currentRows.isEmpty
        for cut in columns where cut.segment == nil || cut.segment == index {
            guard let column = descriptor.index(ofColumn: cut.name) else { continue }
            matched.insert(cut.label)
            isNamed = isNamed || cut.segment == index
            if !isMust { kept.remove(.column(column)) }
        }
        guard !isMust || !isNamed else { throw BundleError(.must, .mustStaysWhole) }
        if currentRows.contains(where: { $0.upperBound < descriptor.rowCount }) { matched.insert("rows of \(index)") }
        guard segments.contains(index) else { return .columns(kept) }
        matched.insert("segment \(index)")
        return .withhold
    }

    /// Hides the rows named.
    ///
    /// - Throws: nothing.
    public mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        let number = row.row
        return currentRows.contains { $0.contains(number) } ? [] : row.shown
    }
}

private struct ColumnCutName: Sendable {
    let segment: Int?
    let name: String

    var label: String { segment.map { "\($0):\(name)" } ?? name }
}

/// Evidence of one row: nothing else of the bundle is shown, and must segments ship their descriptor alone.
///
/// Redact with `allowsPartialMust`.
public struct SingleRow: RedactionRule, Sendable {
    private let segment: Int
    private let row: Int

    /// Names the row.
    public init(_ row: Int, inSegment segment: Int) {
        self.segment = segment
        self.row = row
    }

    /// Leaves the segment of the row, and of must segments the descriptor.
    ///
    /// - Throws: nothing.
    public mutating func treatment(
        of descriptor: SegmentDescriptor, index: Int, isMust: Bool
    ) throws(BundleError) -> SegmentTreatment {
        if index == segment { return .columns(ColumnSet(first: descriptor.columns.count)) }
        return isMust ? .descriptorOnly : .withhold
    }

    /// Hides every other row.
    ///
    /// - Throws: nothing.
    public mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        row.row == self.row ? row.shown : []
    }
}
