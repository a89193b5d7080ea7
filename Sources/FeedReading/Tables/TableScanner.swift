/// Where a field of a record stands, as distances from the start of the record.
struct TableField {
    var start: Int
    var end: Int
    /// Whether the field holds doubled quotes, which stand for one.
    var hasDoubledQuotes = false

    var range: Range<Int> { start..<end }
}

/// Finds the fields of records by RFC 4180: quotes around a field hold delimiters, line ends and doubled quotes.
struct TableScanner {
    let delimiter: UInt8
    let columnLimit: Int
    /// The fields of the record found last.
    private(set) var fields: [TableField] = []
    /// How many line feeds the record found last holds, the one at its end included.
    private(set) var lineFeeds = 0

    /// What a scan came to.
    enum Outcome: Equatable {
        /// A record of so many bytes, its line end included.
        case record(length: Int)
        /// The bytes end inside a record.
        case incomplete
        /// The bytes do not hold a record.
        case fault(FeedRefusalReason)
    }

    init(delimiter: UInt8, columnLimit: Int) {
        self.delimiter = delimiter
        self.columnLimit = columnLimit
    }

    /// Scans one record from a place on.
    ///
    /// - Parameter isWhole: whether nothing follows the bytes, so that their end is the end of the record.
    mutating func scan(_ bytes: Span<UInt8>, from start: Int, isWhole: Bool) -> Outcome {
        fields.removeAll(keepingCapacity: true)
        lineFeeds = 0
        return unsafe bytes.withUnsafeBufferPointer { unsafe scan($0, from: start, isWhole: isWhole) }
    }

    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isWhole: Bool) -> Outcome {
        var place = start
        while true {
            guard fields.count < columnLimit else { return .fault(.tooManyColumns) }
            var field = TableField(start: place - start, end: place - start)
            if let quote = unsafe openingQuote(bytes, from: place) {
                guard let end = unsafe endOfQuoted(bytes, from: quote + 1, &field) else {
                    return isWhole ? .fault(.unclosedQuote) : .incomplete
                }
                field.start = quote + 1 - start
                field.end = end - start
                place = unsafe skipBlanks(bytes, from: end + 1)
                guard place < bytes.count || isWhole else { return .incomplete }
            } else {
                place = unsafe endOfPlain(bytes, from: place)
                guard place < bytes.count || isWhole else { return .incomplete }
                field.end = place - start
            }
            if place < bytes.count, unsafe bytes[place] == delimiter {
                fields.append(field)
                place += 1
                continue
            }
            return unsafe finish(field, bytes, at: place, from: start)
        }
    }

    /// Ends a record at a line feed or at the end of the bytes.
    private mutating func finish(
        _ field: TableField, _ bytes: UnsafeBufferPointer<UInt8>, at place: Int, from start: Int
    ) -> Outcome {
        var field = field
        let isAtEnd = place >= bytes.count
        guard unsafe isAtEnd || bytes[place] == Byte.lineFeed else { return .fault(.strayQuote) }
        if field.end == place - start, field.end > field.start, unsafe bytes[place - 1] == Byte.carriageReturn {
            field.end -= 1
        }
        fields.append(field)
        if !isAtEnd { lineFeeds += 1 }
        return .record(length: min(place, bytes.count) - start + (isAtEnd ? 0 : 1))
    }

    /// Where the quote stands that opens a field, behind blanks perhaps.
    private func openingQuote(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var place = start
        while place < bytes.count, unsafe bytes[place] == Byte.space { place += 1 }
        guard place < bytes.count, unsafe bytes[place] == Byte.quote else { return nil }
        return place
    }

    private func endOfPlain(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let (delimiter, count) = (delimiter, bytes.count)
        var place = start
        while place < count {
            let byte = unsafe bytes[place]
            if byte == delimiter || byte == Byte.lineFeed { return place }
            place += 1
        }
        return count
    }

    /// Where the closing quote stands.
    private mutating func endOfQuoted(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ field: inout TableField
    ) -> Int? {
        var place = start
        while place < bytes.count {
            let byte = unsafe bytes[place]
            if byte == Byte.quote {
                // The last byte of what is known so far may be the first half of a doubled quote.
                guard place + 1 < bytes.count else { return place }
                guard unsafe bytes[place + 1] == Byte.quote else { return place }
                field.hasDoubledQuotes = true
                place += 1
            } else if byte == Byte.lineFeed {
                lineFeeds += 1
            }
            place += 1
        }
        return nil
    }

    private func skipBlanks(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var place = start
        while place < bytes.count {
            let byte = unsafe bytes[place]
            guard byte == Byte.space || byte == Byte.carriageReturn else { break }
            place += 1
        }
        return place
    }
}

extension Span<UInt8> {
    /// The text of a field, with doubled quotes made single.
    func text(of field: TableField, from start: Int) -> [UInt8] {
        var text: [UInt8] = []
        var index = start + field.start
        while index < start + field.end {
            text.append(self[index])
            index += field.hasDoubledQuotes && self[index] == Byte.quote ? 2 : 1
        }
        return text
    }
}
