internal import CryptoPrimitives
internal import TransparencyLog

/// The growing end of the log in memory: what files of the next size hold beside those that are full.
struct LogTail {
    /// The right edge of the tree.
    private(set) var edge: TreeEdge
    /// The hashes of the last tile of each row, fewer than 256.
    private(set) var rows: [[Digest256]]
    /// The entries of the last bundle, fewer than 256.
    private(set) var entries: [[UInt8]]
    /// Their detail records, a line each.
    private(set) var details: [[UInt8]]
    /// The time of the last entry.
    private(set) var lastTime: EntryTime?

    var size: UInt64 { edge.size }
    var root: Digest256 { edge.root }

    /// The end of an empty log.
    init() {
        edge = TreeEdge()
        rows = Array(repeating: [], count: TileAddress.levelLimit)
        (entries, details) = ([], [])
    }

    init(edge: TreeEdge, rows: [[Digest256]], entries: [[UInt8]], details: [[UInt8]], lastTime: EntryTime?) {
        self.edge = edge
        self.rows = rows
        self.entries = entries
        self.details = details
        self.lastTime = lastTime
    }

    /// Puts a batch on.
    ///
    /// - Returns: what became full, and the new subtrees, by which the step can be verified.
    mutating func append(_ items: [StagingFrame.Item], endingAt time: EntryTime?) -> LogGrowth {
        var growth = LogGrowth(from: self)
        for item in items {
            entries.append(item.entry)
            details.append(item.details)
            var complete: [(level: Int, index: UInt64, hash: Digest256)] = []
            edge.append(MerkleTree.leaf(item.entry.span)) { complete.append(($0, $1, $2)) }
            for subtree in complete {
                growth.subtrees[LogGrowth.Place(level: subtree.level, index: subtree.index)] = subtree.hash
                if subtree.level % 8 == 0, subtree.level / 8 < rows.count { rows[subtree.level / 8].append(subtree.hash) }
            }
            closeFullFiles(&growth)
        }
        if let time { lastTime = time }
        growth.end = self
        return growth
    }

    private mutating func closeFullFiles(_ growth: inout LogGrowth) {
        for row in rows.indices where rows[row].count == 256 {
            let number = (edge.size >> UInt64(8 * row)) / 256 - 1
            growth.full[TileAddress(.hashes(level: row), number: number)] = Self.tile(rows[row])
            rows[row] = []
        }
        guard entries.count == 256 else { return }
        let number = edge.size / 256 - 1
        growth.full[TileAddress(.entries, number: number)] = Self.bundle(entries)
        growth.details[number] = Self.lines(details)
        (entries, details) = ([], [])
    }

    /// The bytes of the last file of a kind, as wide as it is now.
    func lastFile(_ content: TileAddress.Content) -> [UInt8] {
        switch content {
        case .hashes(let row): Self.tile(rows[row])
        case .entries: Self.bundle(entries)
        }
    }

    var lastDetails: [UInt8] { Self.lines(details) }

    private static func tile(_ hashes: [Digest256]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * 32)
        for hash in hashes { hash.append(to: &bytes) }
        return bytes
    }

    private static func bundle(_ entries: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries { EntryBundle.append(entry, to: &bytes) }
        return bytes
    }

    private static func lines(_ records: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        for record in records {
            bytes += record
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
