extension YAMLRows {
    /// Makes a row of the entry that was collected.
    mutating func finishEntry(_ builder: inout RowBuilder) -> FeedStep {
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
