public import CryptoPrimitives
public import Indicators

/// One digest over every cell a node holds: equal on two nodes that hold the same cells, whatever they know besides.
public enum StateDigest {
    /// Buckets by the first 12 bits of the tag.
    public static let bucketCount = 4096

    /// The root of one bucket over the leaf hashes of its items, which must be in byte order of the items.
    public static func bucketRoot(ofItems leaves: [Digest256]) -> Digest256 {
        MerkleTree.root(ofLeaves: leaves)
    }

    /// The root of a bucket without items.
    public static let emptyBucket = SHA256().finalize()

    /// The digest of a state, given the roots of its buckets in ascending order; buckets left out are empty.
    ///
    /// Subtrees of empty buckets are not hashed again: most nodes of a small state are such.
    public static func digest(ofBuckets buckets: [(bucket: Int, root: Digest256)]) -> Digest256 {
        precondition(
            zip(buckets, buckets.dropFirst()).allSatisfy { $0.bucket < $1.bucket }
                && buckets.allSatisfy { (0..<bucketCount).contains($0.bucket) },
            "buckets ascend and are below 4,096")
        return head(of: buckets[...], from: 0, height: emptySubtrees.count - 1)
    }

    private static func head(
        of buckets: ArraySlice<(bucket: Int, root: Digest256)>, from start: Int, height: Int
    ) -> Digest256 {
        guard let first = buckets.first else { return emptySubtrees[height] }
        guard height > 0 else { return leaf(ofBucket: first.root) }
        let middle = start + (1 << (height - 1))
        let cut = buckets.firstIndex { $0.bucket >= middle } ?? buckets.endIndex
        return MerkleTree.inner(
            head(of: buckets[..<cut], from: start, height: height - 1),
            head(of: buckets[cut...], from: middle, height: height - 1))
    }

    private static func leaf(ofBucket root: Digest256) -> Digest256 {
        var state = SHA256()
        state.update(byte: 0)
        state.update(root)
        return state.finalize()
    }

    /// The heads of subtrees of 1, 2, 4 … 4,096 empty buckets.
    private static let emptySubtrees: [Digest256] = {
        var heads = [leaf(ofBucket: emptyBucket)]
        while 1 << (heads.count - 1) < bucketCount {
            heads.append(MerkleTree.inner(heads[heads.count - 1], heads[heads.count - 1]))
        }
        return heads
    }()

    /// The digest of a state without claims.
    public static let empty = digest(ofBuckets: [])
}

/// The key of a match tag: what claims must share to meet.
///
/// The order is the byte order of the items of the state digest: tag, then kind, the shorter name first, then epoch.
public struct TagKey: Sendable, Hashable {
    /// The sixteen bytes.
    public let tag: MatchTag
    /// The kind of the indicator.
    public let kind: IndicatorKind
    /// The epoch whose keys made the tag.
    public let epoch: EpochNumber

    /// Names a match tag.
    public init(kind: IndicatorKind, epoch: EpochNumber, tag: MatchTag) {
        self.tag = tag
        self.kind = kind
        self.epoch = epoch
    }
}

extension TagKey: Comparable {
    /// The order of the items of the state digest.
    public static func < (left: Self, right: Self) -> Bool {
        if left.tag != right.tag { return left.tag < right.tag }
        let (first, second) = (left.kind.name.utf8.count, right.kind.name.utf8.count)
        if first != second { return first < second }
        return left.kind != right.kind ? left.kind < right.kind : left.epoch < right.epoch
    }
}

/// The leaf hash of one item of the state digest, built claim by claim.
public struct ItemHasher: Sendable {
    private var state = SHA256()

    /// Begins the item of one match tag.
    public init(_ key: TagKey) {
        var head: [UInt8] = [0]
        head.reserveCapacity(64)
        key.tag.append(to: &head)
        head.append(UInt8(key.kind.name.utf8.count))
        head.append(contentsOf: key.kind.name.utf8)
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
            head.append(UInt8(truncatingIfNeeded: key.epoch.value >> shift))
        }
        state.update(head)
    }

    /// Adds a held claim; claims come in ascending order of their ids.
    public mutating func add(_ claim: ClaimID, cells: Digest256) {
        state.update(claim.manifest)
        Self.update(&state, claim.segment)
        Self.update(&state, claim.row)
        state.update(cells)
    }

    /// The leaf hash.
    public consuming func finalize() -> Digest256 { state.finalize() }

    private static func update(_ state: inout SHA256, _ value: UInt32) {
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
            state.update(byte: UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}

/// The digest of the known cells of one claim, in ascending order of their columns.
public struct CellsHasher: Sendable {
    private var state = SHA256()

    /// Begins a claim.
    public init() {}

    /// Adds a known cell by the canonical bytes of its value.
    public mutating func add(column: Span<UInt8>, value: Span<UInt8>) {
        state.update(byte: UInt8(column.count))
        state.update(column)
        state.update(byte: 1)
        state.update(SHA256.hash(value))
    }

    /// Adds a cell that is known to be absent.
    public mutating func addAbsent(column: Span<UInt8>) {
        state.update(byte: UInt8(column.count))
        state.update(column)
        state.update(byte: 0)
    }

    /// The digest of the cells.
    public consuming func finalize() -> Digest256 { state.finalize() }
}
