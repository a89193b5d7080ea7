internal import CryptoPrimitives
internal import TransparencyLog

/// Builds the tree of a log once more from its bundles of entries, one bundle in memory at a time, and holds everything the log has
/// published of it against that.
struct TreeReplay {
    private let size: UInt64
    private var bundles = BundleReading()
    private var tiles = TileComparison()
    private var judge = EntryJudge()
    private var heads: HeadComparison
    private var details: DetailReading
    /// The hashes of each level's unfinished tile; of level 0 nothing.
    private var unfinished: [[Digest256]] = []
    /// The full bundles so far.
    private var tree = MerkleStack()

    init(_ heads: PublishedHeads, of files: LogDirectory, requiresDetails: Bool) {
        size = heads.newest.size
        self.heads = HeadComparison(heads)
        details = DetailReading(of: files, areRequired: requiresDetails)
    }

    /// How many detail records were found right.
    var detailCount: Int { details.count }

    /// Replays the log.
    ///
    /// - Throws: the first ``LedgerFault``, in the order of docs/spec/ledger.md.
    mutating func run(in files: inout LogDirectory) throws(LedgerFault) {
        let width = UInt64(TileAddress.fullWidth)
        heads.compare(tree)
        for number in 0..<(size + width - 1) / width { try take(bundle: number, in: &files) }
        for (level, hashes) in zip(1..., unfinished) where !hashes.isEmpty {
            try tiles.compare(level: level, number: size >> UInt64(8 * (level + 1)), hashes: hashes, in: &files)
        }
        try requireNoFault()
    }

    private func requireNoFault() throws(LedgerFault) {
        if heads.newestDiffers {
            guard let leaf = tiles.firstOfLeaves, let index = leaf.index else {
                throw LedgerFault(.root, PublishedHeads.newestPath, "the root is not that of the entries")
            }
            let path = BundleReading.path(ofEntry: min(index, size - 1), size: size)
            throw LedgerFault(.bundle, path, index: index, "the entry is not the one that the tree has")
        }
        if let fault = tiles.first ?? bundles.difference ?? heads.fork { throw fault }
        if let (index, what) = judge.fault {
            throw LedgerFault(.entry, BundleReading.path(ofEntry: index, size: size), index: index, what)
        }
        if let fault = details.fault { throw fault }
    }

    private mutating func take(bundle number: UInt64, in files: inout LogDirectory) throws(LedgerFault) {
        let width = BundleReading.width(of: number, size: size)
        try bundles.read(number, width: width, in: &files)
        let leaves = judgedLeaves(from: number * UInt64(TileAddress.fullWidth))
        try tiles.compare(level: 0, number: number, hashes: leaves, in: &files)
        heads.compare(tree, with: leaves)
        try details.compare(bundle: number, of: bundles)
        guard width == TileAddress.fullWidth else { return }
        let root = MerkleTree.root(ofLeaves: leaves)
        tree.append(subtree: root, height: 8)
        try put(root, onLevel: 1, number: number, in: &files)
    }

    /// The hashes of the entries of the bundle that was read, each of which is judged.
    private mutating func judgedLeaves(from start: UInt64) -> [Digest256] {
        var leaves: [Digest256] = []
        leaves.reserveCapacity(bundles.entries.count)
        let bytes = bundles.bytes
        for range in bundles.entries {
            let entry = bytes.span.extracting(range)
            judge.judge(entry, at: start + UInt64(leaves.count))
            leaves.append(MerkleTree.leaf(entry))
        }
        return leaves
    }

    /// Puts the root of a full tile on the level above it, which may fill a tile there.
    private mutating func put(
        _ hash: Digest256, onLevel level: Int, number: UInt64, in files: inout LogDirectory
    ) throws(LedgerFault) {
        if unfinished.count < level { unfinished.append([]) }
        unfinished[level - 1].append(hash)
        let hashes = unfinished[level - 1]
        guard hashes.count == TileAddress.fullWidth else { return }
        unfinished[level - 1].removeAll(keepingCapacity: true)
        let tile = number >> 8
        try tiles.compare(level: level, number: tile, hashes: hashes, in: &files)
        try put(MerkleTree.root(ofLeaves: hashes), onLevel: level + 1, number: tile, in: &files)
    }
}
