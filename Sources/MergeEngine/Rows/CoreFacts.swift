public import CanonicalCoding
public import Indicators

/// The members of one `core` cell, read and judged.
public struct CoreFacts: Sendable, Hashable {
    init() {}

    /// The match tag.
    public internal(set) var tag = MatchTag(high: 0, low: 0)
    /// The publisher's proof that it held the value.
    public internal(set) var pop = MatchTag(high: 0, low: 0)
    /// What the row does.
    public internal(set) var type = RowType.report
    /// Confidence in percent.
    public internal(set) var confidencePercent: UInt8 = 0
    /// Severity from 0 to 4.
    public internal(set) var severity: UInt8?
    /// The first day of what was seen.
    public internal(set) var first: CalendarDay?
    /// The last day of what was seen.
    public internal(set) var last: CalendarDay?
    /// The last day on which the report holds.
    public internal(set) var until: CalendarDay?
    /// The day from which a number or account belongs to somebody else.
    public internal(set) var since: CalendarDay?
    /// How the publisher knows.
    public internal(set) var basis = Basis.observed
    /// Whom the indicator belongs to.
    public internal(set) var subject = SubjectRole.unknown
    /// How far a recipient may act.
    public internal(set) var permissibleAction: PermissibleAction?
    /// Why a claim is taken back or contested.
    public internal(set) var reason: ReasonCode?
    /// What was done.
    public internal(set) var verb: OutcomeVerb?
    /// Shortest and longest number of a phone range.
    public internal(set) var length: ClosedRange<Int>?
    /// Where the cell writes the scam code, without quotes.
    public internal(set) var scam: Range<Int>?
    /// Where the cell writes the outcome verb, without quotes.
    public internal(set) var act: Range<Int>?
    /// Where the cell writes the publisher of the claim spoken about.
    public internal(set) var regardingPublisher: Range<Int>?
    /// Where the cell writes the bundle of the claim spoken about.
    public internal(set) var regardingBundle: Range<Int>?
    /// Which members stood in the cell, one bit each.
    var present: UInt32 = 0

    /// Reads a cell that was judged before; nothing when it does not read.
    public init?(reading cell: Span<UInt8>) {
        var reader = CoreReader()
        do throws(SchemaViolation) {
            try reader.read(cell)
        } catch {
            return nil
        }
        self = reader.facts
    }

    /// Whether the row contests its indicator when it comes from somebody who may.
    public var canContest: Bool { type == .object || type == .outcome && verb?.contests == true }

    /// The part that the state depends on; `cell` is the cell these facts were read from.
    public func statement(in cell: Span<UInt8>) -> Statement {
        Statement(
            type: type, confidencePercent: confidencePercent, basis: basis, last: last, until: until, since: since,
            reason: reason, verb: verb, regarding: regardingPublisher.flatMap { MemberID(text(cell, $0)) })
    }
}

/// The members of `core` this version knows; the raw value is the name's bytes as one big-endian number.
enum CoreMember: UInt64, CaseIterable {
    case act = 0x0061_6374
    case basis = 0x62_6173_6973
    case conf = 0x636F_6E66
    case first = 0x66_6972_7374
    case last = 0x6C61_7374
    case len = 0x006C_656E
    case pap = 0x0070_6170
    case pop = 0x0070_6F70
    case re = 0x7265
    case scam = 0x7363_616D
    case sev = 0x0073_6576
    case since = 0x73_696E_6365
    case subject = 0x0073_7562_6A65_6374
    case tag = 0x0074_6167
    case type = 0x7479_7065
    case until = 0x75_6E74_696C
    case why = 0x0077_6879

    /// Its bit in ``CoreFacts/present``.
    var bit: UInt32 {
        switch self {
        case .act: 1 << 0
        case .basis: 1 << 1
        case .conf: 1 << 2
        case .first: 1 << 3
        case .last: 1 << 4
        case .len: 1 << 5
        case .pap: 1 << 6
        case .pop: 1 << 7
        case .re: 1 << 8
        case .scam: 1 << 9
        case .sev: 1 << 10
        case .since: 1 << 11
        case .subject: 1 << 12
        case .tag: 1 << 13
        case .type: 1 << 14
        case .until: 1 << 15
        case .why: 1 << 16
        }
    }

    /// What an error about it names.
    var field: SchemaViolation.Field {
        switch self {
        case .act: .act
        case .basis: .basis
        case .conf: .confidence
        case .first: .first
        case .last: .last
        case .len: .length
        case .pap: .permissibleAction
        case .pop: .pop
        case .re: .regarding
        case .scam: .scam
        case .sev: .severity
        case .since: .since
        case .subject: .subject
        case .tag: .tag
        case .type: .type
        case .until: .until
        case .why: .why
        }
    }
}
