/// Reads the exact stream that is about to be sealed and says what it shows.
///
/// It is the second opinion on everything that made the stream, so it shares no code with it: neither the reader of bundles nor
/// the scanner of JSON, and it knows of canonical JSON only what it needs to find the cells (docs/spec/decision.md).
public struct EgressCheck {
    private var findings = EgressFindings()
    private var pending: [UInt8] = []
    private var lineNumber = 0
    private var covers: [EgressCover] = []
    private var hasRows = false
    private var lastRow = -1
    private var rowLineCount = 0
    private var isEnded = false

    /// The longest line that a stream may have: an open line, with its LF.
    public static let lineByteLimit = 128 << 20 + 1

    /// A check that has seen nothing yet.
    public init() {}

    /// Reads the next bytes.
    ///
    /// - Parameter body: hears of every row that shows a value: the place of its segment in the manifest, and its number.
    public mutating func feed(_ bytes: Span<UInt8>, _ body: (_ segment: Int, _ row: Int) -> Void = { _, _ in }) {
        var start = 0
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
            guard findings.fault == nil else { return }
            if pending.isEmpty {
                read(bytes.extracting(start..<index), body)
            } else {
                append(bytes.extracting(start..<index))
                let line = pending
                read(line.span, body)
                pending.removeAll(keepingCapacity: true)
            }
            start = index + 1
        }
        append(bytes.extracting(start..<bytes.count))
    }

    /// Ends the stream.
    public consuming func finish() -> EgressFindings {
        if findings.fault == nil, !isEnded || !pending.isEmpty { findings.fault = EgressFault(.end, line: lineNumber) }
        return findings
    }

    private mutating func append(_ piece: Span<UInt8>) {
        guard pending.count + piece.count < Self.lineByteLimit else { return stop(.lineTooLong) }
        unsafe piece.withUnsafeBytes { unsafe pending.append(contentsOf: $0) }
    }

    private mutating func stop(_ reason: EgressFault.Reason) {
        if findings.fault == nil { findings.fault = EgressFault(reason, line: max(lineNumber, 1)) }
    }

    private mutating func read(_ line: Span<UInt8>, _ body: (Int, Int) -> Void) {
        lineNumber += 1
        var cursor = EgressCursor()
        if isEnded {
            stop(.end)
        } else if lineNumber == 1 {
            if !cursor.take("{\"dsse\":{", line) { stop(.firstLine) }
        } else if cursor.take("{\"r\":", line) {
            readRow(&cursor, line, body)
        } else if cursor.take("{\"open\":{\"col\":", line) {
            readOpening(&cursor, line)
        } else if cursor.take("{\"desc\":", line) {
            readSegment(&cursor, line)
        } else if cursor.take("{\"end\":{\"rows\":", line) {
            readEnd(&cursor, line)
        } else {
            stop(.unknownLine)
        }
    }
}

extension EgressCheck {
    private mutating func readSegment(_ cursor: inout EgressCursor, _ line: Span<UInt8>) {
        guard let text = cursor.string(line), cursor.take(",\"seg\":", line), let index = cursor.number(line),
            cursor.take("}", line), cursor.isAtEnd(line), let bytes = EgressCursor.base64URL(line.extracting(text)),
            let segment = EgressDescriptor.read(bytes.span, index: index)
        else { return stop(.descriptor) }
        guard findings.segments.last.map({ $0.index < index }) ?? true else { return stop(.segmentOrder) }
        findings.segments.append(segment)
        covers = Array(repeating: EgressCover(), count: segment.names.count)
        hasRows = false
        lastRow = -1
    }

    private mutating func readOpening(_ cursor: inout EgressCursor, _ line: Span<UInt8>) {
        guard let range = cursor.string(line) else { return stop(.opening) }
        let name = String(decoding: range.map { line[$0] }, as: UTF8.self)
        guard !hasRows, let segment = findings.segments.last, let column = segment.names.firstIndex(of: name),
            covers[column].isEmpty
        else { return stop(.openingOrder) }
        var cover = EgressCover()
        guard cursor.take(",\"cover\":", line), cursor.nodes(line, { cover.add(height: $0, index: $1, of: segment.rowCount) }),
            cursor.take(",\"hide\":", line), cursor.nodes(line, { _, _ in true }), cursor.take("}}", line),
            cursor.isAtEnd(line), !cover.isEmpty
        else { return stop(.opening) }
        covers[column] = cover
        findings.segments[findings.segments.count - 1].opened[column] = cover.rows
    }

    private mutating func readRow(_ cursor: inout EgressCursor, _ line: Span<UInt8>, _ body: (Int, Int) -> Void) {
        guard let row = cursor.number(line), cursor.take(",\"v\":{", line), !findings.segments.isEmpty else { return stop(.row) }
        guard row > lastRow else { return stop(.rowOrder) }
        lastRow = row
        hasRows = true
        rowLineCount += 1
        let place = findings.segments.count - 1
        var column = 0
        var valueCount = 0
        while !cursor.take("}", line) {
            guard valueCount == 0 || cursor.take(",", line), let name = cursor.string(line), cursor.take(":", line),
                cursor.skipValue(line)
            else { return stop(.row) }
            while column < covers.count, !Self.equals(findings.segments[place].names[column], line, name) { column += 1 }
            guard column < covers.count, covers[column].holds(row) else { return stop(.strayCell) }
            findings.segments[place].valueCounts[column] += 1
            column += 1
            valueCount += 1
        }
        guard cursor.take("}", line), cursor.isAtEnd(line) else { return stop(.row) }
        findings.segments[place].rows.add(row)
        if valueCount > 0 { body(findings.segments[place].index, row) }
    }

    private mutating func readEnd(_ cursor: inout EgressCursor, _ line: Span<UInt8>) {
        guard let rows = cursor.number(line), cursor.take(",\"segs\":", line), let segments = cursor.number(line),
            cursor.take("}}", line), cursor.isAtEnd(line), rows == rowLineCount, segments == findings.segments.count
        else { return stop(.end) }
        isEnded = true
    }

    private static func equals(_ name: String, _ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let bytes = name.utf8
        guard bytes.count == range.count else { return false }
        var place = range.lowerBound
        for byte in bytes {
            if line[place] != byte { return false }
            place += 1
        }
        return true
    }
}
