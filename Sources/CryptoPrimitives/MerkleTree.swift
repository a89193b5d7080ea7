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

/// A Merkle tree that grows from the left and keeps only the heads of complete subtrees: at most three of each height,
/// however many leaves it has seen.
///
/// Four subtrees of one height become two at once, so that nearly all inner nodes are computed in pairs.
public struct MerkleStack: Sendable {
    /// From left to right; their heights never ascend.
    private var subtrees: [Subtree] = []

    /// The number of leaves so far.
    public private(set) var leafCount = 0

    /// An empty tree.
    public init() {
        subtrees.reserveCapacity(64)
    }

    /// Appends one leaf hash.
    public mutating func append(_ leaf: Digest256) {
        push(Subtree(head: leaf, height: 0))
        leafCount += 1
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
        while let right = subtrees.last, right.height < height {
            subtrees.removeLast()
            push(subtrees.removeLast().joined(with: right))
        }
        push(Subtree(head: subtree, height: height))
        leafCount += 1 << height
    }

    /// Appends a subtree and joins four of its height, if there are four now.
    private mutating func push(_ node: Subtree) {
        subtrees.append(node)
        let start = subtrees.count - 4
        guard start >= 0, subtrees[start].height == node.height else { return }
        let heads = TreeHash.inner(
            (subtrees[start].head, subtrees[start + 1].head), (subtrees[start + 2].head, node.head))
        subtrees.removeLast(4)
        push(Subtree(head: heads.first, height: node.height + 1))
        push(Subtree(head: heads.second, height: node.height + 1))
    }

    /// The tree head over all leaves so far.
    public var head: Digest256 {
        var largest: [Subtree] = []
        for subtree in subtrees {
            var node = subtree
            while let left = largest.last, left.height == node.height {
                node = left.joined(with: node)
                largest.removeLast()
            }
            largest.append(node)
        }
        guard var node = largest.last?.head else { return SHA256().finalize() }
        for subtree in largest.dropLast().reversed() { node = MerkleTree.inner(subtree.head, node) }
        return node
    }
}

/// A complete subtree of 2^height leaves.
private struct Subtree: Sendable {
    let head: Digest256
    let height: Int

    /// This subtree and the one to its right, of the same height.
    func joined(with right: Subtree) -> Subtree {
        Subtree(head: MerkleTree.inner(head, right.head), height: height + 1)
    }
}
