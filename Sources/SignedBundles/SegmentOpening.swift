internal import CryptoPrimitives

/// What the open lines of one segment hand over: for every shown column the salts of its shown rows and the hashes
/// that stand for its hidden ones.
public struct SegmentOpening: Sendable {
    /// Whether the manifest demands that the segment is passed on.
    public internal(set) var isMust: Bool
    /// The columns of which at least one row is shown.
    public private(set) var columns: ColumnSet = []

    private(set) var parts: [ColumnOpening] = []
    private(set) var nodes: [OpeningNode] = []

    init(isMust: Bool) {
        self.isMust = isMust
    }

    /// How many nodes the open lines hold.
    public var nodeCount: Int { nodes.count }

    /// Every salt node handed over, with its column.
    package var salts: [(column: Int, node: OpeningNode)] {
        parts.flatMap { part in nodes[part.cover].map { (part.column, $0) } }
    }

    /// Takes the opening of one column, whose nodes are the cover followed by the hide.
    mutating func append(column: Int, cover: [OpeningNode], hide: [OpeningNode]) {
        let start = nodes.count
        let middle = start + cover.count
        nodes.append(contentsOf: cover)
        nodes.append(contentsOf: hide)
        parts.append(ColumnOpening(column: column, cover: start..<middle, hide: middle..<nodes.count))
        columns.insert(.column(column))
    }
}

/// Where the nodes of one column stand among those of its segment.
struct ColumnOpening: Sendable {
    let column: Int
    let cover: Range<Int>
    let hide: Range<Int>
}

/// Judges whether cover and hide divide the rows in the one permitted way.
struct OpeningCheck {
    let tree: RowTree
    let cover: [OpeningNode]
    let hide: [OpeningNode]

    /// Whether something is shown, every row is shown or hidden exactly once, the cover is the smallest and the hide
    /// the largest, and both ascend.
    func isDivision() -> Bool {
        guard !cover.isEmpty else { return false }
        var row = 0
        var shown = 0
        var hidden = 0
        while row < tree.rowCount {
            let start = row
            if let run = Self.run(of: cover, from: shown, at: row) {
                row = min(run.endRow, tree.rowCount)
                guard isSmallest(cover[shown..<run.endIndex], start..<row) else { return false }
                shown = run.endIndex
            } else if let run = Self.run(of: hide, from: hidden, at: row), run.endRow <= tree.rowCount {
                row = run.endRow
                guard isLargest(hide[hidden..<run.endIndex], start..<row) else { return false }
                hidden = run.endIndex
            } else {
                return false
            }
        }
        return shown == cover.count && hidden == hide.count
    }

    /// How far nodes that follow each other without a gap reach.
    private static func run(of nodes: [OpeningNode], from start: Int, at row: Int) -> (endIndex: Int, endRow: Int)? {
        var index = start
        var row = row
        while index < nodes.count, Int(nodes[index].firstRow) == row {
            row = nodes[index].endRow
            index += 1
        }
        return index > start ? (index, row) : nil
    }

    private func isSmallest(_ nodes: ArraySlice<OpeningNode>, _ rows: Range<Int>) -> Bool {
        var rest = nodes
        var isSame = true
        tree.forEachCoverNode(of: rows) { isSame = isSame && rest.popFirst()?.subtree == $0 }
        return isSame && rest.isEmpty
    }

    private func isLargest(_ nodes: ArraySlice<OpeningNode>, _ rows: Range<Int>) -> Bool {
        var rest = nodes
        var isSame = true
        tree.forEachHideNode(of: rows) { isSame = isSame && rest.popFirst()?.subtree == $0 }
        return isSame && rest.isEmpty
    }
}
