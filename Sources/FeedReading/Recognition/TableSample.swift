/// The records of the first bytes of a table, by one delimiter.
struct TableSample {
    /// The records, without blank and comment lines and without a last one that may be cut off.
    private(set) var records: [[[UInt8]]] = []
    /// The last comment line before the first record, taken apart like a record.
    private(set) var commentBefore: [[UInt8]]?
    let delimiter: UInt8

    init(_ sample: Span<UInt8>, delimiter: UInt8, isWhole: Bool, limits: FeedLimits) {
        self.delimiter = delimiter
        var scanner = TableScanner(delimiter: delimiter, columnLimit: limits.columns)
        var comment: Range<Int>?
        var place = DelimiterLine.length(in: sample)
        while place < sample.count, records.count < limits.sampleLines {
            let lineEnd = sample.firstIndex(of: Byte.lineFeed, from: place) ?? sample.count
            let isComment = sample[place] == Byte.hash
            if isComment, records.isEmpty { comment = place..<lineEnd }
            guard !isComment, !sample.trimming(place..<lineEnd).isEmpty,
                case .record(let length) = scanner.scan(sample, from: place, isWhole: isWhole)
            else {
                place = lineEnd + 1
                continue
            }
            records.append(Self.texts(scanner.fields, sample, from: place))
            place += length
        }
        guard let comment else { return }
        let line = sample.extracting(sample.trimming(comment.lowerBound + 1..<comment.upperBound))
        guard case .record = scanner.scan(line, from: 0, isWhole: true) else { return }
        commentBefore = Self.texts(scanner.fields, line, from: 0)
    }

    /// The number of columns that nine records of ten have.
    var width: Int? {
        guard let most = modal else { return nil }
        return most.count * 10 >= records.count * 9 ? most.width : nil
    }

    /// How many records of a hundred have the number of columns that most have.
    var percentOfWidth: Int { (modal?.count ?? 0) * 100 / max(records.count, 1) }

    private var modal: (width: Int, count: Int)? {
        var counts: [Int: Int] = [:]
        for record in records { counts[record.count, default: 0] += 1 }
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { ($0.key, $0.value) }
    }

    private static func texts(_ fields: [TableField], _ bytes: Span<UInt8>, from place: Int) -> [[UInt8]] {
        fields.map { field in
            let text = bytes.text(of: field, from: place)
            return text.span.extracting(text.span.trimmedRange).array
        }
    }
}

/// The line `sep=;` that spreadsheets write before a table to name its delimiter.
enum DelimiterLine {
    /// The delimiter it names.
    static func delimiter(in sample: Span<UInt8>) -> UInt8? {
        guard length(in: sample) > 0 else { return nil }
        return sample[4]
    }

    /// How many bytes it has with its end; none when the table begins otherwise.
    static func length(in sample: Span<UInt8>) -> Int {
        guard sample.count > 5, sample.hasText("sep=") || sample.hasText("SEP="), sample[4] != Byte.lineFeed else { return 0 }
        if sample[5] == Byte.lineFeed { return 6 }
        return sample.count > 6 && sample[5] == Byte.carriageReturn && sample[6] == Byte.lineFeed ? 7 : 0
    }
}
