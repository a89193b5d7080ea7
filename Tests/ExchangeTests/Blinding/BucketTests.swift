import Blinding
import CanonicalCoding
import Exchange
import FeedReading
import Foundation
import Indicators
import LedgerFiles
import NodeAPI
import Testing
import TransparencyLog

@Suite struct `A lookup by bucket` {
    private let sandbox: Sandbox
    private let peer: MemberID

    init() throws {
        sandbox = try Sandbox()
        peer = try #require(MemberID("org.b"))
    }

    private func numbers(_ count: Int) -> [String] { (0..<count).map { "+4420794\(60_000 + $0)" } }

    /// Has a publish numbers that b takes in; b is then asked by c.
    private func spread(_ count: Int) async throws {
        let feed = "value\n" + numbers(count).joined(separator: "\n") + "\n"
        let path = try await sandbox.publish(feed, by: "org.a").summary.path
        try sandbox.take([sandbox.seal(path, from: "org.a", to: "org.b")], by: "org.b")
    }

    private func ask(_ value: String, _ link: DeskLink) async throws -> BucketLookup.Answer {
        let question = try BucketLookup.question(value, kind: .phone, region: nil, at: sandbox.node("org.c"), time: sandbox.time)
        return try await BucketLookup(at: peer, over: link, for: .usual("lookup")).ask(question)
    }

    @Test func `finds what the other node holds, among 64 to 128 tags, and tells neither value nor tag`() async throws {
        try await spread(600)
        let link = try DeskLink(sandbox, from: "org.c")
        for value in numbers(600).prefix(3) {
            let answer = try await ask(value, link)
            #expect(answer.matches.count == 1 && answer.matches[0].isProven && answer.matches[0].opened == nil)
            #expect((16...256).contains(answer.tagCount) && (1...4).contains(answer.bitCount))
            #expect(answer.matches[0].row.publisher.name == "org.a")
            // Nothing but core may come.
            #expect(answer.matches[0].row.core.object?["tag"] != nil)
        }
        #expect(try await ask("+442079469999", link).matches.isEmpty)
        for body in link.asked where !body.isEmpty {
            let text = String(decoding: body, as: UTF8.self)
            #expect(!text.contains("+44") && text.contains("\"purpose\":\"scam.prevention\""))
            let question = try BucketQuestion(parsing: body)
            #expect(question.prefix.bitCount <= 4)
        }
    }

    @Test func `of few tags asks for all, and is refused where a prefix would leave fewer than sixteen`() async throws {
        try await spread(40)
        let link = try DeskLink(sandbox, from: "org.c")
        let answer = try await ask(numbers(1)[0], link)
        #expect(answer.bitCount == 0 && answer.tagCount == 40 && answer.matches.count == 1)
        let any = MatchTag(high: 0, low: 0)
        for bits in [3, 8, 48] {
            let question = BucketQuestion(
                epoch: EpochNumber(1), kind: .phone, prefix: TagPrefix(of: any, bitCount: bits), purpose: "scam.prevention")
            let refused = try await link.send(
                PeerRequest(.match, body: .bytes(question.jsonValue.canonicalBytes())), to: peer)
            #expect(refused.problem?.kind == .unprocessable, "\(bits) bits")
        }
    }

    @Test func `stands in the log of the node that answers, with the asker, the purpose and the bucket`() async throws {
        try await spread(40)
        let link = try DeskLink(sandbox, from: "org.c")
        _ = try await ask(numbers(1)[0], link)
        let ledger = try sandbox.node("org.b").ledger()
        var found = 0
        try ledger.forEach(from: 0) { record in
            guard record.type == .query, record.details[.actor]?.string == "org.c" else { return }
            found += 1
            #expect(record.details[.purpose]?.string == "scam.prevention")
            #expect(record.details[.subject]?.string == "bucket/1/phone/0/")
            #expect(record.details[.peer]?.string == "org.c")
        }
        #expect(found == 1)
    }

    @Test func `is not answered to a member of another group, nor for a question that is none`() async throws {
        try await spread(20)
        let link = try DeskLink(sandbox, from: "org.nobody")
        await #expect(throws: Problem.self) { try await ask(numbers(1)[0], link) }
        let known = try DeskLink(sandbox, from: "org.c")
        for body in ["", "{}", "{\"type\":\"six-match-question\",\"v\":1}", String(repeating: "x", count: 20_000)] {
            let answer = try await known.send(PeerRequest(.match, body: .bytes(Array(body.utf8))), to: peer)
            #expect(!answer.isSuccess)
        }
    }

    @Test func `opens locked details for whoever knows the value, and for nobody else`() async throws {
        let feed = "value,note,source\n+442079460001,called twice,hotline\n+442079460002,never seen,hotline\n"
        let path = try await sandbox.publish(feed, by: "org.a") { $0.lockedColumns = ["note", "source"] }.summary.path
        let stream = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(!stream.contains("called twice") && !stream.contains("hotline") && stream.contains("\"locked\""))
        try sandbox.take([sandbox.seal(path, from: "org.a", to: "org.b")], by: "org.b")
        let link = try DeskLink(sandbox, from: "org.c")
        let answer = try await ask("+442079460001", link)
        #expect(answer.tagCount == 2)
        #expect(answer.matches.map(\.opened) == [["note": "called twice", "source": "hotline"]])
    }

    @Test func `names bits exactly`() throws {
        let tag = MatchTag(high: 0xABCD_EF01_2345_6789, low: 1)
        for (bits, hex) in [(0, ""), (1, "80"), (8, "ab"), (12, "abc0"), (13, "abc8"), (48, "abcdef012345")] {
            let prefix = TagPrefix(of: tag, bitCount: bits)
            #expect(prefix.hex == hex && prefix.begins(tag) && TagPrefix(hex: hex, bitCount: bits) == prefix)
        }
        #expect(TagPrefix(hex: "abc1", bitCount: 12) == nil && TagPrefix(hex: "ab", bitCount: 12) == nil)
        #expect(TagPrefix(hex: "ab", bitCount: 49) == nil && TagPrefix(hex: "", bitCount: -1) == nil)
        #expect(!TagPrefix(of: tag, bitCount: 1).begins(MatchTag(high: 1, low: 0)))
    }
}
