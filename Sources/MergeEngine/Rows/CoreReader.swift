internal import CanonicalCoding
internal import Indicators

/// Reads one `core` cell member by member.
struct CoreReader {
    private var cursor = CellCursor()
    private(set) var facts = CoreFacts()
    /// Where `pop` and `tag` stand, without quotes.
    private(set) var pop: Range<Int>?
    private(set) var tag: Range<Int>?

    /// Reads the whole cell; members it does not know are stepped over.
    mutating func read(_ cell: Span<UInt8>) throws(SchemaViolation) {
        guard cursor.take(UInt8(ascii: "{"), cell) else { throw SchemaViolation(.core, .wrongType) }
        if !cursor.take(UInt8(ascii: "}"), cell) {
            repeat {
                guard let name = cursor.memberName(cell) else { throw SchemaViolation(.core, .wrongType) }
                if let member = CoreMember(rawValue: name) {
                    try read(member, cell)
                    facts.present |= member.bit
                } else if !cursor.skipValue(cell) {
                    throw SchemaViolation(.core, .wrongType)
                }
            } while cursor.take(UInt8(ascii: ","), cell)
            guard cursor.take(UInt8(ascii: "}"), cell) else { throw SchemaViolation(.core, .wrongType) }
        }
        guard cursor.isAtEnd(cell) else { throw SchemaViolation(.core, .wrongType) }
    }

    private mutating func read(_ member: CoreMember, _ cell: Span<UInt8>) throws(SchemaViolation) {
        switch member {
        case .tag: (facts.tag, tag) = try matchTag(member, cell)
        case .pop: (facts.pop, pop) = try matchTag(member, cell)
        case .type: facts.type = try type(cell)
        case .conf: facts.confidencePercent = UInt8(try integer(member, cell, upTo: RowSchema.confidenceLimit))
        case .sev: facts.severity = UInt8(try integer(member, cell, upTo: RowSchema.severityLimit))
        case .first: facts.first = try day(member, cell)
        case .last: facts.last = try day(member, cell)
        case .until: facts.until = try day(member, cell)
        case .since: facts.since = try day(member, cell)
        case .basis: facts.basis = try basis(cell)
        case .scam: facts.scam = try code(member, cell)
        case .act:
            let range = try code(member, cell)
            facts.act = range
            facts.verb = Self.verbs[text(cell, range)] ?? .other
        case .subject, .pap, .why: try readRare(member, cell)
        case .len: facts.length = try length(cell)
        case .re: try readRegarding(cell)
        }
    }

    private mutating func readRare(_ member: CoreMember, _ cell: Span<UInt8>) throws(SchemaViolation) {
        let name = text(cell, try string(member, cell))
        switch member {
        case .subject:
            guard let role = SubjectRole(rawValue: name) else { throw SchemaViolation(.subject, .unknownName) }
            facts.subject = role
        case .pap:
            guard let action = PermissibleAction(rawValue: name) else {
                throw SchemaViolation(.permissibleAction, .unknownName)
            }
            facts.permissibleAction = action
        default:
            guard let reason = Self.reasons[name] else { throw SchemaViolation(.why, .unknownName) }
            facts.reason = reason
        }
    }

    private static let verbs = Dictionary(uniqueKeysWithValues: OutcomeVerb.allCases.dropLast().map { ($0.name, $0) })
    private static let reasons = Dictionary(uniqueKeysWithValues: ReasonCode.allCases.map { ($0.name, $0) })
}

extension CoreReader {
    private mutating func string(_ member: CoreMember, _ cell: Span<UInt8>) throws(SchemaViolation) -> Range<Int> {
        guard let range = cursor.string(cell) else { throw SchemaViolation(member.field, .wrongType) }
        return range
    }

    private mutating func matchTag(_ member: CoreMember, _ cell: Span<UInt8>) throws(SchemaViolation) -> (MatchTag, Range<Int>) {
        let range = try string(member, cell)
        guard let tag = MatchTag(base64url: cell.extracting(range)) else { throw SchemaViolation(member.field, .notATag) }
        return (tag, range)
    }

