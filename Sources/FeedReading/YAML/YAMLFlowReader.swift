/// Reads a list or mapping in flow style: `[a, b]` or `{a: b}`, nested and over several lines.
struct YAMLFlowReader {
    private var path: [UInt8]
    private var levels: [Level] = []
    private var place: Int
    private var element: Int
    private var scalar: [UInt8] = []
    /// Whether a key was taken whose value comes next.
    private var awaitsValue = false

    private struct Level {
        var isList: Bool
        var pathLength: Int
        var element: Int
    }

    init(path: [UInt8], element: Int, from place: Int) {
        self.path = path
        self.element = element
        self.place = place
    }

    /// Reads up to the bracket that closes the first one, and gives the place behind it.
    mutating func read(_ text: Span<UInt8>, into record: inout KeyedRecord) throws(YAMLEntryReader.Fault) -> Int {
        repeat {
            try skipBlanks(text)
            let byte = text[place]
            switch byte {
            case Byte.leftBracket, Byte.leftBrace:
                try open(isList: byte == Byte.leftBracket)
            case Byte.rightBracket, Byte.rightBrace:
                guard let level = levels.popLast(), level.isList == (byte == Byte.rightBracket) else { throw .init() }
                place += 1
                path.removeLast(path.count - level.pathLength)
            case Byte.comma:
                place += 1
            default:
                try item(text, into: &record)
            }
        } while !levels.isEmpty
        return place
    }

    private mutating func open(isList: Bool) throws(YAMLEntryReader.Fault) {
        guard levels.count < Self.deepest, levels.last?.isList != false || awaitsValue else { throw .init() }
        awaitsValue = false
        countElement()
        levels.append(Level(isList: isList, pathLength: path.count, element: 0))
        place += 1
    }

    /// Takes a scalar of a list, or a key with its scalar or the opening of its node.
    private mutating func item(_ text: Span<UInt8>, into record: inout KeyedRecord) throws(YAMLEntryReader.Fault) {
        guard let level = levels.last else { throw .init() }
        try takeScalar(text)
        guard !level.isList else {
            countElement()
            return append(to: &record)
        }
        path.removeLast(path.count - level.pathLength)
        if !path.isEmpty { path.append(Byte.dot) }
        path.append(contentsOf: scalar)
        try skipBlanks(text)
        guard text[place] == Byte.colon else { throw .init() }
        place += 1
        try skipBlanks(text)
        switch text[place] {
        case Byte.leftBracket, Byte.leftBrace: awaitsValue = true
        case Byte.comma, Byte.rightBrace: return
        default:
            try takeScalar(text)
            append(to: &record)
        }
    }

    private mutating func append(to record: inout KeyedRecord) {
        guard !YAMLScalar.isNull(scalar.span) else { return }
        record.append(path: path.span, text: scalar.span, element: levels.last { $0.isList }?.element ?? element)
    }

    private mutating func countElement() {
        if let level = levels.last, level.isList { levels[levels.count - 1].element += 1 }
    }

    private mutating func takeScalar(_ text: Span<UInt8>) throws(YAMLEntryReader.Fault) {
        scalar.removeAll(keepingCapacity: true)
        guard let style = YAMLScalar.style(text[place]) else { throw .init() }
        if style == .singleQuoted || style == .doubleQuoted {
            guard let end = YAMLScalar.closingQuote(text, from: place + 1, to: text.count, style) else { throw .init() }
            try YAMLScalar.append(text.extracting(place + 1..<end), style, to: &scalar)
            place = end + 1
            return
        }
        let start = place
        while place < text.count, !endsPlain(text) { place += 1 }
        guard place > start else { throw .init() }
        scalar.append(text.extracting(text.trimming(start..<place)))
    }

    private func endsPlain(_ text: Span<UInt8>) -> Bool {
        switch text[place] {
        case Byte.comma, Byte.leftBracket, Byte.rightBracket, Byte.leftBrace, Byte.rightBrace, Byte.lineFeed: true
        case Byte.colon: place + 1 == text.count || Byte.isBlank(text[place + 1]) || text[place + 1] == Byte.lineFeed
        case Byte.hash: Byte.isBlank(text[place - 1])
        default: false
        }
    }

    private mutating func skipBlanks(_ text: Span<UInt8>) throws(YAMLEntryReader.Fault) {
        while place < text.count, Byte.isBlank(text[place]) || text[place] == Byte.lineFeed { place += 1 }
        guard place < text.count, text[place] != Byte.hash else { throw .init() }
    }

    private static let deepest = 16
}
