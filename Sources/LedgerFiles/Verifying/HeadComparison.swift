internal import CryptoPrimitives
internal import TransparencyLog

/// Holds the published heads against the tree as it grows.
struct HeadComparison {
    /// Whether the newest head has another root than the entries.
    private(set) var newestDiffers = false
    /// The first older head that is not of this tree.
    private(set) var fork: LedgerFault?
    private var waiting: ArraySlice<Checkpoint>
    private let newest: Checkpoint

    init(_ heads: PublishedHeads) {
        newest = heads.newest
        waiting = heads.kept[...]
    }

    /// Compares the heads of the size that the tree has now.
    mutating func compare(_ tree: MerkleStack) {
        let size = UInt64(tree.leafCount)
        guard size == newest.size || waiting.first?.size == size else { return }
        let root = tree.head
        if size == newest.size, root != newest.root { newestDiffers = true }
        while let head = waiting.first, head.size == size {
            waiting.removeFirst()
            guard head.root != root, fork == nil else { continue }
            let path = "\(PublishedHeads.keptPath)/\(size)"
            fork = LedgerFault(.fork, path, "the log signed another history than that of the newest head")
        }
    }

    /// Compares the heads within the leaves that come next and at their end.
    mutating func compare(_ tree: MerkleStack, with leaves: [Digest256]) {
        let end = UInt64(tree.leafCount + leaves.count)
        guard end == newest.size || waiting.first.map({ $0.size <= end }) ?? false else { return }
        var tree = tree
        for leaf in leaves {
            tree.append(leaf)
            compare(tree)
        }
    }
}
