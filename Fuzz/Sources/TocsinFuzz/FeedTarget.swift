import CanonicalCoding
import FeedReading
import Indicators

extension FuzzTarget {
    /// Feed files of every form: each row is read or refused, nothing vanishes, and values are clean.
    ///
    /// The first byte chooses the format, the second the kind, what the person says of all rows, and how
    /// tight the limits are.
    static let feed = FuzzTarget("feed") { (bytes) throws(BrokenProperty) in
        guard bytes.count >= 2 else { return }
        let source = FeedSource.bytes(bytes.dropped(2), name: "fuzz")
        guard let reader = try? FeedReader(source, options: options(bytes[0], bytes[1])) else { return }
        var seen = RowsSeen()
        while true {
            do throws(FeedError) {
                guard try seen.take(try reader.advance(), of: reader) else { break }
            } catch {
                return try require(!error.description.isEmpty, "an error without words")
            }
            try require(seen.broken == nil, seen.broken ?? "")
        }
        try require(seen.broken == nil, seen.broken ?? "")
        _ = reader.recognition
    }

    private static let kinds: [FeedKind] = [.auto, .anyWallet, .fixed(.url), .fixed(.phone), .fixed(.handle), .fixed(.host)]

    private static func options(_ first: UInt8, _ second: UInt8) -> FeedOptions {
        var options = FeedOptions()
        let formats: [FeedFormat?] = [nil] + FeedFormat.allCases
        options.format = formats[Int(first) % formats.count]
        options.kind = kinds[Int(second & 15) % kinds.count]
        if second & 16 != 0 { options.mappings.append(FieldMapping(.platform, from: .constant("telegram"))) }
        if second & 32 != 0 { options.mappings.append(FieldMapping(.scam, from: .constant("investment"))) }
        options.region = second & 64 == 0 ? nil : RegionCode("GB")
        guard second & 128 != 0 else { return options }
        options.limits.lineBytes = 64
        options.limits.recordEntries = 4
        options.limits.textBytes = 8
        options.limits.columns = 3
        options.limits.jsonDepth = 3
        options.limits.labels = 1
        options.limits.feedBytes = 2048
        return options
    }
}

/// Checks the steps of a reader.
private struct RowsSeen {
    var broken: String?
    private var read = 0
    private var refused = 0
    private var line = 0

    /// Whether the feed goes on.
    mutating func take(_ step: FeedStep, of reader: FeedReader) throws(FeedError) -> Bool {
        switch step {
        case .row:
            read += 1
            judge(reader.row)
        case .refused(let refusal):
            refused += 1
            if refusal.description.isEmpty { broken = "a refusal without words" }
        case .end: return false
        }
        let counts = reader.counts
        if counts.read != read || counts.refused != refused || counts.rows != read + refused { broken = "rows that vanish" }
        return broken == nil
    }

    private mutating func judge(_ row: FeedRow) {
        if row.line < line { broken = "rows out of order" }
        line = row.line
        let isClean = !row.value.isEmpty && UTF8Text.isValid(row.value.span) && !row.value.contains(0)
        if !isClean { broken = "a value that is empty, not UTF-8, or holds a zero byte" }
        if !row.kind.isKnown { broken = "a kind without canonical form" }
        _ = try? Canonicaliser.canonicalForm(of: row.value.span, kind: row.kind, region: row.region)
    }
}
