public import CanonicalCoding
internal import Indicators

/// Holds the rows of one segment against the schema `six.row.v1`.
///
/// Works on the canonical bytes of cells as they stand in a verified stream and allocates nothing for ordinary rows.
public struct RowJudge: Sendable {
    /// A fault of the segment itself, which refuses each of its rows.
    public let segmentViolation: SchemaViolation?
    private let isMust: Bool
    private let createdDay: CalendarDay

    /// Takes the facts of a descriptor and its manifest: `isMust` is the segment's `must`, `isCoreRequired`
    /// says that the descriptor lists `core` with `req`.
    public init(kind: String, marking: String, isMust: Bool, isCoreRequired: Bool, created: Timestamp) {
        self.isMust = isMust
        self.createdDay = created.day
        self.segmentViolation =
            if (try? IndicatorKind(parsing: kind)) == nil {
                SchemaViolation(.kind, .unknownName)
            } else if Marking(marking) == nil {
                SchemaViolation(.marking, .unknownName)
            } else if !isCoreRequired {
                SchemaViolation(.core, .notRequired)
            } else {
                nil
            }
    }

    /// Reads and judges a `core` cell.
    ///
    /// - Throws: ``SchemaViolation`` naming the first fault.
    public func facts(core cell: Span<UInt8>) throws(SchemaViolation) -> CoreFacts {
        try read(core: cell).facts
    }

    /// Reads and judges a `core` cell; tells where `pop` and `tag` stand in it, too.
    func read(core cell: Span<UInt8>) throws(SchemaViolation) -> (facts: CoreFacts, places: (pop: Range<Int>?, tag: Range<Int>?))
    {
        if let segmentViolation { throw segmentViolation }
        var reader = CoreReader()
        try reader.read(cell)
        try requireMembers(of: reader.facts)
        try requireOrder(of: reader.facts)
        return (reader.facts, (reader.pop, reader.tag))
    }

    private func requireMembers(of facts: CoreFacts) throws(SchemaViolation) {
        let required: UInt32 =
            switch facts.type {
            case .report: Self.always | Self.report
            case .retract, .object: Self.always | CoreMember.why.bit
            case .outcome: Self.always | CoreMember.act.bit
            }
        let lacking = required & ~facts.present
        if lacking != 0 { throw Self.missing(lacking) }
        guard facts.type == .retract || facts.type == .object else { return }
        if facts.reason == .recycled, facts.since == nil { throw SchemaViolation(.since, .missing) }
        if !isMust { throw SchemaViolation(.type, .notInMustSegment) }
    }

    private func requireOrder(of facts: CoreFacts) throws(SchemaViolation) {
        if facts.type != .report, facts.reason == .recycled, let since = facts.since, since > createdDay {
            throw SchemaViolation(.since, .outOfOrder)
        }
        guard let last = facts.last else { return }
        if let first = facts.first, first > last { throw SchemaViolation(.first, .outOfOrder) }
        if last > createdDay { throw SchemaViolation(.last, .outOfOrder) }
    }

    private static func missing(_ bits: UInt32) -> SchemaViolation {
        for member in CoreMember.allCases where bits & member.bit != 0 { return SchemaViolation(member.field, .missing) }
        return SchemaViolation(.core, .missing)
    }

    private static let always = CoreMember.tag.bit | CoreMember.pop.bit | CoreMember.type.bit
    private static let report =
        CoreMember.conf.bit | CoreMember.first.bit | CoreMember.last.bit | CoreMember.scam.bit
}
