internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine
internal import SignedBundles

/// What the store keeps of a segment's descriptor.
struct StagedSegmentFacts {
    let index: Int
    let kind: String
    let marking: String
    let isMust: Bool
    let columns: [String]
    /// Whether the index gets a record of some row; of other segments nothing is kept, so that labels alone fill nothing.
    var isHeld = false

    init(_ descriptor: SegmentDescriptor, index: Int, isMust: Bool) {
        self.index = index
        kind = descriptor.kind
        marking = descriptor.tlp
        self.isMust = isMust
        columns = descriptor.columns.map(\.name)
    }
}

/// Judges the rows of one segment.
struct SegmentStaging {
    /// What one row came out as.
    struct Judged {
        let facts: CoreFacts
        var verdict = TagVerifier.Verdict()
        var alternatives: [AlternativeTag] = []
        var previous: PreviousTag?
        /// A fault outside `core`: the row is no claim in any redaction, so it must be remembered.
        var violation: SchemaViolation?
    }

    private let judge: RowJudge
    private let coreColumn: Int?
    private let epoch: EpochNumber
    private let roles: [ColumnRole]
    /// Of a kind not known here, a value may be anything; as a text it is held against its tag all the same.
    private let isKindKnown: Bool
    private var tags: TagVerifier?
    private var memories: [CellMemory]
    private var cores = CoreMemory()

    init(_ descriptor: SegmentDescriptor, isMust: Bool, manifest: Manifest, blinder: EpochBlinder?) {
        isKindKnown = (try? IndicatorKind(parsing: descriptor.kind))?.isKnown ?? false
        roles = descriptor.columns.map { ColumnRole(name: $0.name) }
        memories = Array(repeating: CellMemory(), count: descriptor.columns.count)
        coreColumn = descriptor.index(ofColumn: RowSchema.coreColumn)
        epoch = manifest.epoch
        judge = RowJudge(
            kind: descriptor.kind, marking: descriptor.tlp, isMust: isMust,
            isCoreRequired: coreColumn.map { descriptor.columns[$0].isRequired } ?? false, created: manifest.created)
        tags = (try? IndicatorKind(parsing: descriptor.kind)).map {
            TagVerifier(kind: $0, publisher: manifest.publisher, epoch: manifest.epoch, blinder: blinder)
        }
    }

    /// Reads `core`, then every other cell shown.
    mutating func judge(_ row: borrowing RowView) throws(SchemaViolation) -> Judged {
        if let violation = judge.segmentViolation { throw violation }
        guard let coreColumn, let range = row.range(ofColumn: coreColumn) else { throw SchemaViolation(.core, .missing) }
        return try row.withLine { (line) throws(SchemaViolation) in
            var judged = Judged(facts: try cores.facts(core: line.extracting(range), by: judge))
            do throws(SchemaViolation) {
                try judgeOthers(row, line, &judged)
            } catch {
                judged.violation = error
            }
            return judged
        }
    }

    private mutating func judgeOthers(
        _ row: borrowing RowView, _ line: Span<UInt8>, _ judged: inout Judged
    ) throws(SchemaViolation) {
        for column in roles.indices {
            guard roles[column] != .core, roles[column] != .other, let range = row.range(ofColumn: column) else { continue }
            let cell = line.extracting(range)
            switch roles[column] {
            case .alternatives: judged.alternatives = try AlternativeTag.list(cell)
            case .previousTag: judged.previous = try PreviousTag(cell, before: epoch)
            case .value where !isKindKnown && (cell[0] != UInt8(ascii: "\"") || cell.count == 2): continue
            case .value:
                try ColumnRole.value.judge(cell)
                if let verdict = tags?.check(cell, tag: judged.facts.tag, pop: judged.facts.pop) { judged.verdict = verdict }
            default:
                if memories[column].knows(cell) { continue }
                try roles[column].judge(cell)
                memories[column].learn(cell)
            }
        }
    }
}
