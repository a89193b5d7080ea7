public import CryptoPrimitives

/// Where the hashes of complete subtrees come from: memory, or the tiles of a log.
public protocol SubtreeSource {
    /// The hash of the complete subtree over the leaves from `index · 2^level` on.
    ///
    /// - Throws: ``LogError`` when it is not to be had.
    mutating func hash(level: Int, index: UInt64) throws(LogError) -> Digest256
}

/// Proofs for the tree of one size, from the hashes of its complete subtrees.
public struct ProofMaker<Source: SubtreeSource> {
    private var source: Source

    /// Makes proofs from a source.
    public init(_ source: Source) { self.source = source }

    /// The root over the first `size` leaves.
    ///
    /// - Throws: ``LogError`` of the source.
    public mutating func root(size: UInt64) throws(LogError) -> Digest256 {
        guard size > 0 else { return MerkleTree.root(ofLeaves: []) }
        return try head(of: 0..<size)
    }

    /// The hashes beside the path of a leaf, the lowest first.
    ///
    /// - Throws: ``LogError/inclusion(index:)`` for an index beyond the size, ``LogError`` of the source.
    public mutating func inclusion(of index: UInt64, size: UInt64) throws(LogError) -> [Digest256] {
        guard index < size else { throw .inclusion(index: index) }
        var proof: [Digest256] = []
        var range = 0..<size
        while range.count64 > 1 {
            let middle = range.lowerBound + Self.split(range.count64)
            if index < middle {
                proof.append(try head(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                proof.append(try head(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        return proof.reversed()
    }

    /// What shows that the tree of size `new` begins with that of size `old`.
    ///
    /// - Throws: ``LogError/consistency(old:new:)`` when `old` is larger, ``LogError`` of the source.
    public mutating func consistency(from old: UInt64, to new: UInt64) throws(LogError) -> [Digest256] {
        guard old <= new else { throw .consistency(old: old, new: new) }
        guard old > 0, old < new else { return [] }
        var proof: [Digest256] = []
        var range = 0..<new
        var isWhole = true
        while range.upperBound != old {
            let middle = range.lowerBound + Self.split(range.count64)
            if old <= middle {
                proof.append(try head(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                proof.append(try head(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
                isWhole = false
            }
        }
        if !isWhole { proof.append(try head(of: range)) }
        return proof.reversed()
    }

    /// The tree head over a range that begins at a multiple of the next power of two.
    private mutating func head(of range: Range<UInt64>) throws(LogError) -> Digest256 {
        var right: Digest256?
        var parts: [(level: Int, index: UInt64)] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let level = 63 - (range.upperBound - start).leadingZeroBitCount
            parts.append((level, start >> UInt64(level)))
            start += 1 << UInt64(level)
        }
        for part in parts.reversed() {
            let left = try source.hash(level: part.level, index: part.index)
            right = right.map { MerkleTree.inner(left, $0) } ?? left
        }
        return right ?? MerkleTree.root(ofLeaves: [])
    }

    /// The largest power of two below a count over one.
    private static func split(_ count: UInt64) -> UInt64 { 1 << UInt64(63 - (count - 1).leadingZeroBitCount) }
}

extension Range where Bound == UInt64 {
    fileprivate var count64: UInt64 { upperBound - lowerBound }
}
