internal import CanonicalCoding
internal import FeedReading
internal import Indicators
internal import NodeAPI

/// A retraction, an objection or an outcome about named values that came as the body of a request.
struct StatementPublication {
    var request: PublishRequest
    let statements: [NamedStatement]
    let publisher: Publisher
    private let node: Node

    init(_ local: LocalRequest, for token: AccessToken, at node: Node, _ time: Timestamp) throws {
        let body = try local.object()
        let terms = try RequestTerms(body, texts: Self.members(of: local.route))
        let items = try AskedItems(body)
        var request = PublishRequest(group: try terms.group(), feeds: [], options: .init(), time: time)
        request.marking = try terms.marking()
        request.grounds = try terms.grounds(of: "state")
        let act = try Self.act(local.route, terms)
        try act.requireAcceptable(request.marking, at: time)
        let target = try Self.target(terms)
        try token.requireCover(of: request.group, kinds: items.kinds(region: node.settings.region))
        publisher = try Publisher(node, for: request)
        let named = try items.all.map { item in
            StatementFindings.Named(
                item.value, kind: try item.kind.kind(of: item.value), region: item.region ?? node.settings.region)
        }
        let findings = try StatementFindings(named, act, target: target, at: node, time: time, for: request.grounds)
        try token.requireCover(of: request.group, kinds: findings.statements.map(\.kind))
        statements = findings.statements
        request.answerMembers["unreported"] = .integer(Int64(findings.unreportedCount))
        self.request = request
        self.node = node
    }

    private static func members(of route: LocalRoute) -> Set<String> {
        let shared: Set<String> = ["group", "tlp", "about", "purpose", "justification", "case", "emergency"]
        return shared.union(route == .outcome ? ["act"] : ["why", "since"])
    }

    private static func act(_ route: LocalRoute, _ terms: RequestTerms) throws(Problem) -> NamedStatement.Act {
        if route == .outcome { return .outcome(try terms.required("act")) }
        let (why, since) = (try terms.required("why"), try terms.day("since"))
        return route == .retract ? .retract(why: why, since: since) : .object(why: why, since: since)
    }

    private static func target(_ terms: RequestTerms) throws(Problem) -> NamedStatement.Target? {
        guard let about = terms["about"] else { return nil }
        guard let target = NamedStatement.Target(about) else {
            throw Problem(.badRequest, "about is a publisher and a bundle, publisher/bundle")
        }
        return target
    }

    /// The count.
    func answer(_ summary: PublishSummary) -> JSONValue {
        summary.keepCopy(for: request, at: node)
        return .object(summary.answer(with: request.answerMembers))
    }
}
