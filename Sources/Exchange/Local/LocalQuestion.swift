internal import CanonicalCoding
internal import CryptoPrimitives
internal import FeedReading
internal import Indicators
internal import MergeEngine
internal import NodeAPI

/// One request that asks and changes nothing, at a home that is open for it.
struct LocalQuestion {
    let node: Node
    let time: Timestamp
    let token: AccessToken
    /// Where transfers stand in the log; nothing for questions that are not about them.
    let book: TransferBook?

    init(_ node: Node, at time: Timestamp, for token: AccessToken, with book: TransferBook? = nil) {
        self.node = node
        self.book = book
        self.time = time
        self.token = token
    }

    func value(of request: LocalRequest) throws -> JSONValue {
        switch request.route {
        case .lookup: try lookUp(request.object())
        case .scan: try ScanCall(self, request).answer()
        case .indicator: try explain(request)
        case .auditItem: try AuditCall(self, request).item()
        case .auditTransfers: try AuditCall(self, request).transfers()
        case .auditReasons: try AuditCall(self, request).transfer("transfer.why") { try $0.reasons(ofTransfer: $1) }
        case .auditApprovals: try AuditCall(self, request).transfer("transfer.approvals") { try $0.approvals(ofTransfer: $1) }
        case .auditEntries: try AuditCall(self, request).entries()
        default: throw Problem(.notFound)
        }
    }

    /// Answers for many values: all questions are in the log before one answer is given.
    private func lookUp(_ body: JSONObject) throws -> JSONValue {
        let terms = try RequestTerms(body, texts: ["purpose", "justification", "case"])
        let (items, grounds) = (try AskedItems(body), try terms.grounds(of: "lookup"))
        try token.requireCover(of: nil, kinds: items.kinds(region: node.settings.region))
        let lookup = try Lookup(node, at: time, for: grounds)
        var log = try QueryLog(node, grounds: grounds)
        var (answers, withheld): ([JSONValue], Int) = ([], 0)
        for item in items.all {
            let line = try answer(lookup, item, &log)
            answers.append(line.json)
            withheld += line.withheld
        }
        try log.commit()
        return ["answers": .array(answers), "withheld": .integer(Int64(withheld))]
    }

    private func answer(
        _ lookup: Lookup, _ item: AskedItems.Item, _ log: inout QueryLog
    ) throws -> (json: JSONValue, withheld: Int) {
        do {
            let answer = try lookup.ask(item.value, kind: item.kind.kind(of: item.value), region: item.region)
            try log.note(answer.kind, answer.canonical, results: answer.logged, decisions: answer.decisions)
            return (answer.json, answer.withheldCount)
        } catch let error as IndicatorError {
            log.noteUnusable()
            return (Lookup.Answer.json(of: error, input: item.value, kind: item.kindName), 0)
        }
    }

    private func explain(_ request: LocalRequest) throws -> JSONValue {
        let terms = RequestTerms(queryOf: request)
        let (value, region) = (request.places["value"] ?? "", try terms.region())
        let kind = try RequestTerms.kind(request.places["kind"] ?? "").kind(of: value)
        let grounds = try terms.grounds(of: "explain")
        let named = try NamedIndicator(value, kind: kind, region: region ?? node.settings.region)
        try token.requireCover(of: nil, kinds: [named.kind])
        let answer = try Lookup(node, at: time, for: grounds).ask(value, kind: kind, region: region)
        var log = try QueryLog(node, grounds: grounds)
        try log.note(answer.kind, answer.canonical, results: answer.logged, decisions: answer.decisions)
        try log.commit()
        return answer.explanation
    }
}
