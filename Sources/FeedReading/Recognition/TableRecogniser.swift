internal import Indicators

/// Tells the delimiter of a table and what its columns are, from a sample of its records.
struct TableRecogniser {
    let options: FeedOptions
    let isWhole: Bool

    var shape: TableShape { TableShape(options: options) }

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
