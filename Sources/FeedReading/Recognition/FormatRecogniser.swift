/// Tells the format of a feed from its first bytes.
struct FormatRecogniser {
    let options: FeedOptions
    /// Whether the sample is the whole feed.
    let isWhole: Bool

    /// The format that fits best; what fits nothing else is one value a line.
    func format(of sample: Span<UInt8>) -> FeedFormat {
        guard let first = firstContent(sample) else { return .lines }
        if let json = JSONRecogniser.format(of: sample, from: first) { return json }
        let lines = contentLines(sample)
        if ResolverRule.dialect(of: lines, in: sample) != nil { return .lines }
        if looksLikeYAML(sample, lines) { return .yaml }
        let rules = lines.count { sample.extracting($0).hasText("||") || sample.extracting($0).hasText("@@||") }
        if sample.hasText("[Adblock", at: first) || rules * 2 > lines.count { return .adblock }
        let hosts = lines.count { HostsLine.names(in: sample.extracting($0)) != nil }
        if hosts * 2 > lines.count { return .hosts }
        guard let delimiter = TableRecogniser(options: options, isWhole: isWhole).delimiter(of: sample) else {
            return .lines
        }
        return delimiter == Byte.tab ? .tsv : .csv
    }

    /// What the first line says the values below it are, when it is the name of a column of values.
    func lineHeading(of sample: Span<UInt8>) -> ColumnMeaning? {
        let lines = contentLines(sample)
        guard lines.count > 1 || !isWhole, let first = lines.first else { return nil }
        let line = sample.extracting(first)
        guard !TableShape(options: options).looksLikeValue(line.array) else { return nil }
        return ColumnMeaning(heading: line).flatMap { $0.field == .value ? $0 : nil }
    }

    /// The configuration whose rules the lines are.
    func dialect(of sample: Span<UInt8>) -> ResolverRule.Dialect? {
        ResolverRule.dialect(of: contentLines(sample), in: sample)
    }

    private func firstContent(_ sample: Span<UInt8>) -> Int? {
        sample.indices.first { !Byte.isBlank(sample[$0]) && sample[$0] != Byte.lineFeed }
    }

    /// The lines of the sample that hold something, without the last one when it may be cut off.
    private func contentLines(_ sample: Span<UInt8>) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        while start < sample.count, lines.count < options.limits.sampleLines {
            let found = sample.firstIndex(of: Byte.lineFeed, from: start)
            guard let end = found ?? (isWhole || lines.isEmpty ? sample.count : nil) else { break }
            let content = sample.trimming(start..<end)
            if !content.isEmpty, !isComment(sample[content.lowerBound]) { lines.append(content) }
            start = end + 1
        }
        return lines
    }

    private func isComment(_ first: UInt8) -> Bool {
        first == Byte.hash || first == Byte.exclamation || first == Byte.semicolon
    }

    /// A document marker, a list of pairs, or keys with a blank or nothing behind their colon.
    private func looksLikeYAML(_ sample: Span<UInt8>, _ lines: [Range<Int>]) -> Bool {
        guard let first = lines.first else { return false }
        let line = sample.extracting(first)
        if line.isText("---") || line.hasText("--- ") { return true }
        if line.hasText("- ") || line.isText("-") {
            return lines.allSatisfy { range in
                let isIndented = range.lowerBound > 0 && Byte.isBlank(sample[range.lowerBound - 1])
                return isIndented || sample.hasText("- ", at: range.lowerBound) || sample.extracting(range).isText("-")
            }
        }
        guard lines.prefix(3).allSatisfy({ isYAMLLine(sample.extracting($0)) }), isPair(line) else { return false }
        return lines.count { isYAMLLine(sample.extracting($0)) } * 2 > lines.count
    }

    private func isYAMLLine(_ line: Span<UInt8>) -> Bool {
        line.hasText("- ") || line.isText("-") || isPair(line)
    }

    private func isPair(_ line: Span<UInt8>) -> Bool {
        var place = 0
        while place < line.count, Byte.isLetter(line[place]) || line[place] == UInt8(ascii: "_") || Byte.isDigit(line[place]) {
            place += 1
        }
        guard place > 0, place < line.count, line[place] == Byte.colon else { return false }
        return place + 1 == line.count || line[place + 1] == Byte.space
    }
}

extension FormatRecogniser {
    /// Whether a YAML feed is a TagPack: entries with an address, below `tags` or beside a currency.
    static func isTagPack(_ sample: Span<UInt8>) -> Bool {
        let text = sample.string
        return text.contains("address:") && (text.contains("\ntags:") || text.hasPrefix("tags:") || text.contains("currency:"))
    }
}
