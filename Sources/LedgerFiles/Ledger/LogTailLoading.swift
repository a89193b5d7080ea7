internal import CanonicalCoding
internal import CryptoPrimitives
internal import TransparencyLog

extension LogTail {
    /// Reads the end of a log of some size from its files, and holds the last two tiles, bundles and groups of details against the
    /// root.
    ///
    /// - Throws: ``LedgerError/published(path:)``, ``LedgerError/details(index:)``.
    init(loading size: UInt64, root: Digest256, from volume: any LedgerVolume) throws(LedgerError) {
        self.init()
        guard size > 0 else { return }
        var reader = TileReader(volume, size: size)
        var rows: [[Digest256]] = []
        let edge: TreeEdge
        do throws(LogError) {
            edge = try TreeEdge(size: size, from: &reader)
            for row in 0..<TileAddress.levelLimit { rows.append(try Self.lastTile(row, size: size, &reader)) }
            try Self.requireLastFullTile(size: size, &reader)
        } catch {
            throw reader.meaning(of: error)
        }
        guard edge.root == root else { throw .published(path: TileReader.address(0, of: size - 1, size: size).path) }
        let last = (size - 1) / 256
        var (entries, details): ([[UInt8]], [[UInt8]]) = ([], [])
        for number in (last > 0 ? last - 1 : 0)...last {
            entries = try PublishedFiles.entries(number, size: size, in: volume)
            details = try PublishedFiles.details(number, size: size, in: volume)
            try Self.requireLeaves(entries, number, size: size, &reader)
            try Self.requireDetails(details, of: entries, from: number * 256)
        }
        let time = try Self.time(of: entries, from: last * 256)
        if size % 256 == 0 { (entries, details) = ([], []) }
        self.init(edge: edge, rows: rows, entries: entries, details: details, lastTime: time)
    }

    private static func lastTile(_ row: Int, size: UInt64, _ reader: inout TileReader) throws(LogError) -> [Digest256] {
        let count = size >> UInt64(8 * row)
        guard count % 256 > 0 else { return [] }
        let address = TileReader.address(row, of: count - 1, size: size)
        guard let hashes = try reader.tile(address) else { throw .file(path: address.path) }
        return hashes
    }

    /// The root of the last full tile is a hash of the row above, from which the root was computed.
    private static func requireLastFullTile(size: UInt64, _ reader: inout TileReader) throws(LogError) {
        guard size >= 256 else { return }
        let address = TileAddress(.hashes(level: 0), number: size / 256 - 1)
        guard let hashes = try reader.tile(address),
            MerkleTree.root(ofLeaves: hashes) == (try reader.hash(level: 8, index: address.number))
        else { throw .file(path: address.path) }
    }

    private static func requireLeaves(
        _ entries: [[UInt8]], _ number: UInt64, size: UInt64, _ reader: inout TileReader
    ) throws(LedgerError) {
        let address = TileReader.address(0, of: number * 256, size: size)
        let bundle = TileAddress(.entries, number: number, width: address.width)
        do throws(LogError) {
            guard try reader.tile(address) == entries.map({ MerkleTree.leaf($0.span) }) else { throw .file(path: bundle.path) }
        } catch {
            throw reader.meaning(of: error)
        }
    }

    private static func requireDetails(
        _ details: [[UInt8]], of entries: [[UInt8]], from first: UInt64
    ) throws(LedgerError) {
        for (offset, (line, bytes)) in zip(details, entries).enumerated() {
            let index = first + UInt64(offset)
            guard let entry = try? LogEntry(parsing: bytes.span), let record = DetailRecord(line: line),
                record.commitment == entry.details
            else { throw .details(index: index) }
        }
    }

    private static func time(of entries: [[UInt8]], from first: UInt64) throws(LedgerError) -> EntryTime? {
        guard let bytes = entries.last else { return nil }
        guard let entry = try? LogEntry(parsing: bytes.span) else {
            throw .published(path: TileAddress(.entries, number: first / 256, width: entries.count).path)
        }
        return entry.time
    }
}

extension DetailRecord {
    /// Reads a line of a file of details.
    init?(line: [UInt8]) {
        guard line.count <= Self.limitBytes, let json = try? StrictJSON.parseCanonical(line, limits: Self.jsonLimits),
            let record = try? DetailRecord(json)
        else { return nil }
        self = record
    }

    /// Two levels stand around the value of a field.
    private static let jsonLimits = JSONLimits(
        depth: JSONLimits.signedLine.depth + 2, stringBytes: JSONLimits.signedLine.stringBytes)
}
