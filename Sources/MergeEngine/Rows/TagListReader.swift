internal import Indicators

/// One entry of `alt`, `rel` or `prev_tag`.
struct TagEntry {
    var kind: IndicatorKind?
    var tag: MatchTag?
    var pop: MatchTag?
    var epoch: EpochNumber?
    var verbByteCount: Int?

    /// Reads an object; members it does not know are stepped over.
    init(_ cursor: inout CellCursor, _ cell: Span<UInt8>, _ field: SchemaViolation.Field) throws(SchemaViolation) {
        guard cursor.take(UInt8(ascii: "{"), cell) else { throw SchemaViolation(field, .wrongType) }
        if cursor.take(UInt8(ascii: "}"), cell) { return }
        repeat {
            guard let name = cursor.memberName(cell) else { throw SchemaViolation(field, .wrongType) }
            try read(name, &cursor, cell, field)
        } while cursor.take(UInt8(ascii: ","), cell)
        guard cursor.take(UInt8(ascii: "}"), cell) else { throw SchemaViolation(field, .wrongType) }
    }

    private mutating func read(
        _ name: UInt64, _ cursor: inout CellCursor, _ cell: Span<UInt8>, _ field: SchemaViolation.Field
    ) throws(SchemaViolation) {
        switch name {
        case Self.epochName:
            guard let number = cursor.integer(cell) else { throw SchemaViolation(field, .wrongType) }
            guard let epoch = UInt32(exactly: number) else { throw SchemaViolation(field, .outOfRange) }
            self.epoch = EpochNumber(epoch)
        case Self.kindName, Self.tagName, Self.popName, Self.verbName:
            guard let range = cursor.string(cell) else { throw SchemaViolation(field, .wrongType) }
            switch name {
            case Self.kindName:
                guard let kind = try? IndicatorKind(parsing: text(cell, range)) else {
                    throw SchemaViolation(field, .unknownName)
                }
                self.kind = kind
            case Self.verbName: verbByteCount = range.count
            default:
                guard let tag = MatchTag(base64url: cell.extracting(range)) else { throw SchemaViolation(field, .notATag) }
                if name == Self.tagName { self.tag = tag } else { pop = tag }
            }
        default:
            guard cursor.skipValue(cell) else { throw SchemaViolation(field, .wrongType) }
        }
    }

    private static let epochName: UInt64 = 0x65_706F_6368
    private static let kindName: UInt64 = 0x6B69_6E64
    private static let tagName: UInt64 = 0x0074_6167
    private static let popName: UInt64 = 0x0070_6F70
    private static let verbName: UInt64 = 0x7665_7262
}

/// Walks over a list of entries that point at tags.
enum TagListReader {
    /// Hands every entry of a list to `body`.
    static func forEach(
        _ cell: Span<UInt8>, _ field: SchemaViolation.Field, limit: Int,
        _ body: (TagEntry) throws(SchemaViolation) -> Void
    ) throws(SchemaViolation) {
        var cursor = CellCursor()
        guard cursor.take(UInt8(ascii: "["), cell) else { throw SchemaViolation(field, .wrongType) }
        var count = 0
        if !cursor.take(UInt8(ascii: "]"), cell) {
            repeat {
                count += 1
                if count > limit { throw SchemaViolation(field, .tooMany) }
                try body(try TagEntry(&cursor, cell, field))
            } while cursor.take(UInt8(ascii: ","), cell)
            guard cursor.take(UInt8(ascii: "]"), cell) else { throw SchemaViolation(field, .wrongType) }
        }
        guard cursor.isAtEnd(cell) else { throw SchemaViolation(field, .wrongType) }
    }
}
