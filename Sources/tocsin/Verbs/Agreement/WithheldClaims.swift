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
        for decision in decisions { reasons.formUnion(decision.classes.filter { $0.outcome != .allow }.map(\.reason)) }
    }

    func tell() {
        guard count > 0 else { return }
        let codes = reasons.map(\.rawValue).sorted().joined(separator: ", ")
        Terminal.note("note: agreements withhold \(count.grouped) claims\(codes.isEmpty ? "" : ": \(codes)")")
    }
}
