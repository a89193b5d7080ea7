internal import CanonicalCoding
internal import CryptoPrimitives
internal import FeedReading
internal import Indicators
internal import LedgerFiles
internal import NodeAPI

/// One question to the audit log: the look is on record before the answer is given, as with `tocsin audit`.
struct AuditCall {
    private let question: LocalQuestion
    private let request: LocalRequest
    private let terms: RequestTerms

    init(_ question: LocalQuestion, _ request: LocalRequest) {
        self.question = question
        self.request = request
        terms = RequestTerms(queryOf: request)
    }

    private var node: Node { question.node }

    private func look(_ name: String, _ filter: JSONObject) throws -> AuditView {
        let grounds = try terms.grounds(of: "audit \(name)", usually: "compliance.audit")
        var view = try AuditView(node, name, filter: filter, grounds: grounds)
        view.book = question.book
        return view
    }

    private func document(_ answer: JSONObject, _ name: String, _ filter: JSONObject, _ view: AuditView) -> JSONValue {
        .object(AuditAnswer.document(answer, question: name, filter: filter, view: view, refusal: nil))
    }

    private func filter() throws -> AuditFilter {
        var filter = AuditFilter()
        filter.from = try terms.time("from", endOfDay: false)
        filter.until = try terms.time("to", endOfDay: true)
        (filter.member, filter.actor, filter.type) = (try terms.word("member"), try terms.word("actor"), try terms.word("type"))
        return filter
    }

    /// Who received an item, or in which form its fields left for one member.
    func item() throws -> JSONValue {
        let (value, kind) = (request.places["value"] ?? "", request.places["kind"] ?? "")
        let item = try AuditedItem(
            value, kind: RequestTerms.kind(kind).kind(of: value), region: terms.region(), in: node)
        try question.token.requireCover(of: nil, kinds: [item.kind])
        let (chosen, recipient) = (try filter(), try terms.word("recipient"))
        var kept = item.filter
        for member in chosen.json.members { kept[member.key] = member.value }
        kept["member"] = recipient.map { .string($0) }
        let name = recipient == nil ? "item.recipients" : "item.fields"
        let view = try look(name, kept)
        let answer = try recipient.map { try view.fields(of: item, to: $0, chosen) } ?? view.recipients(of: item, chosen)
        return document(answer.json(withholding: view.isWithholding), name, kept, view)
    }

    /// Why a transfer was allowed, or who approved it.
    func transfer(_ name: String, _ body: (AuditView, String) throws -> AuditAnswer) throws -> JSONValue {
        let transfer = request.places["transfer"] ?? ""
        guard AuditFilter.isWord(transfer) else { throw Problem(.badRequest, "that is no name of a transfer") }
        let kept: JSONObject = ["transfer": .string(transfer)]
        let view = try look(name, kept)
        return document(try body(view, transfer).json(withholding: view.isWithholding), name, kept, view)
    }

    /// What was sent to a member, or came from it; a page at a time.
    func transfers() throws -> JSONValue {
        guard let partner = try terms.word("partner") else { throw Problem(.badRequest, "partner is missing") }
        let direction = try terms.required("direction")
        guard ["in", "out"].contains(direction) else { throw Problem(.badRequest, "direction is in or out") }
        let (chosen, page) = (try filter(), try Page(terms))
        var kept = chosen.json
        kept["partner"] = .string(partner)
        let view = try look("partner.\(direction)", kept)
        let answer = try direction == "in" ? view.received(from: partner, chosen) : view.sent(to: partner, chosen)
        return document(page.cut(answer.json(withholding: view.isWithholding)), "partner.\(direction)", kept, view)
    }

    /// Entries with their details; a page at a time.
    func entries() throws -> JSONValue {
        let (chosen, page) = (try filter(), try Page(terms))
        var kept = chosen.json
        kept["after"] = page.after.map { .integer($0) }
        let view = try look("entries", kept)
        let first = page.after.map { UInt64($0) + 1 } ?? 0
        let found = try view.entries(chosen, from: first, limit: page.limit)
        var answer: JSONObject = ["rows": .array(found.rows)]
        answer["next"] = found.next.map { .integer(Int64(clamping: $0) - 1) }
        return document(answer, "entries", kept, view)
    }
}

/// Which part of a list is wanted: what stands after an index of the log, up to a number of rows. The cursor is the index.
private struct Page {
    let after: Int64?
    let limit: Int

    init(_ terms: RequestTerms) throws(Problem) {
        after = terms["after"] == nil ? nil : try terms.number("after", in: 0...JSONValue.largestInteger - 1, usually: 0)
        limit = Int(try terms.number("limit", in: 1...1_000, usually: 100))
    }

    /// The page of an answer whose rows name their entries; `next` where there are more.
    func cut(_ answer: JSONObject) -> JSONObject {
        let rows = (answer["rows"]?.array ?? []).filter { ($0.object?["entry"]?.integer ?? 0) > after ?? -1 }
        var page = answer
        page["rows"] = .array(Array(rows.prefix(limit)))
        page["next"] = rows.count > limit ? rows[limit - 1].object?["entry"] : nil
        return page
    }
}
