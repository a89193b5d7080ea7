/// Reads one JSON value a line; a line that is not JSON costs one row.
struct JSONLineRows: RowEngine {
    private var scanner: JSONScanner
    private var reader = JSONRecordReader()
    private var record: KeyedRecord
    private var choice: ColumnChoice
    private var elements = ElementRows()
    private let limit: Int
    private var line = 0

    init(options: FeedOptions) {
        self.scanner = JSONScanner(limits: options.limits)
        self.record = KeyedRecord(limits: options.limits)
        self.choice = ColumnChoice(options: options, layout: .plain)
        self.limit = options.limits.lineBytes
    }

    var columnNames: [String] { choice.names }

    mutating func advance(_ stream: inout ByteStream, _ builder: inout RowBuilder) throws(FeedError) -> FeedStep {
        if let step = elements.advance(&choice, &builder) { return step }
        while true {
            let step = try stream.nextLine(limit: limit)
            line += 1
            switch step {
            case .end: return .end
            case .tooLong: return builder.refuse(line: line, .lineTooLong)
            case .line(let range):
                let content = stream.storage.span.trimming(range)
                if content.isEmpty {
                    builder.counts.blanks += 1
                } else if stream.storage[content.lowerBound] == Byte.hash {
                    builder.counts.comments += 1
                } else {
                    return read(content, &stream, &builder)
                }
            }
        }
    }

    /// Reads the value of a line with the rest of the feed hidden from the scanner.
    private mutating func read(
        _ range: Range<Int>, _ stream: inout ByteStream, _ builder: inout RowBuilder
    ) -> FeedStep {
        let next = stream.start
        stream.move(to: range.lowerBound)
        stream.fence(at: range.upperBound)
        defer {
            stream.unfence()
            stream.move(to: next)
        }
        builder.begin(line: line)
        do throws(FeedError) {
            let isObject = try readValue(&stream, &builder)
            guard isObject else { return builder.finish() }
            return elements.start(&record, line: line, stance: .accuses, &choice, &builder)
        } catch {
            return builder.refuse(line: line, .notJSON, excerpt: stream.storage.span.extracting(range))
        }
    }

    /// Reads a value to the end of the line, and says whether it is an object, which is then in the record.
    private mutating func readValue(
        _ stream: inout ByteStream, _ builder: inout RowBuilder
    ) throws(FeedError) -> Bool {
        scanner.reset(line: line)
        let token = try scanner.next(&stream)
        switch token {
        case .string, .number:
            if let fault = scanner.textFault { builder.blame(fault) }
            builder.takeValue(scanner.text.span)
        case .beginObject:
            record.removeAll()
            try reader.read(isList: false, &scanner, &stream, into: &record)
        default:
            try scanner.skip(token, &stream)
            builder.blame(.notAValue)
        }
        _ = try scanner.next(&stream)
        return token == .beginObject
    }
}
