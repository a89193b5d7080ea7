internal import CanonicalCoding
public import Indicators

/// Another tag under which a row can be found, from its column `alt`.
public struct AlternativeTag: Sendable, Hashable {
    /// The kind of the other indicator.
    public let kind: IndicatorKind
    /// The tag of the other form.
    public let tag: MatchTag
    /// The publisher's proof for that tag.
    public let pop: MatchTag
}

/// A publisher's own tag of an earlier epoch, from the column `prev_tag`.
public struct PreviousTag: Sendable, Hashable {
    /// The earlier epoch.
    public let epoch: EpochNumber
    /// The tag of the earlier form.
    public let tag: MatchTag
}

extension ColumnRole {
    /// Judges the bytes of a cell other than `core`.
    ///
    /// - Throws: ``SchemaViolation`` naming the column.
    public func judge(_ cell: Span<UInt8>) throws(SchemaViolation) {
        switch self {
        case .core, .other: return
        case .value: try Self.requireString(cell, .value, atLeast: 1)
        case .note: try Self.requireString(cell, .note)
        case .source: try Self.requireStringOrObject(cell, .source)
        case .impact: try Self.requireObject(cell, .impact)
        case .locked: try Self.requireLocked(cell)
        case .context: try Self.requireContext(cell)
        case .relations: try Self.requireRelations(cell)
        case .alternatives: _ = try AlternativeTag.list(cell)
        case .previousTag: _ = try PreviousTag(cell)
        }
    }

    private static func requireString(
        _ cell: Span<UInt8>, _ field: SchemaViolation.Field, atLeast minimum: Int = 0
    ) throws(SchemaViolation) {
        var cursor = CellCursor()
        guard let range = cursor.string(cell), cursor.isAtEnd(cell) else { throw SchemaViolation(field, .wrongType) }
        if range.count < minimum { throw SchemaViolation(field, .outOfRange) }
    }

    private static func requireObject(_ cell: Span<UInt8>, _ field: SchemaViolation.Field) throws(SchemaViolation) {
        guard cell.count > 0, cell[0] == UInt8(ascii: "{") else { throw SchemaViolation(field, .wrongType) }
    }

    private static func requireStringOrObject(
        _ cell: Span<UInt8>, _ field: SchemaViolation.Field
    ) throws(SchemaViolation) {
        guard cell.count > 0, cell[0] == UInt8(ascii: "{") || cell[0] == UInt8(ascii: "\"") else {
            throw SchemaViolation(field, .wrongType)
        }
    }

    private static func requireLocked(_ cell: Span<UInt8>) throws(SchemaViolation) {
        var cursor = CellCursor()
        guard let range = cursor.string(cell), cursor.isAtEnd(cell) else { throw SchemaViolation(.locked, .wrongType) }
        guard let bytes = Base64URL.decode(cell.extracting(range)), bytes.count >= shortestLocked else {
            throw SchemaViolation(.locked, .outOfRange)
        }
    }

    /// Nonce, one padded block and the authentication code.
    private static let shortestLocked = 12 + 64 + 16
}

extension ColumnRole {
    /// `ctx`: text, a list of labels, one truth value; members of newer versions are stepped over.
    private static func requireContext(_ cell: Span<UInt8>) throws(SchemaViolation) {
        var cursor = CellCursor()
        guard cursor.take(UInt8(ascii: "{"), cell) else { throw SchemaViolation(.context, .wrongType) }
        if !cursor.take(UInt8(ascii: "}"), cell) {
            repeat {
                guard let name = cursor.memberName(cell), readContextMember(name, &cursor, cell) else {
                    throw SchemaViolation(.context, .wrongType)
                }
            } while cursor.take(UInt8(ascii: ","), cell)
            guard cursor.take(UInt8(ascii: "}"), cell) else { throw SchemaViolation(.context, .wrongType) }
        }
        guard cursor.isAtEnd(cell) else { throw SchemaViolation(.context, .wrongType) }
    }

    private static func readContextMember(_ name: UInt64, _ cursor: inout CellCursor, _ cell: Span<UInt8>) -> Bool {
        switch name {
        case platform, country, language, brand, campaign: return cursor.string(cell) != nil
        case cut:
            let isTruthValue = cursor.peek(cell) == UInt8(ascii: "t") || cursor.peek(cell) == UInt8(ascii: "f")
            return isTruthValue && cursor.skipValue(cell)
        case labels: return readStrings(&cursor, cell)
        default: return cursor.skipValue(cell)
        }
    }

    private static func readStrings(_ cursor: inout CellCursor, _ cell: Span<UInt8>) -> Bool {
        guard cursor.take(UInt8(ascii: "["), cell) else { return false }
        if cursor.take(UInt8(ascii: "]"), cell) { return true }
        repeat {
            guard cursor.string(cell) != nil else { return false }
        } while cursor.take(UInt8(ascii: ","), cell)
        return cursor.take(UInt8(ascii: "]"), cell)
    }

    /// `rel`: entries of verb, kind and tag. Verbs of newer versions are carried.
    private static func requireRelations(_ cell: Span<UInt8>) throws(SchemaViolation) {
        try TagListReader.forEach(cell, .relations, limit: RowSchema.relationLimit) { entry throws(SchemaViolation) in
            guard let verb = entry.verbByteCount, entry.kind != nil, entry.tag != nil else {
                throw SchemaViolation(.relations, .missing)
            }
            guard (1...RowSchema.codeByteLimit).contains(verb) else { throw SchemaViolation(.relations, .outOfRange) }
        }
    }

    private static let platform: UInt64 = 0x706C_6174_666F_726D
    private static let country: UInt64 = 0x0063_6F75_6E74_7279
    private static let language: UInt64 = 0x6C61_6E67_7561_6765
    private static let brand: UInt64 = 0x62_7261_6E64
    private static let campaign: UInt64 = 0x6361_6D70_6169_676E
    private static let cut: UInt64 = 0x0063_7574
    private static let labels: UInt64 = 0x6C61_6265_6C73
}

extension AlternativeTag {
    /// The entries of an `alt` cell.
    ///
    /// - Throws: ``SchemaViolation``.
    public static func list(_ cell: Span<UInt8>) throws(SchemaViolation) -> [AlternativeTag] {
        var entries: [AlternativeTag] = []
        try TagListReader.forEach(cell, .alternatives, limit: RowSchema.alternativeLimit) { entry throws(SchemaViolation) in
            guard let kind = entry.kind, let tag = entry.tag, let pop = entry.pop else {
                throw SchemaViolation(.alternatives, .missing)
            }
            entries.append(AlternativeTag(kind: kind, tag: tag, pop: pop))
        }
        return entries
    }
}

extension PreviousTag {
    /// Reads a `prev_tag` cell.
    ///
    /// - Throws: ``SchemaViolation``.
    public init(_ cell: Span<UInt8>) throws(SchemaViolation) {
        var cursor = CellCursor()
        let entry = try TagEntry(&cursor, cell, .previousTag)
        guard cursor.isAtEnd(cell) else { throw SchemaViolation(.previousTag, .wrongType) }
        guard let tag = entry.tag, let epoch = entry.epoch else { throw SchemaViolation(.previousTag, .missing) }
        self.epoch = epoch
        self.tag = tag
    }

    /// Reads the `prev_tag` cell of a row in a bundle of an epoch, which must be a later one.
    ///
    /// - Throws: ``SchemaViolation``.
    public init(_ cell: Span<UInt8>, before epoch: EpochNumber) throws(SchemaViolation) {
        try self.init(cell)
        if self.epoch >= epoch { throw SchemaViolation(.previousTag, .outOfRange) }
    }
}
