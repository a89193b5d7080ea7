public import CryptoPrimitives

/// Commits to the cells of one column, row by row.
///
/// It keeps one path of salts and one path of Merkle heads, whatever the number of rows.
public struct ColumnCommitment {
    private let rootNode: OpeningNode
    private var salts: SaltWalk
    private var fold = MerkleStack()

    /// Begins a column of so many rows whose salts come from a key.
    public init(rowCount: Int, key: Digest256) {
        let depth = RowTree(rowCount: rowCount).depth
        self.rootNode = OpeningNode(RowSubtree(height: depth, index: 0), key)
        self.salts = SaltWalk(rowCount: rowCount)
        salts.enter(rootNode)
    }

    /// Takes the value of the next row: canonical JSON.
    ///
    /// - Precondition: fewer rows than announced were taken.
    public mutating func append(_ value: Span<UInt8>) {
        fold.append(CellLeaf.present(value, salt: salts.next()))
    }

    /// Takes the absence of a value in the next row.
    ///
    /// - Precondition: fewer rows than announced were taken.
    public mutating func appendAbsent() {
        fold.append(CellLeaf.absent(salt: salts.next()))
    }

    /// The root over the rows taken.
    public var root: Digest256 { fold.head }

    /// The cover that opens the whole column.
    var cover: [OpeningNode] { [rootNode] }
}
