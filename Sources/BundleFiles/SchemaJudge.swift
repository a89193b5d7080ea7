internal import CryptoPrimitives
internal import MergeEngine
internal import SignedBundles

/// Holds the rows of a verified stream against `six.row.v1` and remembers the first that breaks it.
struct SchemaJudge: BundleConsumer {
    let isActive: Bool
    private(set) var firstFault: BundleCheck.Verdict?
    private var manifest: Manifest?
    private var rows: RowJudge?
    private var roles: [ColumnRole] = []
    private var coreColumn: Int?
    private var line = Self.headLine

    private static let headLine = 1

    init(isActive: Bool) { self.isActive = isActive }

    mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) { self.manifest = manifest }

    mutating func segment(_ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening) throws(BundleError) {
        guard isActive, let manifest else { return }
        coreColumn = descriptor.index(ofColumn: RowSchema.coreColumn)
        roles = descriptor.columns.map { ColumnRole(name: $0.name, inKind: descriptor.kind) }
        rows = RowJudge(
            kind: descriptor.kind, marking: descriptor.tlp, isMust: opening.isMust,
            isCoreRequired: coreColumn.map { descriptor.columns[$0].isRequired } ?? false, created: manifest.created)
    }

    mutating func row(_ row: borrowing RowView) throws(BundleError) {
        guard isActive, firstFault == nil, let rows, !row.present.isEmpty else { return }
        do throws(SchemaViolation) {
            try judge(row, rows)
        } catch {
            firstFault = .bad(
                code: SchemaViolation.code, line: row.lineNumber, what: "row \(row.row) of segment \(row.segment): \(error)",
                hint: "ask the publisher to correct the row")
        }
    }

    private func judge(_ row: borrowing RowView, _ rows: RowJudge) throws(SchemaViolation) {
        guard let coreColumn, row.present.contains(column: coreColumn) else { throw SchemaViolation(.core, .missing) }
        _ = try row.withCell(ofColumn: coreColumn) { cell throws(SchemaViolation) in try rows.facts(core: cell) }
        for column in row.present.indices where column != coreColumn {
            let role = roles[column]
            _ = try row.withCell(ofColumn: column) { cell throws(SchemaViolation) in try role.judge(cell) }
        }
    }
}
