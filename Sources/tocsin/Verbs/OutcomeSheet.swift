import CanonicalCoding
import Exchange
import Indicators
import MergeEngine

/// A table of outcomes in words for people, and as one document for programs.
enum OutcomeSheet {
    static func print(_ table: OutcomeTable, of question: OutcomeQuestion) {
        guard !table.rows.isEmpty else { return Terminal.say("no report is known here that was asked about") }
        let head = question.isByCampaign ? ["publisher", "campaign"] : ["publisher"]
        var sheet = Table(columns: head + ["what", "indicators", "members"])
        for row in table.rows {
            let name = question.isByCampaign ? [row.publisher.name, words(for: row.scope)] : [row.publisher.name]
            for line in lines(row, table.verbs) { sheet.add(cells: name + line) }
        }
        sheet.print()
        guard question.floor != nil else {
            return Terminal.note("note: every count is shown; this table is for the own node")
        }
        if question.isByCampaign { tellHidden(table) }
    }

    /// Says of whom no campaign is shown apart.
    private static func tellHidden(_ table: OutcomeTable) {
        let shown = Set(table.rows.filter { $0.scope != .publisher }.map(\.publisher))
        let hidden = table.rows.map(\.publisher).filter { !shown.contains($0) }
        guard !hidden.isEmpty else { return }
        Terminal.noteWrapped(
            "note: counts too small to show campaigns apart: \(Set(hidden).map(\.name).sorted().joined(separator: ", "))")
    }

    /// A line for each count that is not 0.
    private static func lines(_ row: OutcomeRow, _ verbs: [MergeEngine.OutcomeVerb]) -> [[String]] {
        var lines = [["reported", words(for: row.reported), ""]]
        for verb in verbs {
            if let cell = row.outcomes[verb] { lines.append([verb.name, words(for: cell.indicators), words(for: cell.members)]) }
        }
        lines.append(["objection open", words(for: row.objected.indicators), words(for: row.objected.members)])
        lines.append(["no outcome", words(for: row.unanswered), ""])
        return lines.filter { $0[0] == "reported" || $0[1] != "0" }
    }

    private static func words(for count: ShownCount) -> String {
        switch count {
        case .exact(let count): count.grouped
        case .below(let floor): "<\(floor.grouped)"
        case .suppressed: "suppressed"
        }
    }

    private static func words(for scope: OutcomeRow.Scope) -> String {
        switch scope {
        case .publisher: "(all)"
        case .campaignsTogether: "(the others)"
        case .campaign(.notShown): "(not shown)"
        case .campaign(.none): "(none named)"
        case .campaign(.further): "(further)"
        case .campaign(.named(let bytes)): String(decoding: bytes, as: UTF8.self)
        }
    }

    static func json(_ table: OutcomeTable, of question: OutcomeQuestion) -> JSONValue {
        var document = question.filter
        document["rows"] = .array(table.rows.map { json($0, table.verbs) })
        return .object(document)
    }

    private static func json(_ row: OutcomeRow, _ verbs: [MergeEngine.OutcomeVerb]) -> JSONValue {
        var outcomes = JSONObject()
        for verb in verbs { outcomes[verb.name] = row.outcomes[verb].map(json) }
        var object: JSONObject = [
            "no_outcome": json(row.unanswered), "objected": json(row.objected), "outcomes": .object(outcomes),
            "publisher": .string(row.publisher.name), "reported": json(row.reported), "row": .string(name(of: row.scope)),
        ]
        if case .campaign(let campaign) = row.scope, let name = campaign.name { object["campaign"] = .string(name) }
        return .object(object)
    }

    private static func json(_ cell: OutcomeRow.Cell) -> JSONValue {
        ["indicators": json(cell.indicators), "members": json(cell.members)]
    }

    private static func json(_ count: ShownCount) -> JSONValue {
        switch count {
        case .exact(let count): .integer(Int64(count))
        case .below(let floor): ["below": .integer(Int64(floor))]
        case .suppressed: ["suppressed": true]
        }
    }

    private static func name(of scope: OutcomeRow.Scope) -> String {
        switch scope {
        case .publisher: "publisher"
        case .campaignsTogether: "together"
        case .campaign(.notShown): "not-shown"
        case .campaign(.none): "none-named"
        case .campaign(.further): "further"
        case .campaign(.named): "campaign"
        }
    }
}
