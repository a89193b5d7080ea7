package import CryptoPrimitives

/// One node of the trees over a segment's rows, named `(h, i)` on the wire: it owns the rows
/// `[i·2^h, (i+1)·2^h)`, as far as they exist.
package struct RowSubtree: Sendable, Hashable {
    package let height: Int
    package let index: Int

    package var firstRow: Int { index << height }
    /// The row after the last one it would own in a complete tree.
    package var endRow: Int { (index + 1) << height }

    package init(height: Int, index: Int) {
        self.height = height
        self.index = index
    }
}

/// The shape of the trees over so many rows.
package struct RowTree: Sendable, Hashable {
    package let rowCount: Int

    package init(rowCount: Int) {
        self.rowCount = rowCount
    }

    /// The height of the root of the salt tree: the logarithm of the number of rows, rounded up.
    package var depth: Int { rowCount <= 1 ? 0 : Int.bitWidth - (rowCount - 1).leadingZeroBitCount }

    /// Calls for each node of the smallest set of salt nodes that owns exactly a run of rows, ascending.
    ///
    /// Rows that do not exist do not count, so a run that reaches the last row may be owned by nodes that reach
    /// beyond it.
    package func forEachCoverNode(of run: Range<Int>, _ body: (RowSubtree) -> Void) {
        let end = run.upperBound == rowCount ? 1 << depth : run.upperBound
        forEachNode(from: run.lowerBound, to: end, body)
    }

    /// Calls for each of the largest complete Merkle subtrees that together are a run of rows, ascending.
    package func forEachHideNode(of run: Range<Int>, _ body: (RowSubtree) -> Void) {
        forEachNode(from: run.lowerBound, to: run.upperBound, body)
    }

    private func forEachNode(from start: Int, to end: Int, _ body: (RowSubtree) -> Void) {
        var row = start
        while row < end, row < rowCount {
            let aligned = row == 0 ? BundleLimits.treeLevels : row.trailingZeroBitCount
            let fitting = Int.bitWidth - 1 - (end - row).leadingZeroBitCount
            let node = RowSubtree(height: min(aligned, fitting), index: row >> min(aligned, fitting))
            body(node)
            row = node.endRow
        }
    }
}

/// A node of an opening with what it hands over: a salt of the cover, or a hash that stands for hidden cells.
package struct OpeningNode: Sendable, Hashable {
    package let digest: Digest256
    package let firstRow: UInt32
    package let height: UInt8

    package init(_ subtree: RowSubtree, _ digest: Digest256) {
        self.digest = digest
        self.firstRow = UInt32(truncatingIfNeeded: subtree.firstRow)
        self.height = UInt8(truncatingIfNeeded: subtree.height)
    }

    package var subtree: RowSubtree { RowSubtree(height: Int(height), index: Int(firstRow) >> Int(height)) }
    package var endRow: Int { Int(firstRow) + 1 << Int(height) }
}
