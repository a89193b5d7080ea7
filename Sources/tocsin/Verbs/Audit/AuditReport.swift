import ArgumentParser
import CanonicalCoding
import Exchange
import LedgerFiles

/// Shows an answer: a table and the tree for people, one document for programs.
struct AuditReport {
    let question: String
    let filter: JSONObject
    private let view: AuditView?
    private let refusal: (any Error)?

    init(question: String, filter: JSONObject, view: AuditView) {
        self.question = question
        self.filter = filter
        self.view = view
        refusal = view.refusal
    }

    /// Of a log that cannot even be looked into as far as its tree.
    init(question: String, filter: JSONObject, refusal: any Error) {
        self.question = question
        self.filter = filter
        view = nil
        self.refusal = refusal
    }

    /// Shows an answer and ends with what it means.
    func show(_ answer: AuditAnswer, asJSON: Bool) throws {
        let isWithholding = view?.isWithholding ?? true
        if asJSON {
            say(document: answer.json(withholding: isWithholding))
        } else {
            Self.print(answer, withholding: isWithholding)
            if let view { Terminal.sayWrapped(view.tree.sentence) }
        }
        noteRefusal()
        try end(isClearNo: answer.isClearNo)
    }

    /// One document with what every answer says of itself.
    func say(document: JSONObject) {
        Terminal.say(
            json: .object(AuditAnswer.document(document, question: question, filter: filter, view: view, refusal: refusal)))
    }

    /// Says that the look is not on record.
    func noteRefusal() {
        guard let refusal else { return }
        Terminal.note("warning: this look is not on record: \(Terminal.plain("\(refusal)"))")
    }

    /// Ends with 1 for a clear no, with 4 when the look is not on record.
    func end(isClearNo: Bool) throws {
        if isClearNo { throw ExitCode(FailureCode.clearNo.rawValue) }
        if refusal != nil { throw ExitCode(FailureCode.stateRefuses.rawValue) }
    }

    static func print(_ answer: AuditAnswer, withholding: Bool) {
        let shown = answer.columns.indices.filter { !answer.columnsForPrograms.contains(answer.columns[$0]) }
        var table = Table(columns: shown.map { answer.columns[$0].replacing("_", with: " ") })
        for row in answer.rows {
            let cells = shown.map { text(row[$0].shown(withholding: withholding)) }
            table.add(cells: cells.map { $0.isEmpty ? "-" : $0 })
        }
        if !answer.rows.isEmpty { table.print() }
        for (name, value) in answer.facts {
            let words = text(value)
            if !words.isEmpty { Terminal.sayWrapped("\(name.replacing("_", with: " ")): \(words)") }
        }
    }

    /// A value in words: of an object the names with their values, of a list one after the other.
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let flag): flag ? "yes" : "no"
        case .array(let items): items.map { text($0) }.joined(separator: items.contains { $0.object != nil } ? "; " : ", ")
        case .object(let object):
            object.members.map { "\($0.key.replacing("_", with: " ")) \(text($0.value))" }.joined(separator: ", ")
        }
    }
}
