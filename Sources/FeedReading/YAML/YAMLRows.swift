/// Reads a YAML list entry by entry: a list at the root, or the list of a mapping whose other fields its entries inherit.
///
/// Entries are cut out by their indentation, so memory is bounded by the longest entry, and one that cannot be read
/// costs one row.
struct YAMLRows: RowEngine {
    private let limit: Int
    private let isTagPack: Bool
    /// The list that the person named.
    private let chosenKey: [UInt8]?
    /// What the list that is being read says about its values.
    private var stance = Stance.accuses
    private var choice: ColumnChoice
    private var elements = ElementRows()
    private var reader = YAMLEntryReader()
    private var header: KeyedRecord
    private var record: KeyedRecord
    private var state = State.header
    /// The text that is collected: the header, later one entry.
    private var text: [UInt8] = []
    private var isTooLong = false
    private var line = 0
    private var textLine = 0

    private enum State: Equatable {
        case header
        /// Before the first entry of a list.
        case list
        /// Inside a list whose dashes are indented so far.
        case entries(indentation: Int)
        case done
    }

    init(options: FeedOptions, layout: FeedLayout) {
        self.limit = options.limits.lineBytes
        self.isTagPack = layout == .tagPack
        self.choice = ColumnChoice(options: options, layout: layout)
        self.header = KeyedRecord(limits: options.limits)
        self.record = KeyedRecord(limits: options.limits)
        self.chosenKey =
            options.mappings.lazy.compactMap { mapping -> [UInt8]? in
                guard mapping.field == nil, case .named(let name) = mapping.origin else { return nil }
                return Array(name.utf8)
            }.first
    }

    var columnNames: [String] { choice.names }

    mutating func advance(_ stream: inout ByteStream, _ builder: inout RowBuilder) throws(FeedError) -> FeedStep {
        if let step = elements.advance(&choice, &builder) { return step }
        while state != .done {
            let step = try stream.nextLine(limit: limit)
            line += 1
            switch step {
            case .tooLong:
                if case .entries = state { isTooLong = true } else { throw error(.yamlSyntax, stream) }
            case .end:
                if state == .header { throw error(.noList, stream) }
                let hasEntry = state != .list
                state = .done
                if hasEntry { return finishEntry(&builder) }
            case .line(let range):
                let finished = try take(stream.storage.span.extracting(range), stream, &builder)
                if let finished { return finished }
            }
        }
        return .end
    }

    private static let knownListKeys: Set<String> = [
        "tags", "list", "indicators", "entries", "items", "values", "payload", "urls", "domains", "hosts", "addresses",
    ]
}

extension YAMLRows {
    /// Takes one line, and gives the row that ends before it.
    private mutating func take(
        _ bytes: Span<UInt8>, _ stream: borrowing ByteStream, _ builder: inout RowBuilder
    ) throws(FeedError) -> FeedStep? {
        let content = bytes.trimmedRange
        if content.isEmpty || bytes[content.lowerBound] == Byte.hash || bytes.hasText("%") {
            if content.isEmpty { builder.counts.blanks += 1 } else { builder.counts.comments += 1 }
            collect(bytes)
            return nil
        }
        let line = bytes.extracting(content)
        let isMarker = content.lowerBound == 0 && (line.isText("---") || line.isText("..."))
        let dash = Self.dash(bytes, content)
        switch state {
        case .header where isMarker, .done: return nil
        case .header: return try takeHeader(bytes, dash, stream, &builder)
        case .list where isMarker:
            state = .header
            return nil
        case .list:
            guard let dash else { throw error(.yamlSyntax, stream) }
            state = .entries(indentation: dash)
            startEntry(bytes, dash)
            return nil
        case .entries(let dashes):
            if isMarker || content.lowerBound < dashes || (content.lowerBound == dashes && dash == nil) {
                return try endList(isMarker, bytes, stream, &builder)
            }
            guard content.lowerBound == dashes else {
                collect(bytes)
                return nil
            }
            let step = finishEntry(&builder)
            startEntry(bytes, dashes)
            return step
        }
    }

    /// How far the dash that begins an entry is indented, when the line has one.
    private static func dash(_ bytes: Span<UInt8>, _ content: Range<Int>) -> Int? {
        guard bytes[content.lowerBound] == Byte.minus else { return nil }
        return content.count == 1 || bytes[content.lowerBound + 1] == Byte.space ? content.lowerBound : nil
    }

