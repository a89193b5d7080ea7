public import CryptoPrimitives

/// The cells that redactions of one bundle show together, in memory: for comparing and for small bundles.
///
/// Each is checked against the same manifest, so they cannot contradict each other; if they do, all is refused.
public struct BundleUnion: BundleConsumer, Sendable, Hashable {
    /// The digest of the manifest, once a bundle was taken.
    public private(set) var digest: Digest256?
    /// The canonical JSON of every known cell; nothing where a cell is known to be absent.
    public private(set) var cells: [CellPlace: [UInt8]?] = [:]

    /// A union of nothing.
    public init() {}

    /// Takes the digest of the bundle.
    ///
    /// - Throws: ``BundleError`` with `E_ROOT` when another bundle was taken before.
    public mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) {
        guard self.digest ?? digest == digest else { throw BundleError(.root, .conflictingCells) }
        self.digest = digest
    }

    /// Adds the shown cells of a row.
    ///
    /// - Throws: ``BundleError`` with `E_ROOT` when a cell is known to be another.
    public mutating func row(_ row: borrowing RowView) throws(BundleError) {
        for column in row.shown.indices {
            let place = CellPlace(segment: row.segment, row: row.row, column: column)
            let value = row.withCell(ofColumn: column) { cell in unsafe cell.withUnsafeBytes { unsafe [UInt8]($0) } }
            if let known = cells[place], known != value { throw BundleError(.root, .conflictingCells) }
            cells[place] = .some(value)
        }
    }
}

/// Where a cell stands in a bundle.
public struct CellPlace: Sendable, Hashable {
    /// The place of the segment in the manifest.
    public let segment: Int
    /// The number of the row in its segment.
    public let row: Int
    /// The place of the column in the descriptor.
    public let column: Int

    /// Names a cell.
    public init(segment: Int, row: Int, column: Int) {
        self.segment = segment
        self.row = row
        self.column = column
    }
}
