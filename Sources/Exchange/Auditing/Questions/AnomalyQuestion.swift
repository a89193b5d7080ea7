public import CanonicalCoding
internal import LedgerFiles
internal import TransparencyLog

/// What makes questions of staff look abnormal.
public struct AnomalyTerms: Sendable, Hashable {
    /// So many questions of one person within an hour are many.
    public var perHour = 100
    /// Work begins at this hour of the day, in UTC shifted by ``offsetMinutes``.
    public var firstHour = 6
    /// Work ends before this hour.
    public var endHour = 20
    /// The office's clock against UTC, in minutes.
    public var offsetMinutes = 0
    /// Whether Saturdays and Sundays are days of work.
    public var includesWeekend = false

    /// The usual terms.
    public init() {}

    /// Whether a time is outside the hours of work.
    func isOutsideHours(_ time: EntryTime) -> Bool {
        let seconds = time.timestamp.secondsSinceEpoch + Int64(offsetMinutes) * 60
        let day = Int64((Double(seconds) / Double(Timestamp.secondsPerDay)).rounded(.down))
        let hour = Int((seconds - day * Timestamp.secondsPerDay) / 3_600)
        // 1970-01-01 was a Thursday; Monday is 0.
        let weekday = ((day + 3) % 7 + 7) % 7
        return hour < firstHour || hour >= endHour || weekday >= 5 && !includesWeekend
    }

    /// What the log keeps of the terms.
    public var json: JSONObject {
        [
            "end_hour": .integer(Int64(endHour)), "first_hour": .integer(Int64(firstHour)),
            "offset_minutes": .integer(Int64(offsetMinutes)), "per_hour": .integer(Int64(perHour)),
            "weekend": .bool(includesWeekend),
        ]
    }
}

extension AuditView {
    /// Which questions lack a case reference or look abnormal (question 11): one row for each person, finding and hour.
    ///
    /// - Throws: `LedgerError`.
    public func anomalies(_ terms: AnomalyTerms, _ filter: AuditFilter) throws -> AuditAnswer {
        var findings: [Finding: (count: Int, first: UInt64, last: UInt64)] = [:]
        var questions: [Finding: (count: Int, first: UInt64, last: UInt64)] = [:]
        func note(_ finding: Finding, _ index: UInt64, in table: inout [Finding: (count: Int, first: UInt64, last: UInt64)]) {
            let known = table[finding] ?? (0, index, index)
            table[finding] = (known.count + 1, known.first, index)
        }
        try forEach(filter) { record in
            guard record.type == .query else { return }
            let (actor, hour) = (record.text(.actor) ?? "", record.entry.time.timestamp.secondsSinceEpoch / 3_600)
            note(Finding(actor: actor, what: "bulk", hour: hour), record.index, in: &questions)
            if terms.isOutsideHours(record.entry.time) {
                note(Finding(actor: actor, what: "after-hours", hour: hour), record.index, in: &findings)
            }
            if record.text(.caseReference)?.isEmpty ?? true {
                note(Finding(actor: actor, what: "no-case", hour: hour), record.index, in: &findings)
            }
        }
        for (finding, tally) in questions where tally.count >= terms.perHour { findings[finding] = tally }
        var answer = AuditAnswer("actor", "finding", "hour", "questions", "first_entry", "last_entry")
        for (finding, tally) in findings.sorted(by: { $0.key < $1.key }) {
            answer.add(
                .text(finding.actor), .text(finding.what), .text(Timestamp(secondsSinceEpoch: finding.hour * 3_600).rfc3339),
                .count(tally.count), .count(tally.first), .count(tally.last))
        }
        answer.state("questions", .integer(Int64(questions.values.reduce(0) { $0 + $1.count })))
        return answer
    }
}

private struct Finding: Hashable, Comparable {
    let actor: String
    let what: String
    let hour: Int64

    static func < (left: Finding, right: Finding) -> Bool {
        (left.what, left.hour, left.actor) < (right.what, right.hour, right.actor)
    }
}
