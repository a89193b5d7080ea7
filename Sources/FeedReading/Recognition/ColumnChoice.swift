/// Which column, member or key gives which field, once the person's mappings are held against the names of a feed.
struct ColumnChoice {
    /// What is read from a column.
    struct Reading {
        /// The field it gives.
        var meaning: ColumnMeaning?
        /// How it says whether the value is accused.
        var verdict: VerdictColumn?
    }

    private let layout: FeedLayout
    private let named: [(name: [UInt8], meaning: ColumnMeaning)]
    private let mapped: Set<FeedField>
    private var knownNames: [[UInt8]] = []
    private var knownReadings: [Reading] = []
    private var cursor = 0

    /// Whether the names are headings of a table.
    private let isTable: Bool

    init(options: FeedOptions, layout: FeedLayout, isTable: Bool = false) {
        self.layout = layout
        self.isTable = isTable
        var named: [(name: [UInt8], meaning: ColumnMeaning)] = []
        var mapped: Set<FeedField> = []
        for mapping in options.mappings {
            guard let field = mapping.field else { continue }
            mapped.insert(field)
            guard case .named(let name) = mapping.origin else { continue }
            named.append((Array(name.utf8), ColumnMeaning(mapped: field, rank: -1)))
        }
        self.named = named
        self.mapped = mapped
    }

    /// Whether the person named the member with the value.
    var mapsValue: Bool { named.contains { $0.meaning.field == .value } }

    /// The first names that were asked for, as messages may show them.
    var names: [String] {
        knownNames.prefix(FeedError.namesShown + 1).map { ShownName.text($0.span) }
    }

    /// What a name is read as.
    ///
    /// A field that the person mapped is read from nowhere else.
    mutating func reading(of name: Span<UInt8>) -> Reading {
        // Records repeat their names in the same order, so the next one is where the last one was, plus one.
        for _ in knownNames.indices {
            cursor = cursor + 1 < knownNames.count ? cursor + 1 : 0
            if name.isEqual(to: knownNames[cursor]) { return knownReadings[cursor] }
        }
        let reading = Reading(meaning: find(name), verdict: layout == .tagPack ? nil : VerdictColumn(name: name))
        if knownNames.count < Self.rememberedNames {
            knownNames.append(name.array)
            knownReadings.append(reading)
            cursor = knownNames.count - 1
        }
        return reading
    }

    private func find(_ name: Span<UInt8>) -> ColumnMeaning? {
        for entry in named where entry.name.span.isEqual(to: name) { return entry.meaning }
        let found = isTable ? ColumnMeaning(heading: name) : ColumnMeaning(name: name, layout: layout)
        guard let meaning = found, !mapped.contains(meaning.field) else { return nil }
        return meaning
    }

    private static let rememberedNames = 64
}

extension ColumnMeaning {
    /// A column the person mapped to a field.
    init(mapped field: FeedField, rank: Int) {
        self.init(field, rank: rank)
    }
}

extension Span<UInt8> {
    /// Whether the bytes are those of an array.
    func isEqual(to other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }

    /// Whether the bytes are the same.
    func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}
