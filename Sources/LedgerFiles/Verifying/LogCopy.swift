internal import CryptoPrimitives
public import TransparencyLog

/// A copy of a log's published files that grows: what is new is held against a head before the head is put in place.
///
/// It judges tiles and bundles by their hashes alone. The rules of entries, and witnesses, are ``LedgerCheck``'s work, which takes the
/// same directory.
public struct LogCopy: Sendable {
    private let directory: String
    private let hasEntries: Bool

    /// Names a copy.
    ///
    /// - Parameter hasEntries: whether bundles of entries are in it, or tiles of hashes alone.
    public init(in directory: String, hasEntries: Bool) {
        self.directory = directory
        self.hasEntries = hasEntries
    }

    /// The files that a copy of a size has and that are not here yet.
    public func missing(upTo size: UInt64) -> [TileAddress] {
        TileAddress.files(from: 0, to: size).filter { address in
            (hasEntries || address.content != .entries) && !Directory.exists("\(directory)/\(address.path)")
        }
    }

    /// Verifies that the tiles of a size give the root of a head, and the entries the tiles.
    ///
    /// - Parameter old: a size up to which that was done before.
    /// - Throws: ``LedgerError``: the file that does not fit, or ``LedgerError/copy(_:)`` for a root that does not follow.
    public func requireTree(of head: Checkpoint, from old: UInt64) throws(LedgerError) {
        let volume = try AuditLog.volume(directory)
        var tiles = TileReader(volume, size: head.size)
        var (first, count, level) = (min(old, head.size), head.size, 0)
        while count > 0 {
            for number in first / 256..<(count + 255) / 256 {
                try requireTile(level, number, size: head.size, &tiles, volume)
            }
            (first, count, level) = (first >> 8, count >> 8, level + 1)
        }
        guard try root(of: head.size, within: head.size) == head.root else { throw .copy("its root is not that of the head") }
    }

    private func root(of size: UInt64, within largest: UInt64) throws(LedgerError) -> Digest256 {
        let tiles = TileReader(try AuditLog.volume(directory), size: largest)
        var maker = ProofMaker(tiles)
        do throws(LogError) { return try maker.root(size: size) } catch { throw tiles.meaning(of: error) }
    }

    /// The proof that a smaller head of the log is of another history than the verified one of this copy.
    ///
    /// - Returns: nothing when both are of one history.
    /// - Throws: ``LedgerError``.
    public func otherHistory(
        _ smaller: SignedNote, of size: UInt64, than larger: SignedNote, of largest: UInt64
    ) throws(LedgerError) -> OtherHistory? {
        let tiles = TileReader(try AuditLog.volume(directory), size: largest)
        var maker = ProofMaker(tiles)
        do throws(LogError) {
            let (root, proof) = (try maker.root(size: size), try maker.consistency(from: size, to: largest))
            return OtherHistory(smaller: smaller, larger: larger, otherRoot: root, proof: proof)
        } catch { throw tiles.meaning(of: error) }
    }

    /// Holds a tile against what is below it: entries, or full tiles.
    private func requireTile(
        _ level: Int, _ number: UInt64, size: UInt64, _ tiles: inout TileReader, _ volume: DiskVolume
    ) throws(LedgerError) {
        let address = TileReader.address(level, of: number * 256, size: size)
        guard address.width > 0 else { return }
        guard let hashes = try tile(address, &tiles) else { throw .published(path: address.path) }
        guard level > 0 else {
            guard hasEntries else { return }
            let entries = try PublishedFiles.entries(number, size: size, in: volume)
            guard entries.map({ MerkleTree.leaf($0.span) }) == hashes else {
                throw .published(path: TileAddress(.entries, number: number, width: address.width).path)
            }
            return
        }
        for (place, hash) in hashes.enumerated() {
            let below = TileAddress(.hashes(level: level - 1), number: number * 256 + UInt64(place))
            guard let children = try tile(below, &tiles), MerkleTree.root(ofLeaves: children) == hash else {
                throw .published(path: address.path)
            }
        }
    }

    private func tile(_ address: TileAddress, _ tiles: inout TileReader) throws(LedgerError) -> [Digest256]? {
        do throws(LogError) { return try tiles.tile(address) } catch { throw tiles.meaning(of: error) }
    }
}
