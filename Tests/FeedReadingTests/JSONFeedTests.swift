import CanonicalCoding
import FeedReading
import Indicators
import Testing

@Suite struct `Feeds in JSON` {
    @Test func `are lists of texts, numbers and objects`() throws {
        let feed = try ReadFeed(
            #"["https://one.example/", 442079460000, {"url": "https://two.example/"}, null, [], true, {}]"#,
            FeedOptions(region: "GB"))
        #expect(feed.values == ["https://one.example/", "442079460000", "https://two.example/"])
        #expect(feed.refused.map(\.code) == ["not-a-value", "not-a-value", "not-a-value", "missing-value"])
        #expect(feed.full.map(\.number) == [1, 2, 3])
        #expect(feed.counts.rows == 7)
    }

    @Test func `know the line of each row`() throws {
        let feed = try ReadFeed("[\n  \"https://one.example/\",\n\n  {\n    \"value\": \"https://two.example/\"\n  }\n]\n")
        #expect(feed.rows.map(\.line) == [2, 4])
    }

    @Test func `undo escapes`() throws {
        let feed = try ReadFeed(
            #"["https:\/\/one.example\/\u0062\u00e9\ud83d\ude00\t", "x\ud800y", "x\udc00", "\ud800\ud800"]"#,
            FeedOptions(kind: "url"))
        #expect(feed.values == ["https://one.example/bé😀"])
        #expect(feed.refused.map(\.code) == ["not-utf-8", "not-utf-8", "not-utf-8"])
    }

