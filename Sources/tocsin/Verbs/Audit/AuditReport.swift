import ArgumentParser
import CanonicalCoding
import Exchange
import LedgerFiles

/// Shows an answer: a table and the tree for people, one document for programs.
struct AuditReport {
    let question: String
    let filter: JSONObject
    let view: AuditView

    func show(_ answer: AuditAnswer, asJSON: Bool) throws {
        if asJSON {
            var document = answer.json(withholding: view.isWithholding)
            document["question"] = .string(question)
            document["filter"] = .object(filter)
            document["tree"] = view.tree.json
            document["view"] = .integer(Int64(clamping: view.entry.index))
            Terminal.say(json: .object(document))
        } else {
            Self.print(answer, withholding: view.isWithholding)
            Terminal.say(Terminal.plain(view.tree.sentence))
        }
        if answer.isClearNo { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

    static func print(_ answer: AuditAnswer, withholding: Bool) {
        var table = Table(columns: answer.columns.map { $0.replacing("_", with: " ") })
        for row in answer.rows {
            let cells = row.map { text($0.shown(withholding: withholding)) }
            table.add(cells: cells.map { $0.isEmpty ? "-" : $0 })
        }
        if !answer.rows.isEmpty { table.print() }
        for (name, value) in answer.facts {
            Terminal.say(Terminal.plain("\(name.replacing("_", with: " ")): \(text(value))"))
        }
    }

    static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let flag): flag ? "yes" : "no"
        case .array(let items): items.map { text($0) }.joined(separator: ", ")
        case .object(let object): String(decoding: object.canonicalBytes(), as: UTF8.self)
        }
    }
}
