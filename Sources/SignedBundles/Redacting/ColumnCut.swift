internal import CryptoPrimitives

/// One column while it is cut down: the runs of rows that stay shown and the hashes of those that do not.
struct ColumnCut {
    let column: Int
    private let tree: RowTree
    private let cover: ArraySlice<OpeningNode>
    private var sourceHide: ArraySlice<OpeningNode>
    private var hide: [OpeningNode] = []
    private var shownRuns: [Range<UInt32>] = []

    init(_ part: ColumnOpening, nodes: [OpeningNode], rowCount: Int) {
        self.column = part.column
        self.tree = RowTree(rowCount: rowCount)
        self.cover = nodes[part.cover]
        self.sourceHide = nodes[part.hide]
    }

    /// How many nodes the open line has at least so far.
    var nodeCount: Int { hide.count + shownRuns.count }

    /// Takes the next row that the source shows of this column.
    mutating func take(_ row: Int, leaf: Digest256, isShown: Bool) {
        takeSourceHide(before: row)
        guard isShown else { return append(OpeningNode(RowSubtree(height: 0, index: row), leaf)) }
        let row = UInt32(truncatingIfNeeded: row)
        if let last = shownRuns.last, last.upperBound == row {
            shownRuns[shownRuns.count - 1] = last.lowerBound..<row + 1
        } else {
            shownRuns.append(row..<row + 1)
        }
    }

    /// Ends the column; nothing when no row of it is left.
    mutating func finish() -> CutOpening? {
        takeSourceHide(before: tree.rowCount)
        guard !shownRuns.isEmpty else { return nil }
        var salts = SaltDescent(cover)
        var cover: [OpeningNode] = []
        for run in shownRuns {
            tree.forEachCoverNode(of: Int(run.lowerBound)..<Int(run.upperBound)) { subtree in
                if let node = salts.node(subtree) { cover.append(node) }
            }
        }
        return CutOpening(column: column, cover: cover, hide: hide)
    }

    private mutating func takeSourceHide(before row: Int) {
        while let node = sourceHide.first, Int(node.firstRow) < row {
            append(node)
            sourceHide.removeFirst()
        }
    }

    /// Appends a hidden subtree; two halves of a larger one become that one.
    private mutating func append(_ node: OpeningNode) {
        var node = node
        while let last = hide.last, last.height == node.height, last.endRow == Int(node.firstRow),
            last.subtree.index.isMultiple(of: 2)
        {
            hide.removeLast()
            let parent = RowSubtree(height: Int(node.height) + 1, index: last.subtree.index / 2)
            node = OpeningNode(parent, MerkleTree.inner(last.digest, node.digest))
        }
        hide.append(node)
    }
}

/// Finds salt nodes below those of a cover, in ascending order, deriving each node on the way once.
private struct SaltDescent {
    private var cover: ArraySlice<OpeningNode>
    /// Nodes that contain each other, the outermost first.
    private var path: [OpeningNode] = []

    init(_ cover: ArraySlice<OpeningNode>) {
        self.cover = cover
    }

    /// The node of a subtree; nothing when the cover does not own it.
    mutating func node(_ subtree: RowSubtree) -> OpeningNode? {
        while let last = path.last, !last.subtree.contains(subtree) { path.removeLast() }
        while path.isEmpty, let next = cover.popFirst() {
            if next.subtree.contains(subtree) { path.append(next) }
        }
        while let last = path.last, last.height > subtree.height {
            let height = Int(last.height) - 1
            let index = subtree.index >> (height - subtree.height)
            let children = SaltTree.children(of: last.digest)
            path.append(
                OpeningNode(
                    RowSubtree(height: height, index: index), index.isMultiple(of: 2) ? children.left : children.right))
        }
        return path.last
    }
}

extension RowSubtree {
    /// Whether every row of another subtree is one of this.
    fileprivate func contains(_ other: RowSubtree) -> Bool {
        other.height <= height && other.index >> (height - other.height) == index
    }
}
