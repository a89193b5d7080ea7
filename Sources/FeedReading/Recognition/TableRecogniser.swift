internal import Indicators

/// Tells the delimiter of a table and what its columns are, from a sample of its records.
struct TableRecogniser {
    let options: FeedOptions
    let isWhole: Bool

    private var shape: TableShape { TableShape(options: options) }

    /// The delimiter, or nothing when the text is no table.
    ///
    /// The one by which the heading holds most known names wins, then the one by which most records have the same number
    /// of columns, then the one that makes more columns of them.
    func delimiter(of sample: Span<UInt8>) -> UInt8? {
        if let named = DelimiterLine.delimiter(in: sample) { return named }
        var best: (delimiter: UInt8, fit: Fit)?
        for delimiter in Self.delimiters where delimiter != Byte.semicolon || !Self.hasSemicolonComments(sample) {
            guard let fit = fit(self.sample(sample, delimiter)) else { continue }
            if let rival = best?.fit, !rival.isWorse(than: fit) { continue }
            best = (delimiter, fit)
        }
        if let best { return best.delimiter }
        let records = self.sample(sample, Byte.comma).records
        let isColumn = records.count > 1 && records.allSatisfy { $0.count == 1 }
        return isColumn && namesValue(records[0]) ? Byte.comma : nil
    }

    /// How well a delimiter takes a sample apart.
    private struct Fit {
        var names: Int
        var percentOfWidth: Int
        var width: Int

        func isWorse(than other: Fit) -> Bool {
            (names, percentOfWidth, width) < (other.names, other.percentOfWidth, other.width)
        }
    }

    /// The fit of a sample, or nothing when it is no table.
    private func fit(_ sample: TableSample) -> Fit? {
        guard let first = sample.records.first else { return nil }
        let heading =
            first.count > 1 && shape.isHeading(first, above: sample.records.dropFirst()) ? first : commentHeading(sample)
        let names = heading?.count { shape.isName($0) } ?? 0
        if names == 0 {
            guard let width = sample.width, width > 1 else { return nil }
            let isMapped = options.mappings.contains { $0.field == .value }
            guard width > 2 || sample.records.count > 2 || isMapped else { return nil }
        }
        return Fit(names: names, percentOfWidth: sample.percentOfWidth, width: sample.width ?? first.count)
    }

    /// The names of the columns in the last comment before the records, when it has as many.
    private func commentHeading(_ sample: TableSample) -> [[UInt8]]? {
        guard let names = sample.commentBefore, names.count > 1, names.count == sample.width,
            names.contains(where: { shape.isName($0) }), !names.contains(where: { shape.looksLikeValue($0) })
        else { return nil }
        return names
    }

    /// How the records become rows.
    ///
    /// - Throws: ``FeedError`` with the reason `unknownColumn` or `severalValues`.
    func plan(_ bytes: Span<UInt8>, format: FeedFormat, name: String) throws(FeedError) -> TablePlan {
        let sample = sample(bytes, format == .tsv ? Byte.tab : delimiter(of: bytes) ?? Byte.comma)
        let records = sample.records
        let columns = max(records.map(\.count).max() ?? 1, 1)
        var plan = TablePlan(
            delimiter: sample.delimiter, hasHeader: false, layout: .plain, columnCount: columns,
            meanings: Array(repeating: nil, count: columns), names: (1...columns).map(String.init))
        plan.hasDelimiterLine = DelimiterLine.length(in: bytes) > 0
        var rows = records[...]
        if let first = records.first, shape.isHeading(first, above: records.dropFirst()) {
            rows = records.dropFirst()
            try readHeader(first, into: &plan, name: name)
        } else if let heading = commentHeading(sample) {
            try readHeader(heading, into: &plan, name: name)
            plan.isHeaderComment = true
        } else {
            plan.columnCount = sample.width ?? columns
            recogniseColumns(sample, into: &plan)
            let mapped = options.mappings.compactMap(\.field)
            for index in plan.meanings.indices where plan.meanings[index].map({ mapped.contains($0.field) }) == true {
                plan.meanings[index] = nil
            }
        }
        settleVerdicts(rows, in: &plan)
        try applyNumbers(to: &plan, name: name)
        try ValueColumnChoice(options: options, records: rows, shape: shape).choose(in: &plan, source: name)
        if !plan.hasHeader, plan.layout == .plain { plan.verdicts = plan.meanings.map { $0?.field == .value ? nil : .words } }
        return plan
    }

    private static let delimiters = [Byte.tab, Byte.semicolon, Byte.comma, Byte.bar]
}

extension TableRecogniser {
    private func sample(_ bytes: Span<UInt8>, _ delimiter: UInt8) -> TableSample {
        TableSample(bytes, delimiter: delimiter, isWhole: isWhole, limits: options.limits)
    }

    /// Whether a record of one text names what the values below it are.
    func namesValue(_ record: [[UInt8]]) -> Bool {
        record.contains { ColumnMeaning(heading: $0.span)?.field == .value && !shape.looksLikeValue($0) }
    }

