internal import CanonicalCoding
internal import Indicators
internal import MergeEngine

/// One entry of the tag index: seven words that say where a row stands and all that its state needs.
///
/// Words 0 and 1 hold the tag as big-endian numbers, so that records sort by their words. Word 2 holds kind, epoch
/// and stream, word 3 the shown columns, word 4 where the line stands, words 5 and 6 row and facts.
struct IndexRecord: Equatable {
    static let wordCount = 7
    static let byteCount = wordCount * 8

    var high: UInt64
    var low: UInt64
    private var source: UInt64
    /// The columns shown in this stream, by their place in the descriptor.
    var shown: UInt64
    private var line: UInt64
    private var place: UInt64
    private var facts: UInt64

    /// Makes a record for a tag; everything else is zero until set.
    init(tag: MatchTag, shown: UInt64 = 0) {
        (high, low) = tag.words
        source = 0
        self.shown = shown
        line = 0
        place = 0
        facts = 0
    }

    var tag: MatchTag { MatchTag(high: high, low: low) }

    /// Whether the tag of this record comes before another's.
    func tagPrecedes(_ other: IndexRecord) -> Bool {
        high != other.high ? high < other.high : low < other.low
    }

    func hasTag(of other: IndexRecord) -> Bool { high == other.high && low == other.low }
}

extension IndexRecord {
    /// The store's number for the kind.
    var kind: Int {
        get { Int(source >> 44) }
        set {
            precondition(newValue < StoreLimits.kindLimit)
            source = source & 0x0FFF_FFFF_FFFF | UInt64(newValue) << 44
        }
    }

    /// The store's number for the epoch.
    var epoch: Int {
        get { Int(source >> 32 & 0xFFF) }
        set {
            precondition(newValue < StoreLimits.epochLimit)
            source = source & ~(0xFFF << 32) | UInt64(newValue) << 32
        }
    }

    /// The store's number for the stream the row stands in.
    var stream: Int {
        get { Int(source & 0xFFFF_FFFF) }
        set { source = source & ~0xFFFF_FFFF | UInt64(newValue) }
    }

    /// Kind and epoch together, equal for claims about one match tag.
    var group: UInt64 { source >> 32 }

    /// Offset of the row line in the stream.
    var offset: Int {
        get { Int(line >> 24) }
        set { line = line & 0xFF_FFFF | UInt64(newValue) << 24 }
    }

    /// Bytes of the row line without its LF.
    var byteCount: Int {
        get { Int(line & 0xFF_FFFF) }
        set { line = line & ~0xFF_FFFF | UInt64(newValue) }
    }

    var segment: Int {
        get { Int(place >> 48) }
        set { place = place & 0xFFFF_FFFF_FFFF | UInt64(newValue) << 48 }
    }

    var row: Int {
        get { Int(place >> 24 & 0xFF_FFFF) }
        set { place = place & ~(0xFF_FFFF << 24) | UInt64(newValue) << 24 }
    }

    /// Segment and row together, in the order of claims.
    var position: UInt64 { place >> 24 }

    /// `last` of a report, `since` of other rows.
    var day: CalendarDay? {
        get { Self.day(place & 0xFF_FFFF) }
        set { place = place & ~0xFF_FFFF | Self.bits(newValue) }
    }

    var until: CalendarDay? {
        get { Self.day(facts >> 40) }
        set { facts = facts & 0xFF_FFFF_FFFF | Self.bits(newValue) << 40 }
    }

    private static func day(_ bits: UInt64) -> CalendarDay? {
        bits == 0 ? nil : CalendarDay(daysSinceEpoch: Int32(bits) - dayBias)
    }

    private static func bits(_ day: CalendarDay?) -> UInt64 {
        day.map { UInt64($0.daysSinceEpoch + dayBias) } ?? 0
    }

    /// Makes every day of the calendar a number above zero.
    private static let dayBias: Int32 = 1 << 23
}

extension IndexRecord {
    var confidencePercent: UInt8 {
        get { UInt8(truncatingIfNeeded: facts >> 32) }
        set { facts = facts & ~(0xFF << 32) | UInt64(newValue) << 32 }
    }

