internal import Agreements
internal import CanonicalCoding
internal import LedgerFiles
internal import SignedBundles
internal import TransparencyLog

/// What denials are counted by.
public enum DenialGrouping: String, Sendable, CaseIterable {
    case reason, recipient, agreement, stage, actor
}

extension AuditView {
    /// What policy denied, and why (question 6): one row for each value of what is counted by.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    public func denials(by grouping: DenialGrouping, _ filter: AuditFilter) throws -> AuditAnswer {
        var groups: [String: Denials] = [:]
        var decisionCount = 0
        try forEach(filter) { entry in
            let decided =
                switch entry.type {
                case .decision: [try denials(of: entry, kind: filter.kind)]
                case .query: try entry.queryDecisions.map { try denials(of: $0, in: entry) }
                default: [[Denial]]()
                }
            for denied in decided where !denied.isEmpty {
                decisionCount += 1
                for denial in denied {
                    groups[grouping.value(of: denial, entry), default: Denials()].add(denial, entry: entry.index)
                }
            }
        }
        var answer = AuditAnswer(grouping.rawValue, "decisions", "rows", "unmet", "nearest", "last_entry")
        for (name, group) in groups.sorted(by: { ($1.value.entries.count, $0.key) < ($0.value.entries.count, $1.key) }) {
            answer.add(
                .text(name), .count(group.entries.count), .count(group.rows), .texts(group.unmet.sorted()),
                .texts(group.nearest.sorted()), .count(group.entries.max() ?? 0))
        }
        answer.state("decisions", .integer(Int64(decisionCount)))
        return answer
    }

    /// What a decision about the answer to a question denied; it is made again, since only its name is kept.
    private func denials(of decision: JSONObject, in entry: LedgerRecord) throws -> [Denial] {
        guard decision["outcome"]?.string != "allow" else { return [] }
        let replay = try replay(decision, entry: entry.index)
        let record = replay.flatMap { try? StrictJSON.parse($0.bytes, limits: .decision).object }
        let denied = Denial.classes(of: record)
        guard denied.isEmpty else { return denied }
        return [Denial(reason: decision["reason"]?.string ?? "", rows: 0, unmet: Denial.unmet(of: record), nearest: nil)]
    }

    /// What one decision denied: its classes, or itself where it has none.
    private func denials(of entry: LedgerRecord, kind: String?) throws -> [Denial] {
        let record = try recordBytes(of: entry).flatMap { try? StrictJSON.parse($0, limits: .decision).object }
        let denied = Denial.classes(of: record)
        if !denied.isEmpty { return denied.filter { kind == nil || $0.kind == kind } }
        guard ["deny", "freeze"].contains(entry.text(.outcome)) else { return [] }
        return [
            Denial(
                reason: entry.text(.reason) ?? "", rows: entry.details[.itemCount]?.integer ?? 0, unmet: Denial.unmet(of: record),
                nearest: nil)
        ]
    }
}

/// One class of rows that may not pass.
private struct Denial {
    var kind: String?
    let reason: String
    let rows: Int64
    let unmet: [String]
    let nearest: String?

    init(reason: String, rows: Int64, unmet: [String], nearest: String?) {
        self.reason = reason
        self.rows = rows
        self.unmet = unmet
        self.nearest = nearest
    }

    /// The classes of a record that may not pass; where a precondition fails, what it lacks counts for each.
    static func classes(of record: JSONObject?) -> [Denial] {
        let lacking = unmet(of: record)
        return (record?["classes"]?.array ?? []).compactMap(\.object).compactMap { rows in
            guard ["deny", "freeze"].contains(rows["outcome"]?.string) else { return nil }
            var denial = Denial(
                reason: rows["reason"]?.string ?? "", rows: rows["class"]?.object?["rows"]?.integer ?? 0,
                unmet: (rows["unmet"]?.array ?? []).compactMap(\.string) + lacking, nearest: rows["nearest"]?.string)
            denial.kind = rows["class"]?.object?["kind"]?.string
            return denial
        }
    }

    static func unmet(of record: JSONObject?) -> [String] { (record?["unmet"]?.array ?? []).compactMap(\.string) }
}

private struct Denials {
    var entries: Set<UInt64> = []
    var rows: Int64 = 0
    var unmet: Set<String> = []
    var nearest: Set<String> = []

    mutating func add(_ denial: Denial, entry: UInt64) {
        entries.insert(entry)
        rows += denial.rows
        unmet.formUnion(denial.unmet)
        if let rule = denial.nearest { nearest.insert(rule) }
    }
}

extension DenialGrouping {
    fileprivate func value(of denial: Denial, _ entry: LedgerRecord) -> String {
        switch self {
        case .reason: denial.reason
        case .recipient: entry.text(.recipient) ?? ""
        case .agreement:
            entry.text(.agreement) ?? (entry.details[.agreement]?.array ?? []).compactMap(\.string).joined(separator: " ")
        case .stage: entry.text(.stage) ?? ""
        case .actor: entry.text(.actor) ?? ""
        }
    }
}
