internal import CanonicalCoding
internal import CryptoPrimitives
internal import TransparencyLog

/// Holds the detail records of a log, where they lie beside it, against the commitments of its entries.
///
/// Logs do not publish them: they are there for who verifies a node's own directory, and for nobody else.
struct DetailReading {
    /// The first record that does not give the commitment of its entry.
    private(set) var fault: LedgerFault?
    /// How many records were found right.
    private(set) var count = 0
    private let isThere: Bool
    private var files: LogDirectory

    /// The directory of the records, 256 to a file, a line each.
    static let path = "details"
    /// Two levels stand around the value of a field.
    private static let limits = JSONLimits(
        depth: JSONLimits.signedLine.depth + 2, stringBytes: JSONLimits.signedLine.stringBytes)
    /// A file is at most this long.
    static let limitBytes = TileAddress.fullWidth * (DetailRecord.limitBytes + 1)

    init(of files: LogDirectory) {
        self.files = LogDirectory(root: files.root)
        isThere = Directory.isDirectory("\(files.root)/\(Self.path)")
    }

    /// Compares the records of a bundle; a bundle without a file of them has none to compare.
    ///
    /// - Throws: ``LedgerFault`` of code limit or unreadable.
    mutating func compare(bundle number: UInt64, of reading: BundleReading) throws(LedgerFault) {
        guard isThere, fault == nil else { return }
        let path = Self.path + TileAddress(.entries, number: number).path.dropFirst("tile/entries".utf8.count)
        let start = number * UInt64(TileAddress.fullWidth)
        do throws(LedgerFault) { try files.read(path, limitBytes: Self.limitBytes) } catch {
            guard error.code == .missing else { throw error }
            return
        }
        var lines = files.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // What stands behind the last line end is no line.
        lines.removeLast()
        for (place, range) in reading.entries.enumerated() {
            guard place < lines.count, Self.isRecord(Array(lines[place]), of: reading.bytes[range]) else {
                fault = LedgerFault(
                    .detail, path, index: start + UInt64(place), "the record does not give the entry's commitment")
                return
            }
            count += 1
        }
    }

    /// Whether a line is a record that gives the commitment of an entry.
    private static func isRecord(_ line: [UInt8], of entry: ArraySlice<UInt8>) -> Bool {
        let entry = Array(entry)
        guard line.count <= DetailRecord.limitBytes, let value = try? StrictJSON.parseCanonical(line, limits: limits),
            let record = try? DetailRecord(value), let parsed = try? LogEntry(parsing: entry.span)
        else { return false }
        return record.commitment == parsed.details
    }
}
