/// The Merkle tree of RFC 6962 and RFC 9162 over SHA-256: leaves and inner nodes have different first bytes, and a
/// tree of n leaves splits at the largest power of two below n.
public enum MerkleTree {
    /// The tree head over leaf hashes that are already computed; no leaves give the digest of the empty string.
    public static func root(ofLeaves leaves: [Digest256]) -> Digest256 {
        var stack = MerkleStack()
        for leaf in leaves { stack.append(leaf) }
        return stack.head
    }

    /// The node above two nodes: `H(01 ‖ left ‖ right)`.
    public static func inner(_ left: Digest256, _ right: Digest256) -> Digest256 {
        TreeHash.inner(left, right)
    }

    /// The hash of one entry: `H(00 ‖ entry)`.
    public static func leaf(_ entry: Span<UInt8>) -> Digest256 {
        var state = SHA256()
        state.update(byte: 0)
        state.update(entry)
        return state.finalize()
    }
}

/// A Merkle tree that grows from the left and keeps only the heads of its complete subtrees: at most 63 digests,
/// however many leaves it has seen.
public struct MerkleStack: Sendable {
    private var subtrees: [Digest256] = []

    /// The number of leaves so far.
    public private(set) var leafCount = 0

    /// An empty tree.
    public init() {
        subtrees.reserveCapacity(32)
    }

    /// Appends one leaf hash.
    public mutating func append(_ leaf: Digest256) {
        append(subtree: leaf, height: 0)
    }

    /// Whether a complete subtree of 2^height leaves may come next, that is, begins at a multiple of its size.
    public func accepts(subtreeOfHeight height: Int) -> Bool {
        (0..<Int.bitWidth - 1).contains(height) && leafCount & (1 << height - 1) == 0
    }

    /// Appends the head of a complete subtree of 2^height leaves.
    ///
    /// It must begin at a multiple of its size, as ``accepts(subtreeOfHeight:)`` tells; another place is a
    /// programming error.
    public mutating func append(subtree: Digest256, height: Int) {
        precondition(accepts(subtreeOfHeight: height), "a subtree begins at a multiple of its size")
        var node = subtree
        var waiting = leafCount >> height
        while waiting & 1 == 1 {
            node = MerkleTree.inner(subtrees.removeLast(), node)
            waiting >>= 1
        }
        subtrees.append(node)
        leafCount += 1 << height
    }

    /// The tree head over all leaves so far.
    public var head: Digest256 {
        guard var node = subtrees.last else { return SHA256().finalize() }
        for subtree in subtrees.dropLast().reversed() { node = MerkleTree.inner(subtree, node) }
        return node
    }
}