    @Test func `take fields from members, lists and members of members`() throws {
        let text = #"""
            [{"value": "https://one.example/", "kind": "url", "conf": 80, "labels": ["a;b", "c"], "note": null,
              "seen": {"when": {"last": "2026-05-01"}},
              "rel": [{"verb": "pays-to", "kind": "evm", "value": "0x01"}, {"verb": "hosted-on", "kind": "host", "value": "192.0.2.1"}]}]
            """#
        let feed = try ReadFeed(text, FeedOptions(map: ["last=seen.when.last"]))
        let details = try #require(feed.full.first?.details)
        #expect(details.confidence == 80)
        #expect(details.labels == ["a;b", "c"])
        #expect(details.last?.iso8601 == "2026-05-01")
        #expect(details.relations.map(\.verb) == [.paysTo, .hostedOn])
        #expect(details.relations.map(\.kind.name) == ["evm", "host"])
        #expect(details.relations.last?.value == Array("192.0.2.1".utf8))
    }

    @Test func `take 64 relations of a row and refuse it for one more`() throws {
        let relation = #"{"verb":"hosted-on","kind":"host","value":"192.0.2.1"}"#
        for surplus in [0, 1] {
            let count = FeedLimits.standard.relations + surplus
            let list = Array(repeating: relation, count: count).joined(separator: ",")
            let feed = try ReadFeed(#"[{"value":"https://one.example/","kind":"url","rel":[\#(list)]}]"#)
            #expect(feed.full.first?.details?.relations.count == (surplus == 0 ? count : nil))
            #expect(feed.refused.map(\.code) == (surplus == 0 ? [] : ["field-too-long:rel"]))
        }
    }

    @Test(arguments: [
        #"{"value": "x", "rel": "text"}"#, #"{"value": "x", "rel": [{"verb": "likes", "kind": "evm", "value": "0x01"}]}"#,
        #"{"value": "x", "rel": [{"verb": "pays-to", "kind": "md5", "value": "0x01"}]}"#,
        #"{"value": "x", "rel": [{"verb": "pays-to", "kind": "evm"}]}"#, #"{"value": "x", "rel": {"verb": "pays-to"}}"#,
    ])
    func `refuse relations that are not understood`(object: String) throws {
        #expect(try ReadFeed("[\(object)]", FeedOptions(kind: "url")).refused.map(\.code) == ["bad-field:rel"])
    }

    @Test(arguments: [
        #"{"value": ["a", "b"]}"#, #"{"value": true}"#, #"{"url": ["https://a.example/", "https://b.example/"]}"#,
    ])
    func `refuse several values in one row`(object: String) throws {
        #expect(try ReadFeed("[\(object)]", FeedOptions(kind: "url")).refused.map(\.code) == ["not-a-value"])
    }

    @Test func `tell lists that accuse from lists that vouch`() throws {
        let text = #"{"allow": ["good.example"], "deny": ["bad.example"], "denySub": ["worse.example"], "x": ["other.example"]}"#
        let feed = try ReadFeed(text, FeedOptions(kind: "host"))
        #expect(feed.recognition.layout == .allowAndDeny)
        #expect(feed.values == ["bad.example", "worse.example"])
        #expect(feed.refused.map(\.code) == ["benign-list"])
        #expect(feed.recognition.skippedMembers == ["x"])
    }

    @Test func `find their list by name, by --map or by being the only one`() throws {
        #expect(try ReadFeed(#"{"n": 1, "detected_urls": ["a.example"]}"#, FeedOptions(kind: "host")).values == ["a.example"])
        #expect(try ReadFeed(#"{"data": {"items": [{"url": "a.example"}]}}"#).values == ["a.example"])
        #expect(try ReadFeed(#"{"n": [], "many": ["a.example"]}"#, FeedOptions(kind: "host")).values == ["a.example"])
        let two = #"{"data": {"few": ["b.example"], "many": ["a.example", "c.example"]}}"#
        let error = failure { () throws(FeedError) in _ = try ReadFeed(two) }
        #expect(error?.reason == .severalLists(["data.few", "data.many"]))
        #expect(error?.hint.contains("--map rows=") == true)
        let chosen = try ReadFeed(two, FeedOptions(kind: "host", map: ["rows=data.few"]))
        #expect(chosen.values == ["b.example"])
        #expect(chosen.recognition.skippedMembers == ["data.many"])
    }

    @Test(arguments: [
        "victim@mail.example", "@some_name", "https://evil.example/a", "evil.example", "+49 30 901820",
        "0x0101010101010101010101010101010101010101", "see https://evil.example/a",
    ])
    func `do not tell of lists whose names are values`(name: String) throws {
        let hidden = "(a name that is a value)"
        let skipped = try ReadFeed("{\"urls\": [\"https://one.example/\"], \"\(name)\": [\"x\"], \"other\": []}")
        #expect(skipped.recognition.skippedMembers == [hidden, "other"])
        let lists = [name, "more.domains", "third", "fourth", "fifth"].map { "\"\($0)\": [\"a.example\"]" }
        let several = failure { () throws(FeedError) in
            _ = try ReadFeed("{\"data\": {\(lists.joined(separator: ", "))}}")
        }
        #expect(several?.reason == .severalLists([hidden, hidden, "data.third", "data.fourth", "data.fifth"]))
        let many = (1...9_000).map { "\"site\($0).example\"" }.joined(separator: ",")
        let late = failure { () throws(FeedError) in
            _ = try ReadFeed("{\"many\": [\(many)], \"\(name)\": [\"b.example\"]}", FeedOptions(kind: "host"))
        }
        #expect(late?.reason == .severalLists(["many", hidden]))
    }

    @Test func `end with an error when a second list comes behind the sample`() {
        let many = (1...9_000).map { "\"site\($0).example\"" }.joined(separator: ",")
        let error = failure { () throws(FeedError) in
            _ = try ReadFeed("{\"many\": [\(many)], \"few\": [\"b.example\"]}", FeedOptions(kind: "host"))
        }
        #expect(error?.reason == .severalLists(["many", "few"]))
    }

    @Test(arguments: [
        ("good", false), ("known_good", false), ("whitelisted_domains", false), ("whitelistDomains", false),
        ("legit_sites", false),
        ("trusted", false), ("clean", false), ("allowed", false), ("scam_whitelist", false), ("bad", true), ("blocked", true),
        ("phishingURLs", true), ("scammers", true), ("fraudulent_shops", true), ("maliciousHosts", true), ("suspicious", true),
    ])
    func `say by the words of its name what a list is`(name: String, accuses: Bool) throws {
        let feed = try ReadFeed("{\"\(name)\": [\"one.example\"], \"other\": [\"two.example\"]}")
        #expect(feed.values == (accuses ? ["one.example"] : []))
        #expect(feed.refused.map(\.code) == (accuses ? [] : ["benign-list"]))
        #expect(feed.recognition.skippedMembers == ["other"])
    }

    @Test func `do not accuse a list that vouches because a person names it`() throws {
        let feed = try ReadFeed(#"{"whitelist": ["good.example"]}"#, FeedOptions(map: ["rows=whitelist"]))
        #expect(feed.refused.map(\.code) == ["benign-list"])
    }

    @Test func `of objects under numbers give the rows of all`() throws {
        let lists = #"{"101": [{"url": "https://one.example/", "id": 1}], "102": [{"url": "https://two.example/", "id": 2}]}"#
        #expect(try ReadFeed(lists).values == ["https://one.example/", "https://two.example/"])
        let objects = #"{"data": {"101": {"url": "https://one.example/"}, "102": {"url": "https://two.example/"}}}"#
        #expect(try ReadFeed(objects).values == ["https://one.example/", "https://two.example/"])
    }

    @Test func `whose names are values give those, and never the addresses beside them`() throws {
        let text = #"""
            {"scams": {"one.example": {"url": "https://report.example/1", "type": "phishing"}, "two.example": true,
                       "three.example": false, "four.example": {"type": "exchange"}}}
            """#
        let feed = try ReadFeed(text)
        #expect(feed.values == ["one.example", "two.example"])
        #expect(feed.refused.map(\.code) == ["benign-list", "benign-list"])
        let error = failure { () throws(FeedError) in
            _ = try ReadFeed(#"{"one.example": ["0x0101010101010101010101010101010101010101"], "two.example": ["x.example"]}"#)
        }
        #expect(error?.reason == .keyedLists)
    }

    @Test func `without a list say so`() {
        #expect(failure { () throws(FeedError) in _ = try ReadFeed(#"{"title": "x", "n": {"a": 1}}"#) }?.reason == .noList)
    }

    @Test func `of players and of account names are accounts`() throws {
        let players = try ReadFeed(
            #"{"players": [{"steamid": "[U:1:1]", "attributes": ["cheater"], "last_seen": {"time": 1593821733}}]}"#)
        #expect(players.rows == [.init(1, "acct", "steam:[U:1:1]")])
        #expect(players.full.first?.details?.labels == ["cheater"])
        #expect(players.full.first?.details?.last?.iso8601 == "2020-07-04")
        let names = try ReadFeed(#"{"whitelist": {"1": "Good"}, "blacklist": {"2": "Bad"}}"#)
        #expect(names.rows == [.init(1, "handle", "twitter:Bad")])
        #expect(names.refused.map(\.code) == ["benign-list"])
    }

    @Test func `give one row for each element of a list at which the value is mapped`() throws {
        let text = #"""
            [{"id": 7, "labels": ["x"], "addresses": [{"address": "0x0101010101010101010101010101010101010101", "chain": "one"},
              {"address": "0x0202020202020202020202020202020202020202", "chain": "two"}]},
             {"addresses": [{"address": "0x0303030303030303030303030303030303030303"}]}, {"id": 8}]
            """#
        let options = try FeedOptions(map: ["value=addresses.address", "campaign=addresses.chain"])
        let feed = try ReadFeed(text, options)
        #expect(feed.values.map { $0.prefix(4) } == ["0x01", "0x02", "0x03"])
        #expect(feed.full.map { $0.details?.campaign } == ["one", "two", nil])
        #expect(feed.full.map { $0.details?.labels ?? [] } == [["x"], ["x"], []])
        #expect(feed.refused.map(\.code) == ["missing-value"])
        #expect(feed.counts.rows == 4)
        let lines = try ReadFeed(#"{"hosts": ["one.example", "two.example"]}"# + "\n{}\n", FeedOptions(map: ["value=hosts"]))
        #expect(lines.values == ["one.example", "two.example"])
        let yaml = try ReadFeed("- sites:\n    - one.example\n    - two.example\n", FeedOptions(map: ["value=sites"]))
        #expect(yaml.values == ["one.example", "two.example"])
    }

    @Test func `give each of many elements its own fields and those of the object in their order`() throws {
        let elements = (1...200).map { #"{"url": "https://site\#($0).example/", "chain": "c\#($0)", "tags": ["t\#($0)"]}"# }
        let others = (1...200).map { ", \"other\($0)\": 1" }.joined()
        let text = "[{\"labels\": [\"a\"], \"sites\": [\(elements.joined(separator: ","))], \"source\": \"s\"\(others)}]"
        let feed = try ReadFeed(text, FeedOptions(map: ["value=sites.url", "campaign=sites.chain"]))
        #expect(feed.values == (1...200).map { "https://site\($0).example/" })
        #expect(feed.full.map { $0.details?.campaign } == (1...200).map { "c\($0)" })
        #expect(feed.full.allSatisfy { $0.details?.source == "s" && $0.details?.labels.first == "a" })
    }

    @Test(arguments: [
        (
            #"[{"type": "indicator", "id": "indicator--1", "spec_version": "2.1", "pattern": "x"}]"#, "a list of STIX objects"
        ),
        (#"{"type": "bundle", "id": "bundle--1", "objects": []}"#, "a STIX bundle"), (#"{"Event": {}}"#, "a MISP event"),
        (#"{"payload":"e30=","payloadType":"x","signatures":[]}"#, "a signed bundle"),
    ])
    func `are told from other JSON`(text: String, what: String) {
        let error = failure { () throws(FeedError) in _ = try ReadFeed(text) }
        #expect(error?.description.contains(what) == true)
    }

    @Test(arguments: [
        "[\"a\" \"b\"]", "[\"a\",]", "[\"a\"", "[1.]", "[01]", "[+1]", "[\"a\\x\"]", "[\"a\nb\"]", "{\"list\": [}", "[tru]",
        "[\"a\"] x", "[\"\\u12\"]", "[\"a\"}", "{\"list\" [\"a\"]}", "[",
    ])
    func `that are broken end with an error and not in silence`(text: String) {
        let error = failure { () throws(FeedError) in _ = try ReadFeed(text, FeedOptions(kind: "host", format: "json")) }
        #expect(error?.reason == .jsonSyntax || error?.reason == .jsonTruncated)
        #expect(error?.line != nil)
    }

    @Test func `nested to the limit pass, one deeper does not`() throws {
        let limit = FeedLimits.standard.jsonDepth
        let deep = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
        #expect(try ReadFeed(deep(limit), FeedOptions(format: "json")).refused.map(\.code) == ["not-a-value"])
        let error = failure { () throws(FeedError) in _ = try ReadFeed(deep(limit + 1), FeedOptions(format: "json")) }
        #expect(error?.reason == .jsonTooDeep(limit: limit))
    }

    @Test func `of one value a line lose one row for a broken line`() throws {
        let text = """
            {"value":"https://one.example/","kind":"url"}
            {"value":"https://broken.example/"

            {"value":"https://two.example/"} x
            ["list"]
            "https://three.example/"
            {"value":"https://four.example/"}
            """
        let feed = try ReadFeed(text)
        #expect(feed.recognition.format == .jsonl)
        #expect(feed.rows.map(\.line) == [1, 6, 7])
        #expect(feed.refused == [.init(2, "not-json"), .init(4, "not-json"), .init(5, "not-a-value")])
        #expect(feed.counts.blanks == 1)
    }

    @Test func `that are one object with a value are one row`() throws {
        #expect(try ReadFeed(#"{"value": "https://one.example/", "tags": ["a"]}"#).values == ["https://one.example/"])
    }
}
