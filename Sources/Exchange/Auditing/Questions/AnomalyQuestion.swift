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
    /// Which questions lack a case reference or look abnormal (question 11): one row for each person, finding and hour; of many questions
    /// within an hour, wherever that hour begins, one row for each stretch of them.
    ///
    /// - Throws: `LedgerError`.
    public func anomalies(_ terms: AnomalyTerms, _ filter: AuditFilter) throws -> AuditAnswer {
        var findings: [Finding: Tally] = [:]
        var paces: [String: Pace] = [:]
        var count = 0
        try forEach(filter) { record in
            guard record.type == .query else { return }
            count += 1
            let (actor, time) = (record.text(.actor) ?? "", record.entry.time)
            let second = time.timestamp.secondsSinceEpoch
            let hour = second - second % 3_600
            func note(_ what: String) {
                findings[Finding(actor: actor, what: what, second: hour), default: Tally(first: record.index)].add(record.index)
            }
            paces[actor, default: Pace(limit: terms.perHour)].take(record.index, at: time.millisecondsSinceEpoch)
            if terms.isOutsideHours(time) { note("after-hours") }
            if record.text(.caseReference)?.isEmpty ?? true { note("no-case") }
        }
        for (actor, pace) in paces {
            for stretch in pace.stretches {
                findings[Finding(actor: actor, what: "bulk", second: stretch.start / 1_000)] = stretch.tally
            }
        }
        var answer = AuditAnswer("actor", "finding", "hour", "questions", "first_entry", "last_entry")
        for (finding, tally) in findings.sorted(by: { $0.key < $1.key }) {
            answer.add(
                .text(finding.actor), .text(finding.what), .text(Timestamp(secondsSinceEpoch: finding.second).rfc3339),
                .count(tally.count), .count(tally.first), .count(tally.last))
        }
        answer.state("questions", .integer(Int64(count)))
        return answer
    }
}

private struct Finding: Hashable, Comparable {
    let actor: String
    let what: String
    let second: Int64

    static func < (left: Finding, right: Finding) -> Bool {
        (left.what, left.second, left.actor) < (right.what, right.second, right.actor)
    }
}

private struct Tally {
    private(set) var count = 0
    let first: UInt64
    private(set) var last: UInt64

    init(first: UInt64) { (self.first, last) = (first, first) }

    mutating func add(_ index: UInt64) {
        count += 1
        last = index
    }
}

/// The questions of one person in their order, and the stretches in which so many came within an hour.
private struct Pace {
    struct Stretch {
        /// When its first question came, in milliseconds.
        let start: Int64
        var tally: Tally
    }

    private(set) var stretches: [Stretch] = []
    private let limit: Int
    /// The questions of the last hour, and how many of the oldest are no longer of it.
    private var recent: [(index: UInt64, time: Int64)] = []
    private var passed = 0

    init(limit: Int) { self.limit = limit }

    mutating func take(_ index: UInt64, at time: Int64) {
        recent.append((index, time))
        while recent[passed].time <= time - 3_600_000 { passed += 1 }
        if passed > 1_024, passed > recent.count / 2 {
            recent.removeFirst(passed)
            passed = 0
        }
        let hour = recent[passed...]
        guard hour.count >= limit, let first = hour.first else { return }
        var stretch = Stretch(start: first.time, tally: Tally(first: first.index))
        var counted: UInt64?
        if let last = stretches.last, last.tally.last >= first.index {
            (stretch, counted) = (last, last.tally.last)
            stretches.removeLast()
        }
        let fresh = hour.reversed().prefix { question in counted.map { question.index > $0 } ?? true }
        for question in fresh.reversed() { stretch.tally.add(question.index) }
        stretches.append(stretch)
    }
}
