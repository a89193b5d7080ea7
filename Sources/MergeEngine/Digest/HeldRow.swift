public import Indicators

/// A cell that a verified stream showed: a value, or the certainty that there is none.
public enum KnownCell: Sendable, Hashable {
    case absent
    /// The canonical bytes of the value.
    case value([UInt8])
}

/// One row with the cells known of it.
public struct HeldRow: Sendable, Hashable {
    /// The bundle the row stands in.
    public let origin: BundleOrigin
    /// Index of the segment in the manifest.
    public let segment: UInt32
    /// Index of the row in the segment.
    public let row: UInt32
    /// The kind of its segment.
    public let kind: IndicatorKind
    /// The descriptor's marking, `must` flag and whether it requires `core`, which the schema judges by.
    public let frame: SegmentFrame
    /// The known cells by column.
    public private(set) var cells: [String: KnownCell]
    /// Local knowledge about the row, which no digest holds.
    public var pop: PopCheck
    /// Why the row has no effect here, when it has none.
    public var exclusion: Exclusion?

    /// States what is known of a row.
    public init(
        origin: BundleOrigin, segment: UInt32, row: UInt32, kind: IndicatorKind, frame: SegmentFrame,
        cells: [String: KnownCell], pop: PopCheck = .unchecked, exclusion: Exclusion? = nil
    ) {
        self.origin = origin
        self.segment = segment
        self.row = row
        self.kind = kind
        self.frame = frame
        self.cells = cells
        self.pop = pop
        self.exclusion = exclusion
    }

    /// The row's name.
    public var id: ClaimID { ClaimID(manifest: origin.manifest, segment: segment, row: row) }

    /// Whether every known cell is absent: padding, not a claim.
    public var isPadding: Bool { cells.values.allSatisfy { $0 == .absent } }

    /// The facts of `core`, once every known cell was judged.
    ///
    /// - Throws: ``SchemaViolation`` with the first fault in column order.
    public func facts() throws(SchemaViolation) -> CoreFacts {
        let facts = try coreFacts()
        for (name, cell) in cells.sorted(by: { $0.key < $1.key }) {
            guard case .value(let bytes) = cell else { continue }
            let role = ColumnRole(name: name)
            if role == .previousTag {
                _ = try PreviousTag(bytes.span, before: origin.epoch)
            } else {
                try role.judge(bytes.span)
            }
        }
        return facts
    }

    /// The facts of `core`, whatever stands in the other cells.
    ///
    /// - Throws: ``SchemaViolation`` with the first fault of `core`.
    func coreFacts() throws(SchemaViolation) -> CoreFacts {
        let judge = RowJudge(
            kind: kind.name, marking: frame.marking, isMust: frame.isMust, isCoreRequired: frame.isCoreRequired,
            created: origin.created)
        guard case .value(let core)? = cells[RowSchema.coreColumn] else { throw SchemaViolation(.core, .missing) }
        return try judge.facts(core: core.span)
    }

    /// Adds the cells of another redaction of the same row.
    ///
    /// - Throws: ``CellContradiction`` when two redactions show one cell differently.
    mutating func formUnion(_ other: HeldRow) throws(CellContradiction) {
        for (name, cell) in other.cells {
            if let known = cells[name], known != cell { throw CellContradiction(claim: id, column: name) }
            cells[name] = cell
        }
        pop = max(pop, other.pop)
        exclusion = exclusion ?? other.exclusion
    }
}

/// The part of a descriptor and its manifest entry that the row schema depends on.
public struct SegmentFrame: Sendable, Hashable {
    /// The marking as written.
    public let marking: String
    /// Whether redactions must pass the segment on.
    public let isMust: Bool
    /// Whether the descriptor lists `core` with `req`.
    public let isCoreRequired: Bool

    /// States the facts of a segment.
    public init(marking: String, isMust: Bool, isCoreRequired: Bool) {
        self.marking = marking
        self.isMust = isMust
        self.isCoreRequired = isCoreRequired
    }
}

/// Two redactions of one bundle show one cell differently, which no honest verifier lets through; the code is E_ROOT.
public struct CellContradiction: Error, Sendable, Hashable {
    /// The row.
    public let claim: ClaimID
    /// The column of the cell.
    public let column: String
}
