internal import Indicators

/// Tells the delimiter of a table and what its columns are, from a sample of its records.
struct TableRecogniser {
    let options: FeedOptions
    let isWhole: Bool

    /// The delimiter, or nothing when the text is no table.
    func delimiter(of sample: Span<UInt8>) -> UInt8? {
        for delimiter in Self.delimiters {
            let records = records(sample, delimiter)
            if let header = records.first, header.count > 1, isHeader(header) { return delimiter }
            guard let width = width(of: records), width > 1 else { continue }
            if width > 2 || records.count > 2 || options.mappings.contains(where: { $0.field == .value }) {
                return delimiter
            }
        }
        let records = records(sample, Byte.comma)
        return records.count > 1 && records[0].count == 1 && namesValue(records[0]) ? Byte.comma : nil
    }

    /// How the records become rows.
    ///
    /// - Throws: ``FeedError`` with the reason `unknownColumn`.
    func plan(_ sample: Span<UInt8>, format: FeedFormat, name: String) throws(FeedError) -> TablePlan {
        let delimiter = format == .tsv ? Byte.tab : delimiter(of: sample) ?? Byte.comma
        let records = records(sample, delimiter)
        let columns = max(records.map(\.count).max() ?? 1, 1)
        var plan = TablePlan(
            delimiter: delimiter, hasHeader: false, layout: .plain, columnCount: columns,
            meanings: Array(repeating: nil, count: columns), names: (1...columns).map(String.init))
        if let header = records.first, isHeader(header) || isHeaderByContrast(records) {
            try readHeader(header, into: &plan, name: name)
        } else {
            plan.columnCount = width(of: records) ?? columns
            recogniseColumns(records, into: &plan)
            let mapped = options.mappings.compactMap(\.field)
            for index in plan.meanings.indices where plan.meanings[index].map({ mapped.contains($0.field) }) == true {
                plan.meanings[index] = nil
            }
        }
        settleVerdicts(records.dropFirst(plan.hasHeader ? 1 : 0), in: &plan)
        try applyNumbers(to: &plan, name: name)
        if !plan.meanings.contains(where: { $0?.field == .value }) { guessValueColumn(records, into: &plan) }
        if !plan.hasHeader, plan.layout == .plain { plan.verdicts = plan.meanings.map { $0?.field == .value ? nil : .words } }
        return plan
    }

    private static let delimiters = [Byte.tab, Byte.comma, Byte.semicolon, Byte.bar]
}

extension TableRecogniser {
    /// The records of the sample, without blank and comment lines and without a last one that may be cut off.
    private func records(_ sample: Span<UInt8>, _ delimiter: UInt8) -> [[[UInt8]]] {
        var scanner = TableScanner(delimiter: delimiter, columnLimit: options.limits.columns)
        var records: [[[UInt8]]] = []
        var place = 0
        while place < sample.count, records.count < options.limits.sampleLines {
            let lineEnd = sample.firstIndex(of: Byte.lineFeed, from: place) ?? sample.count
            if sample.trimming(place..<lineEnd).isEmpty || sample[place] == Byte.hash {
                place = lineEnd + 1
                continue
            }
            guard case .record(let length) = scanner.scan(sample, from: place, isWhole: isWhole) else {
                place = lineEnd + 1
                continue
            }
            records.append(
                scanner.fields.map { field in
                    let text = sample.text(of: field, from: place)
                    return text.span.extracting(text.span.trimmedRange).array
                })
            place += length
        }
        return records
    }

    /// The number of columns that nine records of ten have.
    private func width(of records: [[[UInt8]]]) -> Int? {
        var counts: [Int: Int] = [:]
        for record in records { counts[record.count, default: 0] += 1 }
        guard let most = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return nil }
        return most.value * 10 >= records.count * 9 ? most.key : nil
    }

    /// Whether the texts are names of columns: one means something, and none looks like a value.
    private func isHeader(_ record: [[UInt8]]) -> Bool {
        guard record.contains(where: { isName($0) }) else { return false }
        return !record.contains { looksLikeValue($0) }
    }

    private func namesValue(_ record: [[UInt8]]) -> Bool {
        record.contains { ColumnMeaning(name: $0.span, layout: .plain)?.field == .value }
    }

    private func isName(_ text: [UInt8]) -> Bool {
        if ColumnMeaning(name: text.span, layout: .plain) != nil { return true }
        return options.mappings.contains { $0.origin == .named(text.span.string) }
    }

    /// Whether the first record alone holds nothing that looks like a value.
    private func isHeaderByContrast(_ records: [[[UInt8]]]) -> Bool {
        guard records.count > 2, let first = records.first, !first.contains(where: { looksLikeValue($0) }) else { return false }
        let rest = records.dropFirst()
        return rest.count { $0.contains { looksLikeValue($0) } } * 2 > rest.count
    }

    private func looksLikeValue(_ text: [UInt8]) -> Bool {
        let settler = KindSettler(kind: options.kind, region: options.region)
        return !text.isEmpty && settler.guess(text.span) != nil
    }
}

extension TableRecogniser {
    private func readHeader(_ header: [[UInt8]], into plan: inout TablePlan, name: String) throws(FeedError) {
        var choice = ColumnChoice(options: options, layout: .plain)
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
    private func recogniseColumns(_ records: [[[UInt8]]], into plan: inout TablePlan) {
        guard !options.mappings.contains(where: { $0.field == .value }) else { return }
        let kinds = column(records, matching: { KindHint(naming: $0) != nil })
        if kinds == 2, plan.columnCount >= 4, column(records, matching: { DayText.day($0) != nil }) == 0 {
            plan.layout = .tweetFeed
            plan.set([
                ColumnMeaning(.first, rank: 1), nil, ColumnMeaning(.kind, style: .loose), ColumnMeaning(.value),
                ColumnMeaning(.labels, style: .hashtags), ColumnMeaning(.source, rank: 1),
            ])
        } else if plan.columnCount >= 2, column(records, matching: { Self.isPlatform($0) }) == 0,
            records.count(where: { $0.count > 1 && looksLikeValue($0[1]) }) * 2 < records.count
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
    private func column(_ records: [[[UInt8]]], matching test: (Span<UInt8>) -> Bool) -> Int? {
        guard !records.isEmpty, let width = width(of: records) else { return nil }
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

    /// Takes the column in which most texts look like values, when no name says which it is.
    private func guessValueColumn(_ records: [[[UInt8]]], into plan: inout TablePlan) {
        var best = (column: 0, hits: 0)
        for index in plan.meanings.indices where plan.meanings[index] == nil {
            let hits = records.count { index < $0.count && looksLikeValue($0[index]) }
            if hits > best.hits { best = (index, hits) }
        }
        if best.hits > 0 || plan.meanings.count == 1 { plan.meanings[best.column] = ColumnMeaning(.value, rank: 4) }
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
