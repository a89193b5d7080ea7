/// The rows of one record whose value is mapped to a list: one for each element.
struct ElementRows {
    private var record: KeyedRecord?
    private var list = ElementList()
    private var line = 0
    private var stance = Stance.accuses
    private var next = 0

    /// Makes the first row of a record that was just read; the others follow from ``advance(_:_:)``.
    mutating func start(
        _ record: inout KeyedRecord, line: Int, stance: Stance, _ choice: inout ColumnChoice, _ builder: inout RowBuilder
    ) -> FeedStep {
        if choice.mapsValue {
            record.resolve(&choice)
            list = ElementList(of: record)
            if list.count > 1 {
                (self.record, self.line, self.stance, next) = (record, line, stance, 0)
                if let step = advance(&choice, &builder) { return step }
            }
        }
        builder.begin(line: line, stance: stance)
        builder.take(&record, &choice)
        return builder.finish()
    }

    /// Makes the next row of the record before; nothing when there is none left.
    mutating func advance(_ choice: inout ColumnChoice, _ builder: inout RowBuilder) -> FeedStep? {
        guard let record, next < list.count else { return nil }
        next += 1
        if next == list.count { self.record = nil }
        var element = record.keeping(list.entries(of: next, in: record))
        builder.begin(line: line, stance: stance)
        builder.take(&element, &choice)
        return builder.finish()
    }
}

/// The list of a record at which the person's mapping of the value points, and which entries belong to its elements.
private struct ElementList {
    /// How many elements there are; none when the mapping points at no list.
    private(set) var count = 0
    /// The entries of the elements, those of the first element first, and each in their order.
    private var own: [Int] = []
    /// Where in ``own`` those of each element begin, counted from 1, and where those of the last end.
    private var starts: [Int] = []
    /// The entries of everything else, in their order.
    private var shared: [Int] = []

    init() {}

    init(of record: borrowing KeyedRecord) {
        var parent: Range<Int>?
        for entry in record.entries where entry.element > 0 && Self.isMappedValue(entry) {
            if parent == nil { parent = record.parent(of: entry) }
            count = max(count, entry.element)
        }
        guard count > 1, let parent else { return }
        let path = record.bytes.span.extracting(parent)
        starts = Array(repeating: 0, count: count + 2)
        for (index, entry) in record.entries.enumerated() {
            let isOfList = record.bytes.span.extracting(record.parent(of: entry)).isEqual(to: path)
            if isOfList, entry.element > 0 {
                guard entry.element <= count else { continue }
                own.append(index)
                starts[entry.element + 1] += 1
            } else {
                shared.append(index)
            }
        }
        for element in starts.indices.dropFirst() { starts[element] += starts[element - 1] }
        sortByElement(record)
    }

    /// Puts the entries of each element behind each other.
    private mutating func sortByElement(_ record: borrowing KeyedRecord) {
        var places = starts
        var sorted = own
        for index in own {
            let element = record.entries[index].element
            sorted[places[element]] = index
            places[element] += 1
        }
        own = sorted
    }

    /// The entries of an element and of everything else in their order; those of the element are in no list any more.
    func entries(of element: Int, in record: borrowing KeyedRecord) -> [KeyedRecord.Entry] {
        var entries: [KeyedRecord.Entry] = []
        let of = own[starts[element]..<starts[element + 1]]
        entries.reserveCapacity(shared.count + of.count)
        var next = of.startIndex
        for index in shared {
            while next < of.endIndex, of[next] < index {
                entries.append(record.entries[of[next]].outsideLists)
                next += 1
            }
            entries.append(record.entries[index])
        }
        for index in of[next...] { entries.append(record.entries[index].outsideLists) }
        return entries
    }

    private static func isMappedValue(_ entry: KeyedRecord.Entry) -> Bool {
        entry.meaning?.field == .value && entry.meaning?.rank == ColumnMeaning.Rank.mapped
    }
}
