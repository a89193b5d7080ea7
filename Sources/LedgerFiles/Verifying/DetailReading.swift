internal import CanonicalCoding
internal import CryptoPrimitives
internal import TransparencyLog

/// Holds the detail records of a log, where they lie beside it, against the commitments of its entries.
///
/// Logs do not publish them: they are there for who verifies a node's own directory, and for nobody else. The node itself demands them.
struct DetailReading {
    /// The first record that does not give the commitment of its entry.
    private(set) var fault: LedgerFault?
    /// How many records were found right.
    private(set) var count = 0
    private let isThere: Bool
    private let areRequired: Bool
    private var files: LogDirectory

    /// The directory of the records, 256 to a file, a line each.
    static let path = "details"
    /// Two levels stand around the value of a field.
    private static let limits = JSONLimits(
        depth: JSONLimits.signedLine.depth + 2, stringBytes: JSONLimits.signedLine.stringBytes)
    /// A file is at most this long.
    static let limitBytes = TileAddress.fullWidth * (DetailRecord.limitBytes + 1)

    init(of files: LogDirectory, areRequired: Bool) {
        self.areRequired = areRequired
        self.files = LogDirectory(root: files.root)
        isThere = Directory.isDirectory("\(files.root)/\(Self.path)")
    }

    /// Compares the records of a bundle; unless they are required, one without a file of them has none to compare.
    ///
    /// - Throws: ``LedgerFault`` of code limit or unreadable.
    mutating func compare(bundle number: UInt64, of reading: BundleReading) throws(LedgerFault) {
        guard isThere || areRequired, fault == nil else { return }
        let path = Self.path + TileAddress(.entries, number: number).path.dropFirst("tile/entries".utf8.count)
        let start = number * UInt64(TileAddress.fullWidth)
        do throws(LedgerFault) { try files.read(path, limitBytes: Self.limitBytes, index: start) } catch {
            guard error.code == .missing else { throw error }
            if areRequired { fault = error }
            return
        }
        var lines = files.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // What stands behind the last line end is no line.
        let rest = lines.removeLast()
        for (place, range) in reading.entries.enumerated() {
            guard place < lines.count, Self.isRecord(Array(lines[place]), of: reading.bytes[range]) else {
                fault = LedgerFault(
                    .detail, path, index: start + UInt64(place), "the record does not give the entry's commitment")
                return
            }
            count += 1
        }
        guard areRequired, !rest.isEmpty || !Self.mayFollow(lines.dropFirst(reading.entries.count), reading.entries.count)
        else { return }
        let last = start + UInt64(max(1, reading.entries.count) - 1)
        fault = LedgerFault(.detail, path, index: last, "something stands behind the record that is none")
    }

    /// Whether lines may stand behind those of a bundle: records of entries that are about to be published.
    private static func mayFollow(_ lines: ArraySlice<ArraySlice<UInt8>>, _ entryCount: Int) -> Bool {
        lines.count + entryCount <= TileAddress.fullWidth && lines.allSatisfy { DetailRecord(line: Array($0)) != nil }
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
