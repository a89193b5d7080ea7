internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine
internal import NodeAPI

/// One free text whose indicators are looked up. What was asked is on record before the answer is given.
struct ScanCall {
    /// A text is at most this long.
    static let textLimitBytes = 64 << 10

    private let question: LocalQuestion
    private let text: [UInt8]
    private let terms: RequestTerms

    init(_ question: LocalQuestion, _ request: LocalRequest) throws {
        self.question = question
        let body = try request.object()
        terms = try RequestTerms(body, texts: ["text", "region", "purpose", "justification", "case"])
        text = Array(try terms.required("text").utf8)
        guard body["items"] == nil else { throw Problem(.badRequest, "a scan takes text and no items") }
        guard text.count <= Self.textLimitBytes else {
            throw Problem(.tooLarge, "the text has more than \(Self.textLimitBytes) bytes")
        }
    }

    /// The finds, of the kinds that the token may ask for.
    func answer() throws -> JSONValue {
        let (region, grounds) = (try terms.region(), try terms.grounds(of: "scan"))
        try question.token.requireCover(of: nil, kinds: [])
        let lookup = TextLookup(
            try Lookup(question.node, at: question.time, for: grounds), region: region, only: question.token.kinds)
        let answer = try lookup.ask(text, atMost: TextFinder.findLimit)
        var log = try QueryLog(question.node, grounds: grounds)
        var withheld = 0
        for found in answer.found where found.isFirst {
            let told = found.answer
            try log.note(told.kind, told.canonical, results: told.logged, decisions: told.decisions)
            withheld += told.withheldCount
        }
        try log.commit()
        return [
            "complete": .bool(answer.isComplete), "finds": .array(answer.found.map { .object($0.json) }),
            "withheld": .integer(Int64(withheld)),
        ]
    }
}
