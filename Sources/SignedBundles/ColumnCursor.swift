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

    /// The salt of the next shown row, whose leaf must be taken next.
    @inline(__always)
    mutating func nextSalt() -> Digest256 { salts.next() }

    /// Takes the leaf of the next shown row.
    @inline(__always)
    mutating func take(_ leaf: Digest256, nodes: [OpeningNode]) {
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
