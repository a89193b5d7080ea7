public import CryptoPrimitives

/// Verifying proofs of RFC 6962 trees as RFC 9162 describes it (2.1.3.2, 2.1.4.2). It shares no code with what makes them.
public enum ProofCheck {
    /// A proof has at most this many hashes: twice the height of the largest tree.
    public static let hashLimit = 128

    /// Whether a leaf stands at an index of the tree with this root.
    ///
    /// - Throws: ``LogError/inclusion(index:)``.
    public static func requireInclusion(
        of leaf: Digest256, at index: UInt64, size: UInt64, proof: [Digest256], root: Digest256
    ) throws(LogError) {
        guard index < size else { throw .inclusion(index: index) }
        var (first, last) = (index, size - 1)
        var hash = leaf
        for sibling in proof {
            guard last > 0 else { throw .inclusion(index: index) }
            if first & 1 == 1 || first == last {
                hash = MerkleTree.inner(sibling, hash)
                while first & 1 == 0, first > 0 { (first, last) = (first >> 1, last >> 1) }
            } else {
                hash = MerkleTree.inner(hash, sibling)
            }
            (first, last) = (first >> 1, last >> 1)
        }
        guard last == 0, hash == root else { throw .inclusion(index: index) }
    }

    /// Whether the tree of the new head begins with that of the old one.
    ///
    /// - Throws: ``LogError/consistency(old:new:)``.
    public static func requireConsistency(
        from old: (size: UInt64, root: Digest256), to new: (size: UInt64, root: Digest256), proof: [Digest256]
    ) throws(LogError) {
        let failure = LogError.consistency(old: old.size, new: new.size)
        guard old.size <= new.size else { throw failure }
        guard old.size < new.size else {
            guard old.root == new.root, proof.isEmpty else { throw failure }
            return
        }
        guard old.size > 0 else {
            guard proof.isEmpty, old.root == MerkleTree.root(ofLeaves: []) else { throw failure }
            return
        }
        var path = proof[...]
        if old.size & (old.size - 1) == 0 { path = [old.root] + path }
        guard let start = path.first else { throw failure }
        var (first, last) = (old.size - 1, new.size - 1)
        while first & 1 == 1 { (first, last) = (first >> 1, last >> 1) }
        var (oldHash, newHash) = (start, start)
        for hash in path.dropFirst() {
            guard last > 0 else { throw failure }
            if first & 1 == 1 || first == last {
                oldHash = MerkleTree.inner(hash, oldHash)
                newHash = MerkleTree.inner(hash, newHash)
                while first & 1 == 0, first > 0 { (first, last) = (first >> 1, last >> 1) }
            } else {
                newHash = MerkleTree.inner(newHash, hash)
            }
            (first, last) = (first >> 1, last >> 1)
        }
        guard last == 0, oldHash == old.root, newHash == new.root else { throw failure }
    }
}
