internal import CryptoPrimitives
internal import TransparencyLog

/// The hashes of a log of some size, read from its tiles; each tile is read once.
struct TileReader: SubtreeSource {
    private let volume: any LedgerVolume
    private let size: UInt64
    private var tiles: [TileAddress: [Digest256]] = [:]
    /// Why the last tile could not be read, when it was there.
    private let trouble = ReadTrouble()

    /// Tiles that are kept; then all are let go.
    private static let cacheLimit = 4_096

    init(_ volume: any LedgerVolume, size: UInt64) {
        self.volume = volume
        self.size = size
    }

    mutating func hash(level: Int, index: UInt64) throws(LogError) -> Digest256 {
        let (row, span) = (level / 8, UInt64(1) << UInt64(level % 8))
        let first = index * span
        let address = Self.address(row, of: first, size: size)
        guard let hashes = try tile(address) else { throw .file(path: address.path) }
        let start = Int(first % 256)
        guard start + Int(span) <= hashes.count else { throw .file(path: address.path) }
        return MerkleTree.root(ofLeaves: Array(hashes[start..<start + Int(span)]))
    }

    /// The hashes of a tile, as many as it has at this size.
    mutating func tile(_ address: TileAddress) throws(LogError) -> [Digest256]? {
        if let known = tiles[address] { return known }
        let found: [UInt8]?
        do throws(FileError) {
            found = try PublishedFiles.contents(of: address, in: volume, limitBytes: LedgerLayout.tileByteCount)
        } catch {
            if case .tooLarge = error.reason { return nil }
            trouble.cause = error
            throw .file(path: address.path)
        }
        guard let bytes = found, bytes.count % 32 == 0, bytes.count >= address.width * 32 else { return nil }
        var hashes: [Digest256] = []
        for start in stride(from: 0, to: address.width * 32, by: 32) {
            hashes.append(Digest256(bytes.span.extracting(start..<start + 32)))
        }
        if tiles.count == Self.cacheLimit { tiles = [:] }
        tiles[address] = hashes
        return hashes
    }

    /// What a fault that this reader met means for the ledger: a tile that cannot be read is not a tile that is missing.
    func meaning(of error: LogError) -> LedgerError {
        if let cause = trouble.cause { return .unreadable(cause) }
        if case .file(let path) = error { return .published(path: path) }
        return .verification(error)
    }

    /// The tile of a row in which a hash stands, as wide as it is at a size.
    static func address(_ row: Int, of index: UInt64, size: UInt64) -> TileAddress {
        let count = size >> UInt64(8 * row)
        let number = index / 256
        return TileAddress(.hashes(level: row), number: number, width: Int(min(256, count - min(count, number * 256))))
    }
}

/// Files of the published tree.
enum PublishedFiles {
    /// The contents of a tile or bundle; of the wider one when the narrow one is no longer there.
    ///
    /// - Throws: `FileError` for one that is there and cannot be read.
    static func contents(
        of address: TileAddress, in volume: any LedgerVolume, limitBytes: Int
    ) throws(FileError) -> [UInt8]? {
        guard address.width > 0 else { return [] }
        if let exact = try volume.contents(of: address.path, limitBytes: limitBytes) { return exact }
        let full = TileAddress(address.content, number: address.number)
        return try volume.contents(of: full.path, limitBytes: limitBytes)
    }

    /// The entries of a bundle, as many as it has at a size.
    static func entries(_ number: UInt64, size: UInt64, in volume: any LedgerVolume) throws(LedgerError) -> [[UInt8]] {
        let width = Int(min(256, size - min(size, number * 256)))
        let address = TileAddress(.entries, number: number, width: width)
        let found = try readable { () throws(FileError) in
            try contents(of: address, in: volume, limitBytes: LedgerLayout.bundleLimitBytes)
        }
        guard let bytes = found,
            let ranges = EntryBundle.ranges(in: bytes, count: width) ?? EntryBundle.ranges(in: bytes, count: 256)
        else { throw .published(path: address.path) }
        return ranges.prefix(width).map { Array(bytes[$0]) }
    }

    /// The detail records beside a bundle, one line each; the records themselves are not yet read.
    static func details(_ number: UInt64, size: UInt64, in volume: any LedgerVolume) throws(LedgerError) -> [[UInt8]] {
        let width = Int(min(256, size - min(size, number * 256)))
        let path = LedgerLayout.details(number)
        let found = try readable { () throws(FileError) in
            try volume.contents(of: path, limitBytes: LedgerLayout.detailsLimitBytes)
        }
        guard let bytes = found else { throw .details(index: number * 256) }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // What stands behind the last line end is no line, and has no place there.
        let rest = lines.removeLast()
        guard lines.count >= width, rest.isEmpty else {
            throw .details(index: number * 256 + UInt64(min(lines.count, max(1, width) - 1)))
        }
        return lines.prefix(width).map(Array.init)
    }

    /// A file that is too large is not what belongs there; one that cannot be read may be.
    private static func readable(_ read: () throws(FileError) -> [UInt8]?) throws(LedgerError) -> [UInt8]? {
        do throws(FileError) { return try read() } catch {
            if case .tooLarge = error.reason { return nil }
            throw .unreadable(error)
        }
    }
}

/// What a reader that is copied about remembers of a failure.
private final class ReadTrouble {
    var cause: FileError?
}
