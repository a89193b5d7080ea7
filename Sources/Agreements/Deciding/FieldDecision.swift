/// What becomes of one column of one class of rows.
public struct FieldDecision: Sendable, Hashable {
    /// The column.
    public let column: String
    /// The most restrictive treatment of all that apply.
    public let treatment: Treatment
    /// In which form the column leaves: in a bundle a cell can only be shown or hidden.
    public let form: FieldForm
    /// The column that is shown in its place; stands exactly with the form `reduced` of a bundle.
    public let shownColumn: String?
    /// The rule that set the treatment; nothing when no rule names the column.
    public let rule: String?
}

/// Finds the treatment of columns under the rules that allow a class of rows.
struct FieldRules {
    let stage: DecisionStage
    let rows: RowClass
    /// The rules, ascending by name.
    let allowing: [AgreementRule]

    /// The columns that stand for themselves, ascending: `core` always, and for a reduced form the column it was made of.
    var columns: [String] { Set(rows.columns.map { ReducedColumn(name: $0)?.base ?? $0 } + [Self.core]).sorted() }

    func decide(_ column: String) -> FieldDecision {
        var strictest: (treatment: Treatment, rule: String)?
        for rule in allowing {
            guard let treatment = treatment(of: column, under: rule) else { continue }
            if strictest.map({ treatment > $0.treatment }) ?? true { strictest = (treatment, rule.id) }
        }
        return form(of: column, strictest?.treatment ?? .withhold, rule: strictest?.rule)
    }

    /// Must rows go along whatever rules say, and a row goes with its core.
    func mustCore() -> FieldDecision { form(of: Self.core, .clear, rule: nil) }

    /// Whether `core` is not clear only because the rows are about people who are protected.
    var isProtectionBlocking: Bool {
        let own = allowing.compactMap { $0.treatment(of: Self.core) }
        return !own.isEmpty && own.allSatisfy { $0 == .clear }
    }

    private func treatment(of column: String, under rule: AgreementRule) -> Treatment? {
        guard let treatment = rule.treatment(of: column) else { return nil }
        guard let subject = SubjectClass(rawValue: rows.subject), subject.isProtected,
            !(rule.conditions.subjects?.contains(subject) ?? false)
        else { return treatment }
        return max(treatment, .keyed)
    }

    private func form(of column: String, _ treatment: Treatment, rule: String?) -> FieldDecision {
        var form: FieldForm
        var shownColumn: String?
        switch treatment {
        case .clear: form = .clear
        case .withhold: form = .absent
        case .keyed: form = !stage.isBundle || column == Self.value ? .keyed : .absent
        case .truncate, .bucket, .presence:
            form = .reduced
            if stage.isBundle {
                shownColumn = ReducedColumn(of: column, by: treatment)?.name
                if column == Self.core || !(shownColumn.map(rows.columns.contains) ?? false) {
                    (form, shownColumn) = (.absent, nil)
                }
            }
        }
        return FieldDecision(column: column, treatment: treatment, form: form, shownColumn: shownColumn, rule: rule)
    }

    static let core = "core"
    static let value = "value"
}
