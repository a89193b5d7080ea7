/// Reads a YAML list entry by entry: a list at the root, or the list of a mapping whose other fields its entries inherit.
///
/// Entries are cut out by their indentation, so memory is bounded by the longest entry, and one that cannot be read
/// costs one row.
struct YAMLRows: RowEngine {
    let limit: Int
    let isTagPack: Bool
    /// The list that the person named.
    let chosenKey: [UInt8]?
    /// What the list that is being read says about its values.
    var stance = Stance.accuses
    var choice: ColumnChoice
    var elements = ElementRows()
    var reader = YAMLEntryReader()
    var header: KeyedRecord
    var record: KeyedRecord
    var state = State.header
    /// The text that is collected: the header, later one entry.
    var text: [UInt8] = []
    var isTooLong = false
    var line = 0
    var textLine = 0

    enum State: Equatable {
        case header
        /// Before the first entry of a list.
        case list
        /// Inside a list whose dashes are indented so far.
        case entries(indentation: Int)
        case done
    }

    init(options: FeedOptions, layout: FeedLayout) {
        self.limit = options.limits.lineBytes
        self.isTagPack = layout == .tagPack
        self.choice = ColumnChoice(options: options, layout: layout)
        self.header = KeyedRecord(limits: options.limits)
        self.record = KeyedRecord(limits: options.limits)
        self.chosenKey =
            options.mappings.lazy.compactMap { mapping -> [UInt8]? in
                guard mapping.field == nil, case .named(let name) = mapping.origin else { return nil }
                return Array(name.utf8)
            }.first
    }

    var columnNames: [String] { choice.names }

    mutating func advance(_ stream: inout ByteStream, _ builder: inout RowBuilder) throws(FeedError) -> FeedStep {
        if let step = elements.advance(&choice, &builder) { return step }
        while state != .done {
            let step = try stream.nextLine(limit: limit)
            line += 1
            switch step {
            case .tooLong:
                if case .entries = state { isTooLong = true } else { throw error(.yamlSyntax, stream) }
            case .end:
                if state == .header { throw error(.noList, stream) }
                let hasEntry = state != .list
                state = .done
                if hasEntry { return finishEntry(&builder) }
            case .line(let range):
                let finished = try take(stream.storage.span.extracting(range), stream, &builder)
                if let finished { return finished }
            }
        }
        return .end
    }

    func error(_ reason: FeedError.Reason, _ stream: borrowing ByteStream) -> FeedError {
        FeedError(reason, source: stream.name, line: line, offset: stream.offset)
    }
}
