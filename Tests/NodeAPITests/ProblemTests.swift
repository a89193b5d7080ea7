import CanonicalCoding
import HTTPTypes
import NodeAPI
import Testing

@Suite struct `Problems` {
    @Test(arguments: Problem.Kind.allCases)
    func `read back from their document`(kind: Problem.Kind) throws {
        let problem = Problem(kind, "one sentence", code: "E_CODE", retryAfterSeconds: 3)
        #expect(Problem(status: kind.status, bytes: problem.bytes, retryAfterSeconds: 3) == problem)
        let document = try #require(StrictJSON.parse(problem.bytes).object)
        #expect(document["type"]?.string == "urn:six:problem:\(kind.rawValue)")
        #expect(document["status"]?.integer == Int64(kind.status.code))
        #expect(document["title"]?.string == kind.title && problem.bytes.last == 0x0A)
    }

    @Test func `have statuses of their own`() {
        #expect(Set(Problem.Kind.allCases.map(\.status.code)).count == Problem.Kind.allCases.count)
    }

    @Test func `leave out a code they do not have`() throws {
        let document = try #require(StrictJSON.parse(Problem(.gone).bytes).object)
        #expect(document["code"] == nil && document["detail"]?.string == Problem.Kind.gone.title)
    }

    @Test(arguments: ["", "{", "[]", "not JSON", "{\"detail\":7,\"code\":[]}"])
    func `are told from a status alone`(text: String) {
        let problem = Problem(status: .conflict, bytes: Array(text.utf8))
        #expect(problem == Problem(.conflict))
    }

    @Test(arguments: [(418, Problem.Kind.badRequest), (599, .unavailable), (302, .unavailable)])
    func `of another status are of the nearest kind`(code: Int, kind: Problem.Kind) {
        #expect(Problem(status: .init(code: code), bytes: []).kind == kind)
    }

    @Test func `of others are cut and cleaned`() {
        let text = "a\u{1B}[31m\nü" + String(repeating: "b", count: 1_000)
        let bytes = JSONValue.object(["detail": .string(text)]).canonicalBytes()
        let problem = Problem(status: .conflict, bytes: bytes)
        #expect(problem.detail.utf8.count == 300 && problem.detail.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }

    @Test(arguments: [0, 7, 9_007_199_254_740_991])
    func `of a quota say what is left and when more comes`(remaining: Int64) throws {
        let reset = try #require(Timestamp(rfc3339: "2026-12-02T00:00:00Z"))
        let problem = Problem(.tooManyRequests, code: "E_QUOTA", allowance: .init(remaining: remaining, reset: reset))
        #expect(Problem(status: .tooManyRequests, bytes: problem.bytes) == problem)
    }

    @Test(arguments: [
        #"{"remaining":1}"#, #"{"remaining":-1,"reset":"2026-12-02T00:00:00Z"}"#, #"{"remaining":1,"reset":"now"}"#,
    ])
    func `with half of a quota say nothing of it`(text: String) {
        #expect(Problem(status: .tooManyRequests, bytes: Array(text.utf8)).allowance == nil)
    }

    @Test func `that pass by themselves say so`() {
        #expect(
            Problem.Kind.allCases.filter { Problem($0).passes } == [.tooManyRequests, .internalError, .unavailable, .timeout])
    }
}