    /// Takes a line before the list, or the one that begins it.
    private mutating func takeHeader(
        _ bytes: Span<UInt8>, _ dash: Int?, _ stream: borrowing ByteStream, _ builder: inout RowBuilder
    ) throws(FeedError) -> FeedStep? {
        if dash == 0 {
            try startList(stream)
            return try take(bytes, stream, &builder)
        }
        builder.counts.headers += 1
        if let stance = listStance(bytes) {
            self.stance = stance
            try startList(stream)
        } else {
            collect(bytes)
        }
        return nil
    }

    /// Reads the header, which the entries inherit.
    private mutating func startList(_ stream: borrowing ByteStream) throws(FeedError) {
        header.removeAll()
        let text = self.text
        do {
            try reader.read(text.span, into: &header)
        } catch {
            throw self.error(.yamlSyntax, stream)
        }
        self.text.removeAll()
        state = .list
    }

    /// Ends the list: another document or list may follow, another field may not, since entries inherit.
    private mutating func endList(
        _ isMarker: Bool, _ bytes: Span<UInt8>, _ stream: borrowing ByteStream, _ builder: inout RowBuilder
    ) throws(FeedError) -> FeedStep? {
        let next = isTagPack || isMarker ? nil : listStance(bytes)
        guard isMarker || next != nil else { throw error(.yamlOrder, stream) }
        let step = finishEntry(&builder)
        state = isMarker ? .header : .list
        stance = next ?? .accuses
        if !isMarker { builder.counts.headers += 1 }
        return step
    }

    /// Starts an entry: its dash becomes a blank, so that what follows stands as far in as it does.
    private mutating func startEntry(_ bytes: Span<UInt8>, _ indentation: Int) {
        let start = text.count
        text.append(bytes)
        text[start + indentation] = Byte.space
        text.append(Byte.lineFeed)
        textLine = line
    }

    private mutating func collect(_ bytes: Span<UInt8>) {
        guard text.count + bytes.count < limit else {
            isTooLong = true
            return
        }
        text.append(bytes)
        text.append(Byte.lineFeed)
    }

    /// What a list says about its values, by the line that names it; nothing when the line names no list that is read.
    private func listStance(_ bytes: Span<UInt8>) -> Stance? {
        let content = bytes.trimmedRange
        guard content.lowerBound == 0, bytes[content.upperBound - 1] == Byte.colon, content.count <= Self.longestKey else {
            return nil
        }
        let key = bytes.extracting(0..<content.upperBound - 1)
        if let chosenKey, !key.isEqual(to: chosenKey) { return nil }
        if let stance = ListName.stance(key.string), !isTagPack { return stance }
        return chosenKey != nil || Self.knownListKeys.contains(key.string) ? .accuses : nil
    }

    private static let longestKey = 64

    private func error(_ reason: FeedError.Reason, _ stream: borrowing ByteStream) -> FeedError {
        FeedError(reason, source: stream.name, line: line, offset: stream.offset)
    }
}

extension YAMLRows {
    /// Makes a row of the entry that was collected.
    private mutating func finishEntry(_ builder: inout RowBuilder) -> FeedStep {
        defer {
            self.text.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        if isTooLong { return builder.refuse(line: textLine, .lineTooLong) }
        record.removeAll()
        let text = self.text
        do {
            try reader.read(text.span, into: &record)
        } catch {
            return builder.refuse(line: textLine, .notYAML, excerpt: text.span.extracting(text.span.trimmedRange))
        }
        if isTagPack { inherit() }
        if !isTagPack, choice.mapsValue, record.text("") == nil {
            return elements.start(&record, line: textLine, stance: stance, &choice, &builder)
        }
        builder.begin(line: textLine, stance: isTagPack ? TagPack.stance(of: record) : stance)
        if let bare = record.text(""), record.entries.count == 1 {
            builder.takeValue(record.bytes.span.extracting(bare))
        } else {
            builder.take(&record, &choice)
        }
        if isTagPack { builder.takeDefaultScam(TagPack.scam(of: record)) }
        return builder.finish()
    }

    /// Adds the fields of the header that the entry does not have itself.
    private mutating func inherit() {
        let header = self.header
        for name in TagPack.inheritedNames where !record.contains(name) {
            for entry in header.entries where header.bytes.span.extracting(entry.path).isText(name) {
                let bytes = header.bytes.span
                record.append(
                    path: bytes.extracting(entry.path), text: bytes.extracting(entry.text), element: entry.element)
            }
        }
    }
}