    private mutating func day(_ member: CoreMember, _ cell: Span<UInt8>) throws(SchemaViolation) -> CalendarDay {
        let range = try string(member, cell)
        guard let day = CalendarDay(iso8601: cell.extracting(range)) else { throw SchemaViolation(member.field, .notADay) }
        return day
    }

    private mutating func integer(
        _ member: CoreMember, _ cell: Span<UInt8>, upTo limit: Int64
    ) throws(SchemaViolation) -> Int64 {
        guard let value = cursor.integer(cell) else { throw SchemaViolation(member.field, .wrongType) }
        guard (0...limit).contains(value) else { throw SchemaViolation(member.field, .outOfRange) }
        return value
    }

    private mutating func code(_ member: CoreMember, _ cell: Span<UInt8>) throws(SchemaViolation) -> Range<Int> {
        let range = try string(member, cell)
        guard (1...RowSchema.codeByteLimit).contains(range.count) else { throw SchemaViolation(member.field, .outOfRange) }
        return range
    }

    private mutating func type(_ cell: Span<UInt8>) throws(SchemaViolation) -> RowType {
        switch CellCursor.packed(cell, try string(.type, cell)) {
        case 0x7265_706F_7274: return .report
        case 0x0072_6574_7261_6374: return .retract
        case 0x006F_7574_636F_6D65: return .outcome
        case 0x6F62_6A65_6374: return .object
        default: throw SchemaViolation(.type, .unknownName)
        }
    }

    private mutating func basis(_ cell: Span<UInt8>) throws(SchemaViolation) -> Basis {
        switch CellCursor.packed(cell, try string(.basis, cell)) {
        case 0x6F62_7365_7276_6564: return .observed
        case 0x7265_706F_7274_6564: return .reported
        case 0x0064_6572_6976_6564: return .derived
        default: throw SchemaViolation(.basis, .unknownName)
        }
    }

    private mutating func length(_ cell: Span<UInt8>) throws(SchemaViolation) -> ClosedRange<Int> {
        guard cursor.take(UInt8(ascii: "["), cell), let low = cursor.integer(cell),
            cursor.take(UInt8(ascii: ","), cell), let high = cursor.integer(cell),
            cursor.take(UInt8(ascii: "]"), cell)
        else { throw SchemaViolation(.length, .wrongType) }
        guard low >= 1, low <= high, high <= RowSchema.lengthLimit else { throw SchemaViolation(.length, .outOfRange) }
        return Int(low)...Int(high)
    }

    private mutating func readRegarding(_ cell: Span<UInt8>) throws(SchemaViolation) {
        guard cursor.take(UInt8(ascii: "{"), cell) else { throw SchemaViolation(.regarding, .wrongType) }
        repeat {
            guard let name = cursor.memberName(cell) else { throw SchemaViolation(.regarding, .wrongType) }
            switch name {
            case 0x0070_7562: facts.regardingPublisher = try string(.re, cell)
            case 0x6275_6E64_6C65: facts.regardingBundle = try string(.re, cell)
            default: guard cursor.skipValue(cell) else { throw SchemaViolation(.regarding, .wrongType) }
            }
        } while cursor.take(UInt8(ascii: ","), cell)
        guard cursor.take(UInt8(ascii: "}"), cell) else { throw SchemaViolation(.regarding, .wrongType) }
        guard let publisher = facts.regardingPublisher, let bundle = facts.regardingBundle else {
            throw SchemaViolation(.regarding, .missing)
        }
        guard MemberID(text(cell, publisher)) != nil, bundle.count == Self.bundleIDByteCount,
            Hex.decode(cell.extracting(bundle)) != nil
        else { throw SchemaViolation(.regarding, .unknownName) }
    }

    private static let bundleIDByteCount = 32
}
