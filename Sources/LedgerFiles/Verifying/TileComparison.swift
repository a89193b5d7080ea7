internal import CryptoPrimitives
internal import TransparencyLog

/// Holds the tiles of a log against the hashes that follow from its entries, and remembers the first that differs.
struct TileComparison {
    /// The first difference of each level, by level.
    private var differences: [Int: LedgerFault] = [:]
    private var expected: [UInt8] = []

    /// The difference on the lowest level.
    var first: LedgerFault? { differences.min { $0.key < $1.key }?.value }
    /// The first difference among the hashes of entries.
    var firstOfLeaves: LedgerFault? { differences[0] }

    /// Compares a tile, and what there is of narrower ones in its place.
    ///
    /// - Throws: ``LedgerFault`` for a tile that is missing or cannot be read, and for a file beside it that is no tile.
    mutating func compare(
        level: Int, number: UInt64, hashes: [Digest256], in files: inout LogDirectory
    ) throws(LedgerFault) {
        expected.removeAll(keepingCapacity: true)
        for hash in hashes { hash.append(to: &expected) }
        try compare(TileAddress(.hashes(level: level), number: number, width: hashes.count), level, in: &files)
        for width in try files.narrowerWidths(.hashes(level: level), number: number, than: hashes.count, otherwise: .tile) {
            try compare(TileAddress(.hashes(level: level), number: number, width: width), level, in: &files)
        }
    }

    private mutating func compare(_ address: TileAddress, _ level: Int, in files: inout LogDirectory) throws(LedgerFault) {
        let start = address.number * UInt64(TileAddress.fullWidth)
        try files.read(address.path, limitBytes: Self.readLimitBytes, index: start)
        guard differences[level] == nil else { return }
        let wanted = address.width * Digest256.byteCount
        guard files.bytes.count != wanted || !files.bytes.starts(with: expected.prefix(wanted)) else { return }
        let place = zip(files.bytes, expected.prefix(wanted)).enumerated().first { $1.0 != $1.1 }?.offset
        let hash = (place ?? min(files.bytes.count, wanted)) / Digest256.byteCount
        differences[level] = LedgerFault(
            .tile, address.path, index: start + UInt64(hash), "it is not the hash that follows from the entries")
    }

    /// Twice a full tile, so that one that is too long is a wrong tile like others.
    private static let readLimitBytes = 2 * TileAddress.fullWidth * Digest256.byteCount
}

extension LogDirectory {
    /// The widths of files that stand beside a tile or bundle in its place, narrower than it.
    ///
    /// - Throws: ``LedgerFault`` for a name that is no width.
    func narrowerWidths(
        _ content: TileAddress.Content, number: UInt64, than width: Int, otherwise code: LedgerFault.Code
    ) throws(LedgerFault) -> [Int] {
        let folder = TileAddress(content, number: number).path + ".p"
        let widths = try numbers(in: folder, limit: TileAddress.fullWidth * 2, otherwise: code)
        guard widths.allSatisfy({ (1..<UInt64(TileAddress.fullWidth)).contains($0) }) else {
            throw LedgerFault(code, folder, "a file's name is no width")
        }
        return widths.map(Int.init).filter { $0 < width }
    }
}
