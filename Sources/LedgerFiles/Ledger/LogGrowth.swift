internal import CryptoPrimitives
internal import TransparencyLog

/// One step of the log from a size to a larger one: the files it needs, and what proves that the new tree begins with the old.
struct LogGrowth {
    /// Where a complete subtree stands.
    struct Place: Hashable {
        let level: Int
        let index: UInt64
    }

    /// The end before the step.
    let start: LogTail
    /// The end after it.
    var end: LogTail
    /// Tiles and bundles that became full.
    var full: [TileAddress: [UInt8]] = [:]
    /// Files of details that became full.
    var details: [UInt64: [UInt8]] = [:]
    /// Subtrees that became complete.
    var subtrees: [Place: Digest256] = [:]

    init(from start: LogTail) {
        self.start = start
        end = start
    }

    /// The published files of the step, each complete.
    var files: [(path: String, bytes: [UInt8])] {
        TileAddress.files(from: start.size, to: end.size).map { address in
            (address.path, full[address] ?? end.lastFile(address.content))
        }
    }

    /// The private files of the step.
    var detailFiles: [(path: String, bytes: [UInt8])] {
        var files = details.sorted { $0.key < $1.key }.map { (LedgerLayout.details($0.key), $0.value) }
        if !end.details.isEmpty { files.append((LedgerLayout.details(end.size / 256), end.lastDetails)) }
        return files
    }

    /// Directories of partial files that the full ones make superfluous.
    var supersededDirectories: [String] { full.keys.map { $0.path + ".p" }.sorted() }

    /// Holds the step against the code that outsiders verify with, which shares nothing with what built it.
    ///
    /// - Throws: ``LogError``.
    func verify() throws(LogError) {
        var maker = ProofMaker(GrowthSource(growth: self))
        let proof = try maker.consistency(from: start.size, to: end.size)
        try ProofCheck.requireConsistency(from: (start.size, start.root), to: (end.size, end.root), proof: proof)
    }
}

/// Subtrees of a step: the new ones, and the old ones that stand in the last tiles.
private struct GrowthSource: SubtreeSource {
    let growth: LogGrowth

    func hash(level: Int, index: UInt64) throws(LogError) -> Digest256 {
        if let new = growth.subtrees[LogGrowth.Place(level: level, index: index)] { return new }
        let (row, span) = (level / 8, UInt64(1) << UInt64(level % 8))
        let first = index * span
        let number = (growth.start.size >> UInt64(8 * row)) / 256
        let (hashes, start) = (growth.start.rows[row], Int(first % 256))
        guard first / 256 == number, start + Int(span) <= hashes.count else {
            throw .file(path: TileReader.address(row, of: first, size: growth.start.size).path)
        }
        return MerkleTree.root(ofLeaves: Array(hashes[start..<start + Int(span)]))
    }
}
