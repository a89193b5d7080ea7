extension YAMLRows {
    /// Takes one line, and gives the row that ends before it.
    mutating func take(
        _ bytes: Span<UInt8>, _ stream: borrowing ByteStream, _ builder: inout RowBuilder
    ) throws(FeedError) -> FeedStep? {
        let content = bytes.trimmedRange
        if isAside(bytes, content) {
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
            return takeEntryLine(bytes, beginsEntry: content.lowerBound == dashes, dashes, &builder)
        }
    }

    /// Takes a line of the list, which begins an entry or goes on with one.
    private mutating func takeEntryLine(
        _ bytes: Span<UInt8>, beginsEntry: Bool, _ dashes: Int, _ builder: inout RowBuilder
    ) -> FeedStep? {
        guard beginsEntry else {
            collect(bytes)
            return nil
        }
        let step = finishEntry(&builder)
        startEntry(bytes, dashes)
        return step
    }

    /// Whether a line says nothing: it is blank, a comment or a directive.
    private func isAside(_ bytes: Span<UInt8>, _ content: Range<Int>) -> Bool {
        content.isEmpty || bytes[content.lowerBound] == Byte.hash || bytes.hasText("%")
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

    private static let knownListKeys: Set<String> = [
        "tags", "list", "indicators", "entries", "items", "values", "payload", "urls", "domains", "hosts", "addresses",
    ]
}
