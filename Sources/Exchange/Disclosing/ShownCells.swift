internal import CryptoPrimitives
internal import SignedBundles

/// Which cells of a bundle redactions show, those included of which is shown that they are absent; a bit for each.
struct ShownCells: BundleConsumer {
    private struct Place: Hashable {
        let segment: Int
        let column: String
    }

    private var rows: [Place: [UInt64]] = [:]
    private var segment = 0
    private var names: [String] = []
    /// Of the segment that is being read, by the place of the column.
    private var current: [[UInt64]] = []

    mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) {}

    mutating func segment(_ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening) throws(BundleError) {
        segment = index
        names = descriptor.columns.map(\.name)
        current = Array(repeating: [], count: names.count)
    }

    mutating func row(_ row: borrowing RowView) throws(BundleError) {
        let (word, bit) = (row.row / 64, UInt64(1) << UInt64(row.row % 64))
        for column in names.indices where row.shown.contains(column: column) {
            while current[column].count <= word { current[column].append(0) }
            current[column][word] |= bit
        }
    }

    mutating func endSegment(index: Int) throws(BundleError) {
        for column in names.indices where !current[column].isEmpty {
            rows[Place(segment: segment, column: names[column]), default: []].formUnion(current[column])
        }
        current = []
    }

    /// Whether a cell is shown here that is not shown there.
    func showsMore(than other: Self) -> Bool {
        rows.contains { place, bits in
            let known = other.rows[place] ?? []
            return bits.enumerated().contains { $0.element & ~($0.offset < known.count ? known[$0.offset] : 0) != 0 }
        }
    }
}

extension [UInt64] {
    fileprivate mutating func formUnion(_ other: [UInt64]) {
        while count < other.count { append(0) }
        for index in other.indices { self[index] |= other[index] }
    }
}
