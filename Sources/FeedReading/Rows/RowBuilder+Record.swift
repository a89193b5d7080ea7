extension RowBuilder {
    /// Takes the fields of a record; our own names win over names in common use.
    ///
    /// - Parameter isKeyed: whether the name of the record is the value, so that none of its members is.
    mutating func take(_ record: inout KeyedRecord, _ choice: inout ColumnChoice, isKeyed: Bool = false) {
        if record.isTooLarge { blame(.recordTooLarge) }
        record.resolve(&choice)
        let bytes = record.bytes.span
        for entry in record.entries {
            guard let verdict = entry.verdict, entry.fault == nil else { continue }
            // What stands in a list of objects speaks of the elements of that list.
            let path = bytes.extracting(entry.path)
            if entry.element == 0 || path.firstIndex(of: Byte.dot) == nil { judge(bytes.extracting(entry.text), as: verdict) }
        }
        for isOwnName in [false, true] {
            for entry in record.entries {
                guard let meaning = entry.meaning, (meaning.rank <= 0) == isOwnName, meaning.field != .value else { continue }
                if !record.isAnswer(entry) { take(entry, bytes, as: meaning) }
            }
        }
        if record.hasRelations { takeRelations(of: record) }
        guard !isKeyed, let best = chooseValue(record), let meaning = record.entries[best].meaning else { return }
        if !record.entries[best].isText { return blame(.notAValue) }
        if let fault = record.entries[best].fault { blame(fault) }
        take(bytes.extracting(record.entries[best].text), as: meaning)
    }

    /// The entry with the value: among those of the person's kind when there are any, the one whose name says most.
    private mutating func chooseValue(_ record: borrowing KeyedRecord) -> Int? {
        var entries = record.entries.indices.filter { record.entries[$0].meaning?.field == .value }
        let isNamed = entries.contains { (record.entries[$0].meaning?.rank ?? 0) <= ColumnMeaning.Rank.anyKind }
        if !isNamed {
            for test in kindTests {
                let fitting = entries.filter { record.entries[$0].meaning.map(test) == true }
                if !fitting.isEmpty { entries = fitting }
            }
        }
        var best: Int?
        for index in entries { best = preferred(best, index, record) }
        guard !isNamed else { return best }
        var families: Set<ValueFamily> = []
        for index in entries where !record.entries[index].text.isEmpty {
            guard let meaning = record.entries[index].meaning, meaning.rank < ColumnMeaning.Rank.weak else { continue }
            if let family = meaning.family { families.insert(family) }
        }
        if families.count > 1 { blame(.severalValues) }
        return best
    }

    /// Which of two entries with a value counts; two elements of one list are no value.
    private mutating func preferred(_ best: Int?, _ index: Int, _ record: borrowing KeyedRecord) -> Int {
        guard let best, let rival = record.entries[best].meaning, let meaning = record.entries[index].meaning,
            rival.rank <= meaning.rank
        else { return index }
        if record.entries[best].element > 0, record.entries[index].path.count == record.entries[best].path.count {
            blame(.notAValue)
        }
        return best
    }

    private mutating func take(_ entry: KeyedRecord.Entry, _ bytes: Span<UInt8>, as meaning: ColumnMeaning) {
        if let fault = entry.fault {
            if meaning.rank <= 0 { blame(fault, meaning.field) }
        } else if meaning.field == .labels, entry.element > 0 {
            takeLabel(bytes.extracting(entry.text))
        } else if meaning.field != .rel {
            take(bytes.extracting(entry.text), as: meaning)
        }
    }

    /// Takes the elements of `rel`, each with verb, kind and value.
    private mutating func takeRelations(of record: borrowing KeyedRecord) {
        let bytes = record.bytes.span
        var elements = 0
        for entry in record.entries
        where bytes.extracting(entry.path).hasText("rel.") || bytes.extracting(entry.path).isText("rel") {
            elements = max(elements, entry.element)
            if entry.element == 0 { return blame(.badField, .rel) }
        }
        guard elements > 0 else { return }
        for element in 1...elements {
            var (verb, kind, value) = (0..<0, 0..<0, 0..<0)
            for entry in record.entries where entry.element == element && entry.fault == nil {
                let path = bytes.extracting(entry.path)
                if path.isText("rel.verb") { verb = entry.text }
                if path.isText("rel.kind") { kind = entry.text }
                if path.isText("rel.value") { value = entry.text }
            }
            takeRelation(verb: bytes.extracting(verb), kind: bytes.extracting(kind), value: bytes.extracting(value))
        }
    }
}