    /// Whether semicolons begin comments: on lines of their own, or with blanks on both sides behind each value.
    private static func hasSemicolonComments(_ sample: Span<UInt8>) -> Bool {
        var (start, lines, trailing) = (0, 0, 0)
        while start < sample.count, lines < semicolonLines {
            let end = sample.firstIndex(of: Byte.lineFeed, from: start) ?? sample.count
            if let place = sample.extracting(start..<end).firstIndex(of: Byte.semicolon) {
                let next = start + place + 1
                let isBlankBehind = next >= end || Byte.isBlank(sample[next])
                if place == 0, isBlankBehind { return true }
                lines += 1
                if place > 0, isBlankBehind, Byte.isBlank(sample[start + place - 1]) { trailing += 1 }
            }
            start = end + 1
        }
        return trailing * 2 > lines
    }

    private static let semicolonLines = 64
}

extension TableRecogniser {
    private func readHeader(_ header: [[UInt8]], into plan: inout TablePlan, name: String) throws(FeedError) {
        var choice = ColumnChoice(options: options, layout: .plain, isTable: true)
        plan.hasHeader = true
        plan.columnCount = header.count
        plan.names = header.map { $0.span.string }
        let readings = header.map { choice.reading(of: $0.span) }
        plan.meanings = readings.map(\.meaning)
        plan.verdicts = readings.map(\.verdict)
        for mapping in options.mappings where mapping.field != nil {
            guard case .named(let column) = mapping.origin else { continue }
            guard plan.names.contains(where: { $0.utf8.elementsEqual(column.utf8) }) else {
                throw FeedError(.unknownColumn(column), source: name)
            }
        }
    }

    /// Decides for columns that may name something or answer a question which of the two they do, by their texts.
    private func settleVerdicts(_ records: ArraySlice<[[UInt8]]>, in plan: inout TablePlan) {
        for index in plan.verdicts.indices where plan.verdicts[index] == .wordsOrQuestion {
            let texts = records.compactMap { index < $0.count && !$0[index].isEmpty ? $0[index] : nil }
            let answers = !texts.isEmpty && texts.allSatisfy { RowVerdict.answer($0.span.string) != nil }
            plan.verdicts[index] = answers ? .question : .words
            // An answer is neither a label nor a code.
            if answers, let field = plan.meanings[index]?.field, field == .labels || field == .scam { plan.meanings[index] = nil }
        }
    }

    private func applyNumbers(to plan: inout TablePlan, name: String) throws(FeedError) {
        for mapping in options.mappings {
            guard let field = mapping.field else { continue }
            switch mapping.origin {
            case .numbered(let number):
                guard number <= plan.meanings.count else { throw FeedError(.unknownColumn(String(number)), source: name) }
                for index in plan.meanings.indices where plan.meanings[index]?.field == field { plan.meanings[index] = nil }
                plan.meanings[number - 1] = ColumnMeaning(field, rank: -1)
            case .named(let column) where !plan.hasHeader: throw FeedError(.unknownColumn(column), source: name)
            default: break
            }
        }
    }

    /// Recognises arrangements without a header by what their columns hold.
    private func recogniseColumns(_ sample: TableSample, into plan: inout TablePlan) {
        guard !options.mappings.contains(where: { $0.field == .value }) else { return }
        let kinds = column(sample, matching: { KindHint(naming: $0) != nil })
        if kinds == 2, plan.columnCount >= 4, column(sample, matching: { DayText.day($0) != nil }) == 0 {
            plan.layout = .tweetFeed
            plan.set([
                ColumnMeaning(.first, rank: 1), nil, ColumnMeaning(.kind, style: .loose), ColumnMeaning(.value),
                ColumnMeaning(.labels, style: .hashtags), ColumnMeaning(.source, rank: 1),
            ])
        } else if plan.columnCount >= 2, column(sample, matching: { Self.isPlatform($0) }) == 0,
            sample.records.count(where: { $0.count > 1 && shape.looksLikeValue($0[1]) }) * 2 < sample.records.count
        {
            plan.layout = .profiles
            plan.set([
                ColumnMeaning(.platform), ColumnMeaning(.value, hint: .exact(.handle)), ColumnMeaning(.first, rank: 1),
            ])
        } else if let kinds {
            plan.meanings[kinds] = ColumnMeaning(.kind, style: .loose, rank: 1)
        }
    }

    /// The first column of which nine texts of ten pass a test.
    private func column(_ sample: TableSample, matching test: (Span<UInt8>) -> Bool) -> Int? {
        let records = sample.records
        guard !records.isEmpty, let width = sample.width else { return nil }
        for index in 0..<width {
            var hits = 0
            for record in records where index < record.count {
                let text = record[index]
                if test(text.span) { hits += 1 }
            }
            if hits * 10 >= records.count * 9 { return index }
        }
        return nil
    }

    private static func isPlatform(_ text: Span<UInt8>) -> Bool {
        text.count <= 16 && platforms.contains(text.string.lowercased())
    }

    private static let platforms: Set<String> = [
        "telegram", "facebook", "twitter", "x", "instagram", "youtube", "whatsapp", "tiktok", "discord", "linkedin", "vk",
        "snapchat", "reddit", "steam", "github", "wechat", "line", "signal", "viber", "skype", "medium", "threads",
        "mastodon", "bluesky", "pinterest", "twitch", "tinder", "bumble", "hinge", "badoo", "weibo", "kakaotalk",
    ]
}

extension TablePlan {
    /// Sets the meanings of the first columns.
    mutating func set(_ meanings: [ColumnMeaning?]) {
        for (index, meaning) in meanings.enumerated() where index < self.meanings.count { self.meanings[index] = meaning }
    }
}
