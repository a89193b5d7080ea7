extension RowBuilder {
    /// Why the row is not published whatever it holds.
    var stanceFault: FeedRefusalReason? {
        if !verdicts.isEmpty {
            if verdicts.contains(.vouches) { return .benignList }
            if verdicts.contains(.notAccused) { return .notAccused }
            if verdicts.contains(.isService), !verdicts.contains(.accuses) { return .benignList }
        }
        return switch stance {
        case .accuses: nil
        case .vouches: .benignList
        case .unstated: accusesByConstant ? nil : .meaningNotStated
        }
    }

    /// Takes what a column says about whether the value is accused: its text as a whole, and each part of a list.
    mutating func judge(_ bytes: Span<UInt8>, as column: VerdictColumn) {
        guard bytes.count <= limits.textBytes else { return }
        let text = bytes.extracting(bytes.trimmedRange)
        guard !text.isEmpty else { return }
        if let verdict = verdictMemory.verdict(text, in: column) { verdicts.insert(verdict) }
        guard column == .words || column == .wordsOrQuestion else { return }
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, !Self.isBetweenWords(text[end]) { end += 1 }
            let part = text.extracting(text.trimming(start..<end))
            if DetailsDraft.isMarking(part) { takeMarking(part) }
            if part.count < text.count, !part.isEmpty, let verdict = verdictMemory.verdict(part, in: .words) {
                verdicts.insert(verdict)
            }
            start = end + 1
        }
    }

    private static func isBetweenWords(_ byte: UInt8) -> Bool {
        byte == Byte.semicolon || byte == Byte.comma || byte == Byte.bar || byte == Byte.hash
    }
}
