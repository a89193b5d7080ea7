internal import CanonicalCoding

/// Reads the records of a table.
struct TableRows: RowEngine {
    private var scanner: TableScanner
    private let meanings: [ColumnMeaning?]
    private let valueColumns: [Int]
    private let otherColumns: [Int]
    private let verdictColumns: [(index: Int, column: VerdictColumn)]
    private let columnCount: Int
    private var awaitsHeader: Bool
    private var awaitsDelimiterLine: Bool
    private let limit: Int
    private var line = 1
    private var scratch: [UInt8] = []

    init(_ plan: TablePlan, limits: FeedLimits) {
        self.scanner = TableScanner(delimiter: plan.delimiter, columnLimit: limits.columns)
        self.meanings = plan.meanings
        self.valueColumns = plan.valueColumns
        self.otherColumns = plan.otherColumns
        self.verdictColumns = plan.verdicts.enumerated().compactMap { index, verdict in verdict.map { (index, $0) } }
        self.columnCount = plan.columnCount
        self.awaitsHeader = plan.hasHeader && !plan.isHeaderComment
        self.awaitsDelimiterLine = plan.hasDelimiterLine
        self.limit = limits.lineBytes
    }

    mutating func advance(_ stream: inout ByteStream, _ builder: inout RowBuilder) throws(FeedError) -> FeedStep {
        while true {
            guard try stream.hasByte() else { return .end }
            if awaitsDelimiterLine {
                awaitsDelimiterLine = false
                try stream.skipLine()
                builder.counts.headers += 1
                line += 1
                continue
            }
            if try skipBlankOrComment(&stream, &builder) { continue }
            switch try scan(&stream) {
            case .record(let length):
                let first = stream.start
                stream.consume(length)
                defer { line += max(scanner.lineFeeds, 1) }
                if awaitsHeader {
                    awaitsHeader = false
                    builder.counts.headers += 1
                    continue
                }
                return read(stream.storage.span.extracting(first..<first + length), &builder)
            case .fault(let reason): return try refuseLine(reason, &stream, &builder)
            case .incomplete: return .end
            }
        }
    }

    /// Scans the record at the start of the stream.
    private mutating func scan(_ stream: inout ByteStream) throws(FeedError) -> TableScanner.Outcome {
        while true {
            let outcome = scanner.scan(
                stream.storage.span.extracting(stream.start..<stream.end), from: 0, isWhole: stream.isEnded)
            switch outcome {
            case .record(let length) where length > limit + 2: return .fault(reasonForLength(stream))
            case .record, .fault: return outcome
            case .incomplete where stream.count > limit + 2: return .fault(reasonForLength(stream))
            case .incomplete: try stream.fill(to: stream.count * 2)
            }
        }
    }

    /// Why a record is over the limit: only quotes let it run over several lines.
    private func reasonForLength(_ stream: borrowing ByteStream) -> FeedRefusalReason {
        guard let end = stream.distance(to: Byte.lineFeed) else { return .lineTooLong }
        return end <= limit + 2 ? .unclosedQuote : .lineTooLong
    }

    /// Refuses the first line of what is no record, so that one stray quote costs one row.
    private mutating func refuseLine(
        _ reason: FeedRefusalReason, _ stream: inout ByteStream, _ builder: inout RowBuilder
    ) throws(FeedError) -> FeedStep {
        let end = stream.start + (stream.distance(to: Byte.lineFeed) ?? stream.count)
        let step = builder.refuse(line: line, reason, excerpt: stream.storage.span.extracting(stream.start..<end))
        try stream.skipLine()
        line += 1
        awaitsHeader = false
        return step
    }

    /// Passes over lines that hold nothing and, where a record would begin, comments.
    private mutating func skipBlankOrComment(
        _ stream: inout ByteStream, _ builder: inout RowBuilder
    ) throws(FeedError) -> Bool {
        let first = stream.storage[stream.start]
        guard first == Byte.hash || Byte.isBlank(first) || first == Byte.lineFeed else { return false }
        if first == Byte.hash {
            try stream.skipLine()
            builder.counts.comments += 1
            line += 1
            return true
        }
        try fillLine(&stream)
        var end = stream.start
        while end < stream.end, Byte.isBlank(stream.storage[end]), stream.storage[end] != scanner.delimiter { end += 1 }
        guard end == stream.end || stream.storage[end] == Byte.lineFeed else { return false }
        stream.move(to: min(end + 1, stream.end))
        builder.counts.blanks += 1
        line += 1
        return true
    }

    private func fillLine(_ stream: inout ByteStream) throws(FeedError) {
        while stream.distance(to: Byte.lineFeed) == nil, stream.count <= limit {
            let before = stream.count
            try stream.fill(to: before * 2)
            if stream.count == before { return }
        }
    }
}

extension TableRows {
    /// Makes a row of a record.
    private mutating func read(_ record: Span<UInt8>, _ builder: inout RowBuilder) -> FeedStep {
        if !record.contents.isASCII, !UTF8Text.isValid(record) {
            return builder.refuse(line: line, .notUTF8, excerpt: record)
        }
        if scanner.fields.count > columnCount, hasTextBeyondColumns(record) {
            return builder.refuse(line: line, .columnCount, excerpt: record)
        }
        builder.begin(line: line)
        for verdict in verdictColumns where verdict.index < scanner.fields.count {
            take(scanner.fields[verdict.index], record) { text in builder.judge(text, as: verdict.column) }
        }
        for column in otherColumns where column < scanner.fields.count {
            guard let meaning = meanings[column] else { continue }
            take(scanner.fields[column], record) { text in builder.take(text, as: meaning) }
        }
        for column in valueColumns where column < scanner.fields.count {
            guard let meaning = meanings[column], !isBlank(scanner.fields[column], record) else { continue }
            take(scanner.fields[column], record) { text in builder.take(text, as: meaning) }
            break
        }
        return builder.finish()
    }

    /// Hands over the text of a field, unquoted.
    private mutating func take(_ field: TableField, _ record: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
        if field.hasDoubledQuotes {
            scratch = record.text(of: field, from: 0)
            body(scratch.span)
        } else {
            body(record.extracting(field.range))
        }
    }

    private func isBlank(_ field: TableField, _ record: Span<UInt8>) -> Bool {
        record.trimming(field.range).isEmpty
    }

    private func hasTextBeyondColumns(_ record: Span<UInt8>) -> Bool {
        scanner.fields[columnCount...].contains { !isBlank($0, record) }
    }
}
