internal import Agreements
internal import CanonicalCoding
internal import FeedReading
internal import Indicators
internal import NodeAPI

/// A feed that came as the body of a request.
struct FeedPublication {
    var request: PublishRequest
    let publisher: Publisher
    /// What is told of single rows, so far nothing.
    let report: ReportedRows
    private let node: Node

    init(_ local: LocalRequest, for token: AccessToken, at node: Node, _ time: Timestamp) throws {
        request = try Self.request(local, for: token, at: node, time)
        report = try ReportedRows(RequestTerms(queryOf: local)["report"])
        self.node = node
        publisher = try Publisher(node, for: request)
    }

    /// What is to be published, by a token that may.
    static func request(
        _ local: LocalRequest, for token: AccessToken, at node: Node, _ time: Timestamp
    ) throws -> PublishRequest {
        let terms = RequestTerms(queryOf: local)
        let group = try terms.group()
        let kinds = token.kinds
        try token.requireCover(of: group, kinds: Array(kinds))
        var request = PublishRequest(
            group: group, feeds: [try feed(local)], options: try options(local, terms), time: time)
        request.onlyKinds = kinds.isEmpty ? nil : kinds
        try request.apply(terms)
        request.options.region = request.options.region ?? node.settings.region
        return request
    }

    private static func feed(_ local: LocalRequest) throws(Problem) -> FeedSource {
        switch local.body {
        case .bytes(let bytes): return .bytes(bytes, name: "the body")
        case .file(let path, _, _): return .path(path)
        case .joined: throw Problem(.badRequest)
        }
    }

    private static func options(_ local: LocalRequest, _ terms: RequestTerms) throws(Problem) -> FeedOptions {
        var options = FeedOptions()
        options.kind = try RequestTerms.kind(terms["kind"] ?? "auto")
        options.region = try terms.region()
        do {
            options.mappings = try (local.query["map"] ?? []).map { (text) throws(FeedError) in try FieldMapping(parsing: text) }
            options.format = try (terms["format"] ?? Self.formats[local.mediaType]).map { (text) throws(FeedError) in
                try FeedFormat(parsing: text)
            }
        } catch {
            throw Problem(.badRequest, "map is field=column, field=3 or field==constant; format is the name of a format")
        }
        return options
    }

    /// The media types that say enough; others are recognised by content.
    private static let formats = [
        "text/csv": "csv", "application/x-ndjson": "jsonl", "application/json": "json", "text/tab-separated-values": "tsv",
    ]

    /// The count, and the rows asked about; a publication of which nothing is left is a no, unless rows were asked about.
    func answer(_ summary: PublishSummary, _ rows: ReportedRows) throws(Problem) -> JSONValue {
        summary.keepCopy(for: request, at: node)
        guard summary.accepted == 0, !rows.isWanted else { return .object(rows.added(to: summary.json)) }
        let reasons = summary.refusals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let denied = reasons.first.flatMap { ReasonCode(rawValue: $0.key) }
        if let denied, reasons.allSatisfy({ ReasonCode(rawValue: $0.key) != nil }) {
            throw Problem(
                .forbidden, "no row may be published under the agreement of the group: \(denied.meaning)", code: denied.rawValue)
        }
        let most = reasons.first.map { ", \($0.value) of them as \($0.key)" } ?? ""
        throw Problem(.unprocessable, "none of \(summary.read) rows can be published\(most)")
    }
}

extension PublishRequest {
    /// Takes what holds where the feed is silent, as the options of `tocsin publish` say it.
    fileprivate mutating func apply(_ terms: RequestTerms) throws(Problem) {
        marking = try terms.marking()
        confidencePercent = Int(try terms.number("conf", in: 0...100, usually: 50))
        lifeDays = try terms.number("expires-in-days", in: 1...3_650, usually: 90)
        first = try terms.day("first")
        scam = terms["scam"] ?? scam
        guard Self.isScamCode(scam) else { throw Problem(.badRequest, "scam is no scam code") }
        guard let mode = PersonalData.Mode(rawValue: terms["personal"] ?? "cut") else {
            throw Problem(.badRequest, "personal is keep, cut or refuse")
        }
        personalData = mode
        grounds = try terms.grounds(of: "publish")
    }

    /// Whether a text has the form of a scam code.
    public static func isScamCode(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
    }
}
