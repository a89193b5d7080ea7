import CanonicalCoding
import Exchange
import Indicators
import MergeEngine

/// Answers of a lookup: a table for people, a JSON line each for programs. Nothing is shown before the audit log has it.
struct LookupReport {
    private let asJSON: Bool
    private var log: QueryLog
    private var lines: [JSONValue] = []
    private var table: Table
    private var rowCount = 0
    private let columns: [String]
    private(set) var foundAny = false
    /// A table of values that were named is shown even when it is empty; one of a text is not.
    private let showsEmpty: Bool
    private var quarantinedReports = 0
    private var heldReports = 0
    private var withheld = WithheldClaims()
    private var splits: Set<RecordedJudgement> = []

    /// - Parameter place: the column that says where a value stands; empty for none.
    init(asJSON: Bool, log: QueryLog, place: String = "") {
        self.asJSON = asJSON
        self.log = log
        columns = (place.isEmpty ? [] : [place]) + ["value", "kind", "status", "score", "tier", "owners", "matched"]
        showsEmpty = place.isEmpty
        table = Table(columns: columns)
    }

    /// An answer about one place of a text.
    mutating func add(_ found: TextLookup.Found, line: Int) throws {
        foundAny = foundAny || found.answer.isKnown
        if found.isFirst { try note(found.answer) }
        if asJSON {
            var object = found.json
            object["line"] = .integer(Int64(line))
            lines.append(.object(object))
        } else {
            addRow(found.answer, input: found.input, place: ["\(line):\(found.find.characters.lowerBound + 1)"])
        }
        try showWhenFull()
    }

    mutating func add(_ answer: Lookup.Answer) throws {
        foundAny = foundAny || answer.isKnown
        try note(answer)
        if asJSON { lines.append(answer.json) } else { addRow(answer, input: answer.input) }
        try showWhenFull()
    }

    private mutating func note(_ answer: Lookup.Answer) throws {
        quarantinedReports += answer.state.quarantinedReportCount
        heldReports += answer.state.heldReportCount
        splits.formUnion(answer.splits)
        withheld.note(answer.decisions, count: answer.withheldCount)
        try log.note(answer.kind, answer.canonical, results: answer.logged, decisions: answer.decisions)
    }

    /// A text that is no indicator is known to nobody.
    mutating func add(_ error: IndicatorError, input: String, kind: String) throws {
        log.noteUnusable()
        if asJSON {
            lines.append(Lookup.Answer.json(of: error, input: input, kind: kind))
        } else {
            table.add(input, kind, "not usable: \(error.reason.rawValue)", "-", "-", "-", "-")
        }
        try showWhenFull()
    }

    private mutating func addRow(_ answer: Lookup.Answer, input: String, place: [String] = []) {
        let status = answer.state.isUnchecked ? "\(answer.state.status.rawValue) (unchecked)" : answer.state.status.rawValue
        let matched = answer.matched == answer.canonical ? "=" : answer.matched
        table.add(
            cells: place + [
                input, answer.kind.name, status, String(answer.state.score.value), answer.state.tier.rawValue,
                String(answer.state.owners.count), matched.isEmpty ? "-" : matched,
            ])
        rowCount += 1
    }

    private mutating func showWhenFull() throws {
        if log.waitingCount >= QueryLog.batchLimit || lines.count >= QueryLog.batchLimit { try show() }
    }

    /// Shows the rows of a table that has no end, with its head again.
    mutating func showRows() throws {
        try show()
        guard rowCount > 0 else { return }
        table.print()
        (table, rowCount) = (Table(columns: columns), 0)
    }

    /// Whether the table has as many rows as are shown at once.
    var isPageFull: Bool { rowCount >= QueryLog.batchLimit }

    /// Commits the questions asked so far, then shows their answers; a table waits for its last row.
    mutating func show() throws {
        try log.commit()
        for line in lines { Terminal.say(json: line) }
        lines.removeAll(keepingCapacity: true)
    }

    mutating func end() throws {
        try show()
        if !asJSON, rowCount > 0 || showsEmpty { table.print() }
        withheld.tell()
        if !splits.isEmpty {
            Terminal.note(
                "note: judgements of this node that keep names apart here: \(splits.count.grouped); see tocsin merge explain")
        }
        if heldReports > 0 {
            Terminal.note(
                "note: reports that wait for an officer: \(heldReports.grouped); see tocsin explain and tocsin quarantine list")
        }
        guard quarantinedReports > 0 else { return }
        Terminal.note(
            "note: reports set aside with quarantined chains: \(quarantinedReports.grouped); see tocsin explain and tocsin chain show"
        )
    }
}
