internal import CryptoPrimitives

/// Recomputes the root of one opened column while its rows pass by.
///
/// It keeps one path of salts and one path of Merkle heads, whatever the number of rows.
struct ColumnCursor {
    /// The place of the column in the descriptor.
    let column: Int
    /// The next row of which this column is shown; the number of rows when none follows.
    private(set) var nextShown: Int

    private let rowCount: Int
    private var cover: Range<Int>
    private var hide: Range<Int>
    private var shownEnd = 0
    private var salts: SaltWalk
    private var fold = MerkleStack()

    /// Stands before the first shown row.
    init(_ part: ColumnOpening, nodes: [OpeningNode], rowCount: Int) {
        self.column = part.column
        self.rowCount = rowCount
        self.cover = part.cover
        self.hide = part.hide
        self.nextShown = 0
        self.salts = SaltWalk(rowCount: rowCount)
        advance(to: 0, nodes: nodes)
    }

    /// The root over all rows; meaningful once no shown row follows.
    var root: Digest256 { fold.head }

    /// Takes the value of the next shown row and returns its leaf.
    @inline(__always)
    mutating func take(_ value: Span<UInt8>, nodes: [OpeningNode]) -> Digest256 {
        let leaf = CellLeaf.present(value, salt: salts.next())
        append(leaf, nodes: nodes)
        return leaf
    }

    /// Takes the absence of a value in the next shown row and returns its leaf.
    mutating func takeAbsent(nodes: [OpeningNode]) -> Digest256 {
        let leaf = CellLeaf.absent(salt: salts.next())
        append(leaf, nodes: nodes)
        return leaf
    }

    @inline(__always)
    private mutating func append(_ leaf: Digest256, nodes: [OpeningNode]) {
        fold.append(leaf)
        nextShown += 1
        if nextShown == shownEnd { advance(to: nextShown, nodes: nodes) }
    }

    /// Takes the hidden subtrees that follow, then the next node of the cover.
    private mutating func advance(to row: Int, nodes: [OpeningNode]) {
        var row = row
        while let index = hide.first, Int(nodes[index].firstRow) == row {
            fold.append(subtree: nodes[index].digest, height: Int(nodes[index].height))
            row = nodes[index].endRow
            hide = hide.dropFirst()
        }
        nextShown = row
        guard let index = cover.first, row < rowCount else { return }
        salts.enter(nodes[index])
        shownEnd = min(nodes[index].endRow, rowCount)
        cover = cover.dropFirst()
    }
}
