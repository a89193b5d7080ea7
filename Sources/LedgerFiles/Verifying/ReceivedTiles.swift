public import CryptoPrimitives
public import TransparencyLog

/// Tiles of somebody else's log of one size, as they came: a proof that is made of them proves itself, or nothing.
public struct ReceivedTiles: SubtreeSource {
    private let size: UInt64
    private var tiles: [TileAddress: [Digest256]] = [:]

    /// Begins without tiles.
    public init(size: UInt64) { self.size = size }

    /// Takes a tile, or the full one of its number.
    ///
    /// - Returns: whether it holds as many hashes as its address says.
    public mutating func take(_ bytes: [UInt8], for address: TileAddress) -> Bool {
        guard bytes.count % 32 == 0, bytes.count >= address.width * 32, bytes.count <= LedgerLayout.tileByteCount else {
            return false
        }
        tiles[address] = stride(from: 0, to: address.width * 32, by: 32).map { Digest256(bytes.span.extracting($0..<$0 + 32)) }
        return true
    }

    /// The hash of a complete subtree.
    ///
    /// - Throws: `LogError.file` with the path of the tile that is missing.
    public mutating func hash(level: Int, index: UInt64) throws(LogError) -> Digest256 {
        let (row, span) = (level / 8, UInt64(1) << UInt64(level % 8))
        let first = index * span
        let address = TileReader.address(row, of: first, size: size)
        guard let hashes = tiles[address] else { throw .file(path: address.path) }
        let start = Int(first % 256)
        guard start + Int(span) <= hashes.count else { throw .consistency(old: first, new: size) }
        return MerkleTree.root(ofLeaves: Array(hashes[start..<start + Int(span)]))
    }
}
