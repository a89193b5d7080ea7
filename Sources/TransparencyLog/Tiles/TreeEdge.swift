public import CryptoPrimitives

/// The right edge of a tree: the complete subtrees from which its root follows and onto which new leaves are put.
///
/// What a log has to remember to go on; 64 hashes at most.
public struct TreeEdge: Sendable, Hashable {
    /// How many leaves there are.
    public private(set) var size: UInt64 = 0
    /// The complete subtrees, the largest first.
    private var subtrees: [Digest256] = []

    /// The edge of an empty tree.
    public init() {}

    /// The edge of a tree of some size.
    ///
    /// - Throws: ``LogError`` of the source.
    public init(size: UInt64, from source: inout some SubtreeSource) throws(LogError) {
        self.size = size
        var start: UInt64 = 0
        for level in (0..<64).reversed() where size >> UInt64(level) & 1 == 1 {
            subtrees.append(try source.hash(level: level, index: start >> UInt64(level)))
            start += 1 << UInt64(level)
        }
    }

    /// Puts a leaf on, and hands every subtree that it completes to `body`, the leaf itself first, as level and index.
    public mutating func append(_ leaf: Digest256, _ body: (Int, UInt64, Digest256) -> Void) {
        var (hash, level, index) = (leaf, 0, size)
        body(level, index, hash)
        while index & 1 == 1 {
            hash = MerkleTree.inner(subtrees.removeLast(), hash)
            (level, index) = (level + 1, index >> 1)
            body(level, index, hash)
        }
        subtrees.append(hash)
        size += 1
    }

    /// The root of RFC 6962.
    public var root: Digest256 {
        guard var hash = subtrees.last else { return MerkleTree.root(ofLeaves: []) }
        for left in subtrees.dropLast().reversed() { hash = MerkleTree.inner(left, hash) }
        return hash
    }
}
