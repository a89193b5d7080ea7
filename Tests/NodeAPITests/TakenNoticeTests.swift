import CanonicalCoding
import NodeAPI
import Testing

@Suite struct `The answer to a message` {
    private static let notice = TakenNotice(id: String(repeating: "0a", count: 16), origin: "org.a/audit/1", entry: 42)

    private func object() throws -> JSONObject { try #require(Self.notice.jsonValue.object) }

    @Test func `reads back as it was, whatever else a later node may say`() throws {
        var more = try object()
        more["later"] = 1
        #expect(try TakenNotice(parsing: more.canonicalBytes()) == Self.notice)
    }

    @Test(arguments: ["entry", "id", "type", "v"])
    func `is none without a part of it`(name: String) throws {
        var less = try object()
        less[name] = nil
        #expect(throws: DocumentFault.self) { try TakenNotice(parsing: less.canonicalBytes()) }
    }

    @Test(arguments: [["org.a/audit/1"], ["org.a/audit/1", -1], [1, 1], ["org.a/audit/1", 1, 1]] as [JSONValue])
    func `is none with another place than an origin and an index`(entry: JSONValue) throws {
        var wrong = try object()
        wrong["entry"] = entry
        #expect(throws: DocumentFault.self) { try TakenNotice(parsing: wrong.canonicalBytes()) }
    }

    @Test func `has an origin of at most 255 bytes`() throws {
        for (count, isTaken) in [(255, true), (256, false)] {
            var long = try object()
            long["entry"] = [.string(String(repeating: "a", count: count)), 1]
            #expect(((try? TakenNotice(parsing: long.canonicalBytes())) != nil) == isTaken)
        }
    }
}
