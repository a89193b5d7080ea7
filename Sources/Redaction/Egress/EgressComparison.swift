public import Agreements

/// Whether a finished stream shows what was decided, and if not, where it differs.
public struct EgressComparison: Sendable, Hashable {
    /// What the decision's record keeps.
    public let report: EgressReport
    /// Why the stream could not be read, if so.
    public let fault: EgressFault?
    /// Where it shows other rows than were decided.
    public let differences: [Difference]

    /// One column, or all rows, of one segment.
    public struct Difference: Sendable, Hashable, CustomStringConvertible {
        /// The place of the segment in the manifest.
        public let segment: Int
        /// The column; nothing for the lines of rows as such, and for the descriptor.
        public let column: String?
        /// How many rows were decided to be shown.
        public let expected: Int
        /// How many are shown; the same number when they are others.
        public let found: Int

        /// One phrase, without a value.
        public var description: String {
            "segment \(segment)\(column.map { ", column \($0)" } ?? ""): \(expected) rows decided, \(found) found"
        }
    }

    /// Whether the stream may leave.
    public var matches: Bool { report.matches }

    /// Holds what was found against what was decided.
    public init(of findings: EgressFindings, with plan: EgressPlan) {
        var differences: [Difference] = []
        var found = Dictionary(findings.segments.map { ($0.index, $0) }) { first, _ in first }
        for expected in plan.segments {
            let segment = found.removeValue(forKey: expected.index)
            differences += Self.differences(expected, segment)
        }
        for segment in found.values.sorted(by: { $0.index < $1.index }) {
            differences.append(Difference(segment: segment.index, column: nil, expected: 0, found: segment.rows.count))
        }
        self.init(findings, differences)
    }

    /// Holds what was found against the columns that a profile grants and the number of rows that were cut.
    public init(of findings: EgressFindings, granting: [(segment: Int, columns: Set<String>, rows: Int)]) {
        let granted = Dictionary(granting.map { ($0.segment, $0) }) { first, _ in first }
        var differences: [Difference] = []
        for segment in findings.segments {
            let grant = granted[segment.index]
            if grant?.rows != segment.rows.count {
                differences.append(
                    Difference(segment: segment.index, column: nil, expected: grant?.rows ?? 0, found: segment.rows.count))
            }
            for (name, rows) in zip(segment.names, segment.opened) where rows.count > 0 && grant?.columns.contains(name) != true {
                differences.append(Difference(segment: segment.index, column: name, expected: 0, found: rows.count))
            }
        }
        self.init(findings, differences)
    }

    private init(_ findings: EgressFindings, _ differences: [Difference]) {
        let forms = Self.forms(findings)
        fault = findings.fault ?? (forms.count > AgreementLimits.columns ? EgressFault(.tooManyColumns, line: 1) : nil)
        self.differences = differences
        report = EgressReport(
            matches: fault == nil && differences.isEmpty,
            fields: forms.sorted { $0.key < $1.key }.prefix(AgreementLimits.columns).map {
                .init(column: $0.key, found: $0.value)
            })
    }

    private static func differences(_ expected: EgressPlan.Segment, _ found: EgressFindings.Segment?) -> [Difference] {
        guard expected.isShipped == (found != nil) else {
            return [
                Difference(segment: expected.index, column: nil, expected: expected.rows.count, found: found?.rows.count ?? 0)
            ]
        }
        guard let found else { return [] }
        var differences: [Difference] = []
        if found.rows != expected.rows {
            differences.append(
                Difference(segment: found.index, column: nil, expected: expected.rows.count, found: found.rows.count))
        }
        let shown = Dictionary(zip(found.names, found.opened)) { first, _ in first }
        for column in Set(shown.keys).union(expected.columns.keys).sorted() {
            let (decided, opened) = (expected.columns[column] ?? RowSet(), shown[column] ?? RowSet())
            guard decided != opened else { continue }
            differences.append(
                Difference(segment: found.index, column: column, expected: decided.count, found: opened.count))
        }
        return differences
    }

    /// In which form each column was found: the clearest of all segments. Reduced columns speak for the one they are made of.
    private static func forms(_ findings: EgressFindings) -> [String: FieldForm] {
        var forms: [String: FieldForm] = [:]
        for segment in findings.segments {
            let shown = Set(zip(segment.names, segment.opened).filter { $0.1.count > 0 }.map(\.0))
            for name in segment.names {
                let reduced = ReducedColumn(name: name)
                let base = reduced?.base ?? name
                let form: FieldForm =
                    if shown.contains(name) {
                        reduced == nil ? .clear : .reduced
                    } else {
                        base == "value" && shown.contains("core") ? .keyed : .absent
                    }
                if forms[base].map({ form.rank < $0.rank }) ?? true { forms[base] = form }
            }
        }
        return forms
    }
}

extension FieldForm {
    /// The clearest form first.
    fileprivate var rank: Int {
        switch self {
        case .clear: 0
        case .reduced: 1
        case .keyed: 2
        case .absent: 3
        }
    }
}
