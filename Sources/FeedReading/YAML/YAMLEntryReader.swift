/// Reads one piece of block-style YAML into a record of scalars with paths.
///
/// It knows mappings, lists, the five ways to write a scalar, and flow lists and mappings inside them. Anchors, aliases,
/// tags and complex keys are faults: feeds do not need them, and aliases can grow without end.
struct YAMLEntryReader {
    private var path: [UInt8] = []
    private var lines: [Range<Int>] = []
    private var next = 0
    private var scalar: [UInt8] = []

    /// Something outside the part of YAML that is read.
    struct Fault: Error {}

    /// Reads a mapping, a list or a scalar, which may span several lines.
    mutating func read(_ text: Span<UInt8>, into record: inout KeyedRecord) throws(Fault) {
        path.removeAll(keepingCapacity: true)
        splitLines(text)
        next = 0
        guard let first = nextContentLine(text) else { return }
        try node(indentation: indentation(text, first), element: 0, depth: 0, text, into: &record)
        if nextContentLine(text) != nil { throw Fault() }
    }

    private mutating func splitLines(_ text: Span<UInt8>) {
        lines.removeAll(keepingCapacity: true)
        var start = 0
        while start < text.count {
            let end = text.firstIndex(of: Byte.lineFeed, from: start) ?? text.count
            lines.append(start..<(end > start && text[end - 1] == Byte.carriageReturn ? end - 1 : end))
            start = end + 1
        }
    }
}

extension YAMLEntryReader {
    /// The next line that is neither blank nor a comment, without taking it.
    private mutating func nextContentLine(_ text: Span<UInt8>) -> Range<Int>? {
        while next < lines.count {
            let content = text.trimming(lines[next])
            if !content.isEmpty, text[content.lowerBound] != Byte.hash { return lines[next] }
            next += 1
        }
        return nil
    }

    private func indentation(_ text: Span<UInt8>, _ line: Range<Int>) -> Int {
        var place = line.lowerBound
        while place < line.upperBound, text[place] == Byte.space { place += 1 }
        return place - line.lowerBound
    }

    /// Whether a dash that begins a list element stands at a place.
    private func isDash(_ text: Span<UInt8>, _ place: Int, _ end: Int) -> Bool {
        place < end && text[place] == Byte.minus && (place + 1 == end || text[place + 1] == Byte.space)
    }

    /// Reads the node that begins on the next content line.
    private mutating func node(
        indentation: Int, element: Int, depth: Int, _ text: Span<UInt8>, into record: inout KeyedRecord
    ) throws(Fault) {
        guard depth < Self.deepest, let line = nextContentLine(text) else { throw Fault() }
        let start = line.lowerBound + indentation
        if isDash(text, start, line.upperBound) {
            try list(indentation: indentation, depth: depth, text, into: &record)
        } else if try key(text, start..<line.upperBound) != nil {
            try mapping(indentation: indentation, element: element, depth: depth, text, into: &record)
        } else {
            next += 1
            try value(text, start..<line.upperBound, parent: indentation - 1, element: element, into: &record)
        }
    }

    private mutating func mapping(
        indentation: Int, element: Int, depth: Int, _ text: Span<UInt8>, into record: inout KeyedRecord
    ) throws(Fault) {
        while let line = nextContentLine(text) {
            let found = self.indentation(text, line)
            guard found == indentation else {
                if found > indentation { throw Fault() }
                return
            }
            guard let key = try key(text, line.lowerBound + found..<line.upperBound) else { throw Fault() }
            try pair(key, line, indentation, element, depth, text, into: &record)
        }
    }

