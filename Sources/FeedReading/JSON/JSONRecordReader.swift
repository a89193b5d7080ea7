/// Reads one JSON object of any shape into a record of scalars with paths.
struct JSONRecordReader {
    private var path: [UInt8] = []
    private var levels: [Level] = []

    private struct Level {
        /// How long the path is at this level.
        var pathLength: Int
        /// The number of the element that is being read, when the level is a list; else 0.
        var element: Int
        var isList: Bool
    }

    /// Reads on to the end of the object or list that the scanner has just opened.
    mutating func read(
        isList: Bool, _ scanner: inout JSONScanner, _ stream: inout ByteStream, into record: inout KeyedRecord
    ) throws(FeedError) {
        path.removeAll(keepingCapacity: true)
        levels.removeAll(keepingCapacity: true)
        levels.append(Level(pathLength: 0, element: 0, isList: isList))
        while let level = levels.last {
            let token = try scanner.next(&stream)
            if level.isList, token != .endArray { levels[levels.count - 1].element += 1 }
            switch token {
            case .endObject, .endArray, .end: leave()
            case .beginObject: levels.append(Level(pathLength: path.count, element: 0, isList: false))
            case .beginArray: levels.append(Level(pathLength: path.count, element: 0, isList: true))
            case .key: enter(key: scanner.text.span, below: level.pathLength)
            case .string, .number, .literal: take(token, scanner, into: &record)
            }
        }
    }

    private mutating func leave() {
        levels.removeLast()
        if let level = levels.last, level.isList { path.removeLast(path.count - level.pathLength) }
    }

    private mutating func enter(key: Span<UInt8>, below length: Int) {
        path.removeLast(path.count - length)
        if length > 0 { path.append(Byte.dot) }
        // A path that is too long ends in a dot, so that it is the name of nothing.
        guard length + key.count < Self.longestPath else { return path.append(Byte.dot) }
        path.append(key)
    }

    private func take(_ token: JSONScanner.Token, _ scanner: borrowing JSONScanner, into record: inout KeyedRecord) {
        if token == .literal, scanner.text.span.isText("null") { return }
        let element = levels.last { $0.isList }?.element ?? 0
        record.append(
            path: path.span, text: scanner.text.span, element: element, fault: scanner.textFault, isText: token != .literal)
    }

    private static let longestPath = 256
}
