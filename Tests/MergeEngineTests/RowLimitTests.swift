import CanonicalCoding
import Indicators
import MergeEngine
import Testing

/// Every limit of the row schema, at it and one past it.
@Suite struct `The limits of a row` {
    private static let tag = "AAAAAAAAAAAAAAAAAAAAAA"

    /// The fault of a `core` whose members are these and the ones that stand always.
    private func fault(_ members: [String: String]) throws -> String? {
        var all = [
            "conf": "80", "first": "\"2026-01-01\"", "last": "\"2026-01-02\"", "pop": "\"\(Self.tag)\"", "scam": "\"job\"",
            "tag": "\"\(Self.tag)\"", "type": "\"report\"",
        ]
        all.merge(members) { $1 }
        let text = "{" + all.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
        let judge = RowJudge(kind: "url", marking: "GREEN", isMust: false, isCoreRequired: true, created: World.time)
        return try violation { () throws(SchemaViolation) in _ = try judge.facts(core: Array(text.utf8).span) }
    }

    private func fault(_ role: ColumnRole, _ text: String) throws -> String? {
        try violation { () throws(SchemaViolation) in try role.judge(Array(text.utf8).span) }
    }

    private func violation(_ body: () throws(SchemaViolation) -> Void) throws -> String? {
        do throws(SchemaViolation) {
            try body()
            return nil
        } catch {
            return "\(error.field.rawValue)/\(error.reason.rawValue)"
        }
    }

    @Test(arguments: [
        ("conf", "100", "101", "core.conf/out-of-range"), ("conf", "0", "-1", "core.conf/out-of-range"),
        ("sev", "4", "5", "core.sev/out-of-range"), ("len", "[1,255]", "[1,256]", "core.len/out-of-range"),
        ("len", "[1,1]", "[0,1]", "core.len/out-of-range"),
    ]) func `hold for numbers of core`(member: String, good: String, bad: String, expected: String) throws {
        #expect(try fault([member: good]) == nil)
        #expect(try fault([member: bad]) == expected)
    }

    @Test func `hold for codes and verbs of 64 bytes`() throws {
        let (longest, longer) = (String(repeating: "a", count: 64), String(repeating: "a", count: 65))
        #expect(try fault(["scam": "\"\(longest)\""]) == nil)
        #expect(try fault(["scam": "\"\(longer)\""]) == "core.scam/out-of-range")
        #expect(try fault(["act": "\"\(longest)\"", "type": "\"outcome\""]) == nil)
        #expect(try fault(["act": "\"\(longer)\"", "type": "\"outcome\""]) == "core.act/out-of-range")
        #expect(try fault(.relations, relations(1, verb: longest)) == nil)
        #expect(try fault(.relations, relations(1, verb: longer)) == "rel/out-of-range")
        #expect(try fault(.relations, relations(1, verb: "")) == "rel/out-of-range")
    }

    @Test func `hold for 16 alternative tags and 256 relations`() throws {
        let entry = "{\"kind\":\"mbox\",\"pop\":\"\(Self.tag)\",\"tag\":\"\(Self.tag)\"}"
        for (count, expected) in [(16, nil), (17, "alt/too-many")] as [(Int, String?)] {
            let list = "[" + Array(repeating: entry, count: count).joined(separator: ",") + "]"
            #expect(try fault(.alternatives, list) == expected)
        }
        #expect(try fault(.relations, relations(256)) == nil)
        #expect(try fault(.relations, relations(257)) == "rel/too-many")
    }

    @Test func `hold for a locked cell of one block`() throws {
        let shortest = Base64URL.encode([UInt8](repeating: 1, count: 92))
        #expect(try fault(.locked, "\"\(shortest)\"") == nil)
        let shorter = Base64URL.encode([UInt8](repeating: 1, count: 91))
        #expect(try fault(.locked, "\"\(shorter)\"") == "locked/out-of-range")
    }

    private func relations(_ count: Int, verb: String = "hosted-on") -> String {
        let entry = "{\"kind\":\"host\",\"tag\":\"\(Self.tag)\",\"verb\":\"\(verb)\"}"
        return "[" + Array(repeating: entry, count: count).joined(separator: ",") + "]"
    }
}