    /// Reads a key's value, on its own line or below.
    private mutating func pair(
        _ key: (name: Range<Int>, end: Int), _ line: Range<Int>, _ indentation: Int, _ element: Int, _ depth: Int,
        _ text: Span<UInt8>, into record: inout KeyedRecord
    ) throws(Fault) {
        next += 1
        let length = path.count
        if length > 0 { path.append(Byte.dot) }
        path.append(text.extracting(key.name))
        let rest = text.trimming(key.end..<line.upperBound)
        if rest.isEmpty || text[rest.lowerBound] == Byte.hash {
            try nested(below: indentation, element: element, depth: depth, text, into: &record)
        } else {
            try value(text, rest, parent: indentation, element: element, into: &record)
        }
        path.removeLast(path.count - length)
    }

    /// Reads what stands below a key without a value on its line.
    private mutating func nested(
        below indentation: Int, element: Int, depth: Int, _ text: Span<UInt8>, into record: inout KeyedRecord
    ) throws(Fault) {
        guard let line = nextContentLine(text) else { return }
        let found = self.indentation(text, line)
        let isListBeside = found == indentation && isDash(text, line.lowerBound + found, line.upperBound)
        guard found > indentation || isListBeside else { return }
        try node(indentation: found, element: element, depth: depth + 1, text, into: &record)
    }

    private mutating func list(
        indentation: Int, depth: Int, _ text: Span<UInt8>, into record: inout KeyedRecord
    ) throws(Fault) {
        var element = 0
        while let line = nextContentLine(text), self.indentation(text, line) == indentation,
            isDash(text, line.lowerBound + indentation, line.upperBound)
        {
            element += 1
            let rest = text.trimming(line.lowerBound + indentation + 1..<line.upperBound)
            if rest.isEmpty || text[rest.lowerBound] == Byte.hash {
                next += 1
                try nested(below: indentation, element: element, depth: depth, text, into: &record)
            } else {
                // What follows the dash is a node of its own, indented as far as it stands from the line's start.
                try inlineNode(rest.lowerBound - line.lowerBound, element, depth, text, into: &record)
            }
        }
    }

    private mutating func inlineNode(
        _ indentation: Int, _ element: Int, _ depth: Int, _ text: Span<UInt8>, into record: inout KeyedRecord
    ) throws(Fault) {
        let line = lines[next]
        // A list that begins on the line of its element is not read.
        guard depth < Self.deepest, !isDash(text, line.lowerBound + indentation, line.upperBound) else { throw Fault() }
        guard let key = try key(text, line.lowerBound + indentation..<line.upperBound) else {
            next += 1
            let rest = text.trimming(line.lowerBound + indentation..<line.upperBound)
            return try value(text, rest, parent: indentation - 2, element: element, into: &record)
        }
        try pair(key, line, indentation, element, depth, text, into: &record)
        try mapping(indentation: indentation, element: element, depth: depth + 1, text, into: &record)
    }

    /// The key a line begins with and where its colon ends; nothing when the line is no pair.
    private func key(_ text: Span<UInt8>, _ line: Range<Int>) throws(Fault) -> (name: Range<Int>, end: Int)? {
        guard let first = line.first, let style = YAMLScalar.style(text[first]) else { throw Fault() }
        var place = line.lowerBound
        switch style {
        case .singleQuoted, .doubleQuoted:
            guard let end = YAMLScalar.closingQuote(text, from: place + 1, to: line.upperBound, style) else { return nil }
            let name = place + 1..<end
            place = end + 1
            while place < line.upperBound, text[place] == Byte.space { place += 1 }
            guard place < line.upperBound, text[place] == Byte.colon else { return nil }
            return (name, place + 1)
        case .plain:
            while place < line.upperBound {
                if text[place] == Byte.colon, place + 1 == line.upperBound || text[place + 1] == Byte.space {
                    return (text.trimming(line.lowerBound..<place), place + 1)
                }
                if text[place] == Byte.hash, place > line.lowerBound, text[place - 1] == Byte.space { return nil }
                place += 1
            }
            return nil
        case .literal, .folded, .flowList, .flowMapping: return nil
        }
    }

    private static let deepest = 16
}

