/// A column that holds a reduced form of another, signed by the publisher: `value_truncate_7`, `note_presence`.
public struct ReducedColumn: Sendable, Hashable {
    /// The column it is made of.
    public let base: String
    /// How.
    public let treatment: Treatment

    /// Names a reduced form; nothing for treatments that need no column, and for names longer than a column's may be.
    public init?(of base: String, by treatment: Treatment) {
        guard !base.isEmpty, let suffix = treatment.columnSuffix, NameRule.column.admits(base + suffix) else { return nil }
        self.base = base
        self.treatment = treatment
    }

    /// Reads a column's name; one that is no reduced form gives nothing.
    public init?(name: String) {
        let words = name.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false).map { String($0) ?? "" }
        let tail: (words: Int, treatment: Treatment)?
        if words.count >= 2, words.last == "presence" {
            tail = (1, .presence)
        } else if words.count >= 3, let treatment = Treatment(words.suffix(2).joined(separator: ":")) {
            tail = (2, treatment)
        } else {
            tail = nil
        }
        guard let tail else { return nil }
        self.init(of: words.dropLast(tail.words).joined(separator: "_"), by: tail.treatment)
    }

    /// The column's name.
    public var name: String { base + (treatment.columnSuffix ?? "") }
}

extension Agreement {
    /// The reduced columns a publisher signs so that every party of its groups gets the form it is due.
    public var reducedColumns: [ReducedColumn] {
        let forms = rules.filter { $0.effect == .allow && $0.stages.contains { $0.isBundle } }.flatMap { rule in
            rule.fields.compactMap { ReducedColumn(of: $0.key, by: $0.value) }
        }
        return Set(forms).sorted { $0.name < $1.name }
    }
}