    var type: RowType {
        get { RowType(rawValue: UInt8(facts & 3)) ?? .report }
        set { facts = facts & ~3 | UInt64(newValue.rawValue) }
    }

    var basis: Basis {
        get { Basis(rawValue: UInt8(facts >> 2 & 3)) ?? .derived }
        set { facts = facts & ~(3 << 2) | UInt64(newValue.rawValue) << 2 }
    }

    var reason: ReasonCode? {
        get { facts >> 4 & 7 == 0 ? nil : ReasonCode(rawValue: UInt8(facts >> 4 & 7) - 1) }
        set { facts = facts & ~(7 << 4) | (newValue.map { UInt64($0.rawValue) + 1 } ?? 0) << 4 }
    }

    var verb: OutcomeVerb? {
        get { facts >> 7 & 15 == 0 ? nil : OutcomeVerb(rawValue: UInt8(facts >> 7 & 15) - 1) }
        set { facts = facts & ~(15 << 7) | (newValue.map { UInt64($0.rawValue) + 1 } ?? 0) << 7 }
    }

    var pop: PopCheck {
        get { PopCheck(rawValue: UInt8(facts >> 11 & 3)) ?? .unchecked }
        set { facts = facts & ~(3 << 11) | UInt64(newValue.rawValue) << 11 }
    }

    var exclusion: Exclusion? {
        get { Self.exclusions[Int(facts >> 13 & 3)] }
        set { facts = facts & ~(3 << 13) | UInt64(Self.exclusions.firstIndex(of: newValue) ?? 0) << 13 }
    }

    private static let exclusions: [Exclusion?] = [nil, .canonicalForm, .tag, .budget]

    var flags: Flags {
        get { Flags(rawValue: UInt8(truncatingIfNeeded: facts >> 15)) }
        set { facts = facts & ~(0xFF << 15) | UInt64(newValue.rawValue) << 15 }
    }

    /// What a record is beside a claim under its tag.
    struct Flags: OptionSet {
        let rawValue: UInt8

        /// The tag stands in the row's `alt`; it is a key for lookup and no claim about it.
        static let isAlias = Flags(rawValue: 1)
        /// The tag stands in the row's `prev_tag`.
        static let isPrevious = Flags(rawValue: 2)
        /// A column other than `core` broke the schema, so the row is no claim in any redaction.
        static let isRefused = Flags(rawValue: 4)
        /// The row speaks about a claim of a publisher it names.
        static let hasRegarding = Flags(rawValue: 8)
        /// The row names its tag of an earlier epoch.
        static let hasPrevious = Flags(rawValue: 16)
    }

    /// Whether the record stands for the row itself, refused or not.
    var isPrimary: Bool { flags.isDisjoint(with: [.isAlias, .isPrevious]) }

    /// What the row says, without the claim it speaks about.
    var statement: Statement {
        Statement(
            type: type, confidencePercent: confidencePercent, basis: basis, last: type == .report ? day : nil,
            until: until, since: type == .report ? nil : day, reason: reason, verb: verb)
    }

    /// A record that leads to this row from another tag.
    func pointing(from tag: MatchTag, as role: Flags) -> IndexRecord {
        var pointer = self
        (pointer.high, pointer.low) = tag.words
        pointer.shown = 0
        pointer.flags = role
        return pointer
    }

    /// Whether the row judges reports, which reliability is computed from.
    var isJudgement: Bool {
        guard isPrimary, type == .outcome, let verb else { return false }
        return verb.confirmsReport || verb == .falsePositive
    }

    /// Takes over what the state needs of a row's core.
    mutating func take(_ core: CoreFacts) {
        type = core.type
        confidencePercent = core.confidencePercent
        basis = core.basis
        day = core.type == .report ? core.last : core.since
        until = core.until
        reason = core.reason
        verb = core.type == .outcome ? core.verb : nil
        if core.regardingPublisher != nil { flags.insert(.hasRegarding) }
    }
}