extension YAMLEntryReader {
    /// Reads a scalar or a flow node that begins in a part of a line which is already taken.
    private mutating func value(
        _ text: Span<UInt8>, _ start: Range<Int>, parent: Int, element: Int, into record: inout KeyedRecord
    ) throws(Fault) {
        guard let style = YAMLScalar.style(text[start.lowerBound]) else { throw Fault() }
        scalar.removeAll(keepingCapacity: true)
        switch style {
        case .plain:
            try plain(text, start, parent: parent)
            if YAMLScalar.isNull(scalar.span) { return }
        case .singleQuoted, .doubleQuoted: try quoted(text, start, style)
        case .literal, .folded: try block(text, start, parent: parent, isFolded: style == .folded)
        case .flowList, .flowMapping: return try flow(text, start, element: element, into: &record)
        }
        record.append(path: path.span, text: scalar.span, element: element)
    }

    /// A plain scalar, folded over the lines that are indented deeper.
    private mutating func plain(_ text: Span<UInt8>, _ start: Range<Int>, parent: Int) throws(Fault) {
        scalar.append(text.extracting(try YAMLScalar.plainPart(text, start)))
        while next < lines.count, indentation(text, lines[next]) > parent {
            let part = text.trimming(lines[next])
            guard !part.isEmpty, text[part.lowerBound] != Byte.hash else { return }
            scalar.append(Byte.space)
            scalar.append(text.extracting(try YAMLScalar.plainPart(text, part)))
            next += 1
        }
    }

    /// A quoted scalar, folded over lines until its closing quote.
    private mutating func quoted(_ text: Span<UInt8>, _ start: Range<Int>, _ style: YAMLScalar.Style) throws(Fault) {
        var part = start.lowerBound + 1..<lines[next - 1].upperBound
        while true {
            if let end = YAMLScalar.closingQuote(text, from: part.lowerBound, to: part.upperBound, style) {
                try YAMLScalar.append(text.extracting(part.lowerBound..<end), style, to: &scalar)
                let rest = text.trimming(end + 1..<part.upperBound)
                guard rest.isEmpty || text[rest.lowerBound] == Byte.hash else { throw Fault() }
                return
            }
            try YAMLScalar.append(text.extracting(part.lowerBound..<part.upperBound), style, to: &scalar)
            guard next < lines.count else { throw Fault() }
            while let last = scalar.last, Byte.isBlank(last) { scalar.removeLast() }
            part = text.trimming(lines[next])
            scalar.append(part.isEmpty ? Byte.lineFeed : Byte.space)
            next += 1
        }
    }

    /// A block scalar: the deeper lines as they are, or joined by blanks.
    private mutating func block(_ text: Span<UInt8>, _ start: Range<Int>, parent: Int, isFolded: Bool) throws(Fault) {
        for place in start.dropFirst() {
            let byte = text[place]
            if byte == Byte.space || byte == Byte.hash { break }
            guard byte == Byte.minus || byte == Byte.plus || Byte.isDigit(byte) else { throw Fault() }
        }
        while next < lines.count {
            let content = text.trimming(lines[next])
            guard content.isEmpty || indentation(text, lines[next]) > parent else { break }
            if !scalar.isEmpty { scalar.append(isFolded ? Byte.space : Byte.lineFeed) }
            scalar.append(text.extracting(content))
            next += 1
        }
        while let last = scalar.last, Byte.isBlank(last) || last == Byte.lineFeed { scalar.removeLast() }
    }

    /// A list or mapping in flow style, whose end is searched on the lines that follow.
    private mutating func flow(
        _ text: Span<UInt8>, _ start: Range<Int>, element: Int, into record: inout KeyedRecord
    ) throws(Fault) {
        var reader = YAMLFlowReader(path: path, element: element, from: start.lowerBound)
        let end = try reader.read(text, into: &record)
        while next < lines.count, lines[next].lowerBound <= end { next += 1 }
        let rest = text.trimming(end..<lines[next - 1].upperBound)
        guard rest.isEmpty || text[rest.lowerBound] == Byte.hash else { throw Fault() }
    }
}
