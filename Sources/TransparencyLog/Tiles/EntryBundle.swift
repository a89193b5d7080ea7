/// The bytes of up to 256 entries (C2SP tlog-tiles): each with its length as two bytes, big-endian, in front.
public enum EntryBundle {
    /// No entry can be longer.
    public static let entryLimitBytes = 65_535

    /// Appends an entry to a bundle.
    ///
    /// - Precondition: the entry is at most ``entryLimitBytes`` long.
    public static func append(_ entry: [UInt8], to bundle: inout [UInt8]) {
        precondition(entry.count <= entryLimitBytes)
        bundle.append(UInt8(entry.count >> 8))
        bundle.append(UInt8(entry.count & 0xFF))
        bundle += entry
    }

    /// Where the entries of a bundle stand.
    ///
    /// - Returns: nothing unless there are exactly `count` of them and nothing else.
    public static func ranges(in bundle: [UInt8], count: Int) -> [Range<Int>]? {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(count)
        var place = 0
        while place < bundle.count {
            guard bundle.count - place >= 2, ranges.count < count else { return nil }
            let length = Int(bundle[place]) << 8 | Int(bundle[place + 1])
            guard bundle.count - place - 2 >= length else { return nil }
            ranges.append(place + 2..<place + 2 + length)
            place += 2 + length
        }
        return ranges.count == count ? ranges : nil
    }
}
