internal import CanonicalCoding

/// The bytes of one cell that was found good, to know it again in the rows that follow.
///
/// Feeds say the same context, source or note on row after row, so that a comparison of bytes answers what reading the
/// cell again would. A cell that does not come back makes room after a few rows.
public struct CellMemory: Sendable {
    private var cell: [UInt8] = []
    private var misses = 0

    /// Knows nothing yet.
    public init() {}

    /// Whether these are exactly the bytes known.
    public func knows(_ bytes: Span<UInt8>) -> Bool {
        !cell.isEmpty && bytes.equals(cell.span)
    }

    /// Steps over the next value when it is the one known.
    func skip(in scanner: inout CanonicalScanner) -> Range<Int>? {
        scanner.skipValue(sameAs: cell.span)
    }

    /// Takes note of a cell that was not known and is good.
    public mutating func learn(_ bytes: Span<UInt8>) {
        misses += 1
        guard misses >= Self.patience, bytes.count <= Self.longestCell else { return }
        misses = 0
        cell.removeAll(keepingCapacity: true)
        unsafe bytes.withUnsafeBytes { unsafe cell.append(contentsOf: $0) }
    }

    /// How many rows a cell may be absent before another takes its place.
    private static let patience = 8
    /// Longer cells do not repeat often enough to be worth a copy.
    private static let longestCell = 1024
}
