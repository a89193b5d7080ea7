internal import Indicators

extension TableRecogniser {
    func readHeader(_ header: [[UInt8]], into plan: inout TablePlan, name: String) throws(FeedError) {
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
    func settleVerdicts(_ records: ArraySlice<[[UInt8]]>, in plan: inout TablePlan) {
        for index in plan.verdicts.indices where plan.verdicts[index] == .wordsOrQuestion {
            let texts = records.compactMap { index < $0.count && !$0[index].isEmpty ? $0[index] : nil }
            let answers = !texts.isEmpty && texts.allSatisfy { StatedVerdict.answer($0.span.string) != nil }
            plan.verdicts[index] = answers ? .question : .words
            // An answer is neither a label nor a code.
            if answers, let field = plan.meanings[index]?.field, field == .labels || field == .scam { plan.meanings[index] = nil }
        }
    }

    func applyNumbers(to plan: inout TablePlan, name: String) throws(FeedError) {
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
    func recogniseColumns(_ sample: TableSample, into plan: inout TablePlan) {
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
