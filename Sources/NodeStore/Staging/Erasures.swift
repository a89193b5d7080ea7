internal import CryptoPrimitives
public import MergeEngine

/// Cells and rows that were erased here and are never taken again, whatever redaction shows them.
///
/// The record of erasures is kept elsewhere; the store only obeys it.
public struct Erasures: Sendable {
    /// Erased columns by bundle and row position; an empty set stands for the whole row.
    private var columns: [Digest256: [UInt64: Set<String>]] = [:]

    /// Nothing was erased.
    public init() {}

    /// Adds one column of a row, or the whole row when no column is named.
    public mutating func add(_ claim: ClaimID, column: String? = nil) {
        let position = Self.position(segment: claim.segment, row: claim.row)
        var rows = columns[claim.manifest] ?? [:]
        if let column, rows[position] != [] {
            rows[position, default: []].insert(column)
        } else {
            rows[position] = []
        }
        columns[claim.manifest] = rows
    }

    /// What was erased of a bundle.
    func rows(of manifest: Digest256) -> [UInt64: Set<String>] { columns[manifest] ?? [:] }

    /// Segment and row as one number, as in ``IndexRecord/position``.
    private static func position(segment: UInt32, row: UInt32) -> UInt64 { UInt64(segment) << 24 | UInt64(row) }
}
