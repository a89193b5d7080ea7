internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import MergeEngine
internal import NodeStore

/// Shows the cells of a claim in the forms that a decision gives them, where treatments apply to values directly: in answers and exports.
struct TreatedCells {
    private let fields: [String: FieldDecision]
    private let key: HMACKey

    /// - Parameter key: that of the agreement, for what may be compared only.
    init(_ decision: ClassDecision, key: HMACKey) {
        fields = Dictionary(decision.fields.map { ($0.column, $0) }) { first, _ in first }
        self.key = key
    }

    /// The claim with its cells in their forms; what may not be shown is left out.
    func show(_ stored: StoredClaim) -> StoredClaim { stored.showing(content) }

    /// One cell in its form; nothing when it may not be shown.
    func content(_ cell: StoredClaim.Cell) -> KnownCell? {
        guard let field = fields[cell.column] else { return reducedColumn(cell) }
        guard case .value(let bytes) = cell.content else { return field.form == .clear ? cell.content : nil }
        if field.form == .clear { return cell.content }
        guard field.form != .absent, let value = try? StrictJSON.parse(bytes) else { return nil }
        return field.treatment.applied(to: value, key: key).map { .value($0.canonicalBytes()) }
    }

    /// A reduced form that the publisher signed may be shown where its column may be shown in that form or a clearer one.
    private func reducedColumn(_ cell: StoredClaim.Cell) -> KnownCell? {
        guard let reduced = ReducedColumn(name: cell.column), let field = fields[reduced.base] else { return nil }
        return field.treatment <= reduced.treatment ? cell.content : nil
    }
}
