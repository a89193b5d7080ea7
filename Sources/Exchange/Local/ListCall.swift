internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MergeEngine
internal import NodeAPI
internal import NodeStore
internal import TransparencyLog

/// One request for an enforcement list, or for what changed in it (docs/spec/lists.md).
struct ListCall {
    private let tier: EnforcementTier
    private let kind: String
    private let limit: Int
    private let start: Start
    private let entityTags: [String]
    private let grounds: QueryGrounds

    /// Where a request begins.
    private enum Start {
        case whole
        case since(ListVersion)
        case page(ListCursor)
    }

    init(_ request: LocalRequest, for token: AccessToken) throws {
        let terms = RequestTerms(queryOf: request)
        guard let tier = EnforcementTier(rawValue: request.places["list"] ?? ""), tier != .none else { throw Problem(.notFound) }
        self.tier = tier
        kind =
            try terms["kind"].map { text in
                guard let kind = try? IndicatorKind(parsing: text), kind.isKnown else {
                    throw Problem(.badRequest, "kind is the name of a kind")
                }
                return kind.name
            } ?? ""
        let asked = kind.isEmpty ? nil : (try? IndicatorKind(parsing: kind)).map { [$0] }
        try token.requireCover(of: nil, kinds: asked)
        limit = Int(try terms.number("limit", in: 1...1_000, usually: 1_000))
        start = try Self.start(terms)
        entityTags = request.entityTags
        grounds = try terms.grounds(of: "list")
    }

    private static func start(_ terms: RequestTerms) throws(Problem) -> Start {
        let known = try terms["since"].map { (text) throws(Problem) in
            guard let version = ListVersion(text) else { throw Problem(.badRequest, "since is a version of a list") }
            return version
        }
        guard let text = terms["after"] else { return known.map { .since($0) } ?? .whole }
        guard let cursor = ListCursor(text) else { throw Problem(.badRequest, "after is the next of a page") }
        return .page(cursor)
    }

    /// The page; what it shows is on record before it is given.
    func answer(from table: ListTable, at node: Node, _ time: Timestamp) throws -> PeerAnswer {
        let cursor = try cursor(in: table, at: node, time)
        let version = ListVersion(generation: cursor.generation, number: cursor.target)
        if case .page = start {
        } else if entityTags.contains(version.text) {
            return .notModified(version.text)
        }
        guard let basis = try EnforcementLists(node, at: time, for: grounds).basis(of: cursor.target, in: table) else {
            throw Problem(.gone, "that version was not decided about on these grounds today: ask for the whole list")
        }
        let page = try table.page(
            ListQuestion(
                tier: tier.listNumber, kind: kind, since: cursor.since, target: cursor.target, after: cursor.after, limit: limit))
        let bytes = document(page, version, cursor).canonicalBytes() + [0x0A]
        try log(page, bytes, cursor, basis: basis, at: node)
        return .tagged(bytes, version.text)
    }

    /// Where the page begins. A version that is not known, or no more, is gone: the asker begins anew.
    private func cursor(in table: ListTable, at node: Node, _ time: Timestamp) throws -> ListCursor {
        var standing = try table.standing()
        if case .page = start {} else { standing = try EnforcementLists(node, at: time, for: grounds).bringUpToDate(table) }
        let newest = standing.version
        let cursor =
            switch start {
            case .whole: ListCursor(generation: newest.generation, since: nil, target: newest.number, after: 0)
            case .since(let known):
                ListCursor(generation: known.generation, since: known.number, target: newest.number, after: 0)
            case .page(let cursor): cursor
            }
        let oldest = cursor.since ?? cursor.target
        guard cursor.generation == newest.generation, (standing.oldest...newest.number).contains(oldest),
            cursor.target <= newest.number, oldest <= cursor.target
        else { throw Problem(.gone, "that version of the list is not known any more: ask for the whole list") }
        return cursor
    }

    private func document(_ page: ListPage, _ version: ListVersion, _ cursor: ListCursor) -> JSONValue {
        var answer: JSONObject = [
            "added": .array(page.added.map(\.json)), "list": .string(tier.rawValue), "removed": .array(page.removed.map(\.json)),
            "version": .string(version.text),
        ]
        if let since = cursor.since {
            answer["since"] = .string(ListVersion(generation: cursor.generation, number: since).text)
        }
        if let next = page.next {
            answer["next"] = .string(
                ListCursor(generation: cursor.generation, since: cursor.since, target: cursor.target, after: next).text)
        }
        return .object(answer)
    }

    private func log(_ page: ListPage, _ bytes: [UInt8], _ cursor: ListCursor, basis: String, at node: Node) throws {
        let part = cursor.since.map { "since \($0) to \(cursor.target)" } ?? "at \(cursor.target)"
        var fields: [(DetailField, JSONValue)] = [
            (.purpose, .string(grounds.purpose)), (.justification, .string(grounds.justification)),
            (.filter, .string("list \(tier.rawValue) of \(kind.isEmpty ? "all kinds" : kind), \(part), after \(cursor.after)")),
            (.itemCount, .integer(Int64(page.added.count + page.removed.count))), (.digest, .string(SHA256.hash(bytes).hex)),
        ]
        if !grounds.caseReference.isEmpty { fields.append((.caseReference, .string(grounds.caseReference))) }
        let names = basis.split(separator: ",").map { JSONValue.string(String($0)) }
        _ = try node.log(LoggedEvent(.export, fields, further: names.isEmpty ? [] : [("rests_on", .policy, .array(names))]))
    }
}

extension ListedValue {
    fileprivate var json: JSONValue { ["kind": .string(kind), "value": .string(value)] }
}
