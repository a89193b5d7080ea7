/// The rows of one record whose value is mapped to a list: one for each element.
struct ElementRows {
    private var record: KeyedRecord?
    private var line = 0
    private var stance = Stance.accuses
    private var next = 0
    private var count = 0

    /// Makes the first row of a record that was just read; the others follow from ``advance(_:_:)``.
    mutating func start(
        _ record: inout KeyedRecord, line: Int, stance: Stance, _ choice: inout ColumnChoice, _ builder: inout RowBuilder
    ) -> FeedStep {
        if choice.mapsValue {
            record.resolve(&choice)
            count = record.mappedElements
            if count > 1 {
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
        guard let record, next < count else { return nil }
        next += 1
        if next == count { self.record = nil }
        var element = record.keeping(element: next)
        builder.begin(line: line, stance: stance)
        builder.take(&element, &choice)
        return builder.finish()
    }
}
