internal import Agreements
internal import CanonicalCoding
internal import Redaction
internal import SignedBundles

extension Disclosure {
    /// What becomes of one column of some rows of a segment, and which rule said so.
    public struct FieldAnswer: Sendable, Hashable {
        /// The column.
        public let column: String
        /// `clear`, `reduced`, `keyed` or `withheld`.
        public let form: String
        /// The column shown in its place, when it is reduced; empty otherwise.
        public let shown: String
        /// The rule of the agreement, or the reason why nothing of the rows passes.
        public let rule: String
        /// How many rows it is so for.
        public internal(set) var rowCount: Int
    }
}

extension Disclosure.SegmentAnswer {
    /// The answer for a segment under the member's own profile.
    init(_ ruling: DisclosureRule.Ruling, shownRows: Int) {
        let subject = ruling.decision.subjects[0]
        let grant = ruling.decision.grants[0]
        self.init(
            segment: ruling.segment, kind: subject.kind, marking: subject.marking, columns: grant.columns.sorted(),
            withheld: subject.columns.filter { !grant.columns.contains($0) }, reason: grant.reason.rawValue, rules: grant.rules,
            shownRows: grant.columns.isEmpty ? 0 : shownRows, hiddenRows: ruling.hiddenRowCount)
        let rule = grant.rules.isEmpty ? grant.reason.rawValue : grant.rules.joined(separator: " ")
        fields = subject.columns.sorted().map { column in
            let isShown = grant.columns.contains(column)
            return Disclosure.FieldAnswer(
                column: column, form: isShown ? "clear" : "withheld", shown: "", rule: rule, rowCount: shownRows)
        }
    }

    /// The answer for a segment under an agreement.
    init(_ decided: DecidedSegment) {
        let passing = decided.parts.filter { !$0.shownColumns.isEmpty }
        let shown = Set(passing.flatMap(\.shownColumns))
        let names = decided.descriptor.columns.map(\.name)
        self.init(
            segment: decided.index, kind: decided.descriptor.kind, marking: decided.descriptor.tlp, columns: shown.sorted(),
            withheld: names.filter { !shown.contains($0) },
            reason: (passing.first ?? decided.parts.first)?.decision.reason.rawValue ?? ReasonCode.allowed.rawValue,
            rules: Set(passing.flatMap(\.decision.allowing)).sorted(), shownRows: decided.shownRowCount,
            hiddenRows: decided.parts.reduce(0) { $0 + $1.rowCount } - decided.shownRowCount)
        fields = Self.fields(decided)
    }

    private static func fields(_ decided: DecidedSegment) -> [Disclosure.FieldAnswer] {
        var answers: [Disclosure.FieldAnswer] = []
        func add(_ answer: Disclosure.FieldAnswer) {
            let same = answers.firstIndex {
                ($0.column, $0.form, $0.shown, $0.rule) == (answer.column, answer.form, answer.shown, answer.rule)
            }
            if let same { answers[same].rowCount += answer.rowCount } else { answers.append(answer) }
        }
        for part in decided.parts {
            let shown = Set(part.shownColumns)
            guard !shown.isEmpty else {
                for column in decided.descriptor.columns where ReducedColumn(name: column.name) == nil {
                    let rule =
                        part.decision.nearest.map { "\(part.decision.reason.rawValue) \($0)" } ?? part.decision.reason.rawValue
                    add(.init(column: column.name, form: "withheld", shown: "", rule: rule, rowCount: part.rowCount))
                }
                continue
            }
            for field in part.decision.fields { add(answer(field, shown, part.rowCount)) }
        }
        return answers.sorted { ($0.column, $0.form) < ($1.column, $1.form) }
    }

    /// What the own profile withholds of what the agreement shows is named so.
    private static func answer(_ field: FieldDecision, _ shown: Set<String>, _ rows: Int) -> Disclosure.FieldAnswer {
        let visible = field.form == .reduced ? field.shownColumn ?? "" : field.form == .clear ? field.column : ""
        let isCut = !visible.isEmpty && !shown.contains(visible)
        let form = isCut || field.form == .absent ? "withheld" : field.form.rawValue
        return .init(
            column: field.column, form: form, shown: form == "reduced" ? visible : "",
            rule: isCut ? "disclosure.json" : field.rule ?? ReasonCode.noRule.rawValue, rowCount: rows)
    }
}
