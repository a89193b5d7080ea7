import Agreements

/// What agreements kept out of answers, told once on standard error with the reasons.
struct WithheldClaims {
    private var count = 0
    private var reasons: Set<ReasonCode> = []

    init() {}

    init(_ decisions: [Decision], count: Int) { note(decisions, count: count) }

    /// Counts what one answer lacks.
    mutating func note(_ decisions: [Decision], count: Int) {
        self.count += count
        for rows in decisions.flatMap(\.classes) {
            if rows.outcome != .allow {
                reasons.insert(rows.reason)
            } else if !rows.fields.contains(where: { $0.column == "core" && $0.form == .clear }) {
                // Nothing is said of rows whose core may not be shown: of people who are protected, or since no rule names it.
                reasons.insert(SubjectClass(rawValue: rows.rows.subject)?.isProtected ?? false ? .subjectClassBlocked : .noRule)
            }
        }
    }

    func tell() {
        guard count > 0 else { return }
        let codes = reasons.map(\.rawValue).sorted().joined(separator: ", ")
        Terminal.note("note: agreements withhold \(count.grouped) claims\(codes.isEmpty ? "" : ": \(codes)")")
    }
}
