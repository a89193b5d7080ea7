internal import CryptoPrimitives
internal import TransparencyLog

/// Reads the bundles of entries of a log, and holds narrower ones in the same place against them.
struct BundleReading {
    /// The first narrower bundle that differs.
    private(set) var difference: LedgerFault?
    /// The bytes of the bundle that was read last.
    private(set) var bytes: [UInt8] = []
    /// Where its entries stand in ``bytes``.
    private(set) var entries: [Range<Int>] = []

    /// The path of the bundle that holds an entry of a log of some size.
    static func path(ofEntry index: UInt64, size: UInt64) -> String {
        let number = index / UInt64(TileAddress.fullWidth)
        return TileAddress(.entries, number: number, width: width(of: number, size: size)).path
    }

    /// How many entries a bundle has in a log of some size.
    static func width(of number: UInt64, size: UInt64) -> Int {
        Int(min(UInt64(TileAddress.fullWidth), size - number * UInt64(TileAddress.fullWidth)))
    }

    /// Reads a bundle.
    ///
    /// - Throws: ``LedgerFault`` when it is missing or is not exactly so many entries.
    mutating func read(_ number: UInt64, width: Int, in files: inout LogDirectory) throws(LedgerFault) {
        let address = TileAddress(.entries, number: number, width: width)
        let start = number * UInt64(TileAddress.fullWidth)
        try files.read(address.path, limitBytes: Self.limitBytes, index: start)
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: files.bytes)
        entries = wholeEntries(atMost: width)
        guard entries.count == width, entries.last?.upperBound == bytes.count else {
            throw LedgerFault(
                .bundle, address.path, index: start + UInt64(entries.count), "the file does not hold the entries of its width")
        }
        for narrower in try files.narrowerWidths(.entries, number: number, than: width, otherwise: .bundle) {
            try compare(TileAddress(.entries, number: number, width: narrower), from: start, in: &files)
        }
    }

    private func wholeEntries(atMost width: Int) -> [Range<Int>] {
        var found: [Range<Int>] = []
        found.reserveCapacity(width)
        var place = 0
        while found.count < width, bytes.count - place >= 2 {
            let end = place + 2 + (Int(bytes[place]) << 8 | Int(bytes[place + 1]))
            guard end <= bytes.count else { break }
            found.append(place + 2..<end)
            place = end
        }
        return found
    }

    private mutating func compare(_ address: TileAddress, from start: UInt64, in files: inout LogDirectory) throws(LedgerFault) {
        try files.read(address.path, limitBytes: Self.limitBytes, index: start)
        let end = entries[address.width - 1].upperBound
        guard difference == nil, files.bytes.count != end || !bytes.starts(with: files.bytes) else { return }
        let place = zip(files.bytes, bytes[..<end]).enumerated().first { $1.0 != $1.1 }?.offset ?? min(files.bytes.count, end)
        let entry = entries.firstIndex { place < $0.upperBound } ?? address.width
        difference = LedgerFault(
            .bundle, address.path, index: start + UInt64(min(entry, address.width)), "the wider bundle has another entry")
    }

    /// Every entry as long as its two bytes of length allow.
    private static let limitBytes = TileAddress.fullWidth * (2 + EntryBundle.entryLimitBytes)
}
