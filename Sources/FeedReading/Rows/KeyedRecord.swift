/// The scalars of one JSON object or YAML entry by their paths, such as `last_seen.time`.
struct KeyedRecord {
    /// One scalar.
    struct Entry {
        var path: Range<Int>
        var text: Range<Int>
        /// Which element of the innermost list it belongs to; 0 outside lists.
        var element: Int
        var fault: FeedRefusalReason?
        /// Whether it is a text or a number, so that it can be a value.
        var isText: Bool
        /// What it is read as.
        var meaning: ColumnMeaning?
        /// How it says whether the value is accused.
        var verdict: VerdictColumn?

        /// The same scalar as one that belongs to no list.
        var outsideLists: Entry {
            var entry = self
            entry.element = 0
            return entry
        }
    }

    private(set) var bytes: [UInt8] = []
    private(set) var entries: [Entry] = []
    /// Whether the record held more than the limits allow.
    private(set) var isTooLarge = false
    /// Whether it has elements of `rel`.
    private(set) var hasRelations = false
    /// Whether it is known what every scalar is read as.
    private var isResolved = false
    private let entryLimit: Int
    private let byteLimit: Int

    init(limits: FeedLimits) {
        self.entryLimit = limits.recordEntries
        self.byteLimit = limits.lineBytes
    }

    /// Forgets the record before.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        isTooLarge = false
        hasRelations = false
        isResolved = false
    }

    /// Finds out what each scalar is read as, unless that is known.
    mutating func resolve(_ choice: inout ColumnChoice) {
        guard !isResolved else { return }
        isResolved = true
        for index in entries.indices {
            let path = entries[index].path
            let reading = choice.reading(of: bytes.span.extracting(path))
            entries[index].meaning = reading.meaning
            entries[index].verdict = reading.verdict
            let isRelation =
                bytes.span.hasText("rel", at: path.lowerBound)
                && (path.count == 3 || bytes[path.lowerBound + 3] == Byte.dot)
            if isRelation { hasRelations = true }
        }
    }

    /// Adds a scalar.
    mutating func append(
        path: Span<UInt8>, text: Span<UInt8>, element: Int = 0, fault: FeedRefusalReason? = nil, isText: Bool = true
    ) {
        guard entries.count < entryLimit, bytes.count + path.count + text.count <= byteLimit else {
            isTooLarge = true
            return
        }
        isResolved = false
        let start = bytes.count
        bytes.append(path)
        let middle = bytes.count
        bytes.append(text)
        entries.append(
            Entry(path: start..<middle, text: middle..<bytes.count, element: element, fault: fault, isText: isText))
    }

    /// The same record with some of its entries; no bytes are copied.
    func keeping(_ entries: [Entry]) -> KeyedRecord {
        var kept = self
        kept.entries = entries
        return kept
    }

    /// The path of the list or object around a scalar.
    func parent(of entry: Entry) -> Range<Int> {
        var end = entry.path.upperBound
        while end > entry.path.lowerBound, bytes[end - 1] != Byte.dot { end -= 1 }
        return end > entry.path.lowerBound ? entry.path.lowerBound..<end - 1 : entry.path
    }

    /// Whether there is a scalar of a name.
    func contains(_ name: StaticString) -> Bool {
        entries.contains { bytes.span.extracting($0.path).isText(name) }
    }

    /// Whether an entry that may be a label or a code is the answer to the question its name asks.
    func isAnswer(_ entry: Entry) -> Bool {
        guard let verdict = entry.verdict, verdict != .words, let field = entry.meaning?.field else { return false }
        return (field == .labels || field == .scam) && StatedVerdict.answer(bytes.span.extracting(entry.text).string) != nil
    }

    /// The text of the first scalar of a name.
    func text(_ name: StaticString) -> Range<Int>? {
        entries.first { bytes.span.extracting($0.path).isText(name) }?.text
    }
}
