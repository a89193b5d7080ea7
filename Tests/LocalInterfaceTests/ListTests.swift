import CanonicalCoding
import Exchange
import Foundation
import NodeAPI
import Testing
import TransparencyLog

@Suite(.timeLimit(.minutes(3))) struct `Lists to enforce` {
    private func values(_ answer: LocalClient.Answer, _ member: String) -> [String] {
        (answer.json[member]?.array ?? []).compactMap { $0.object?["value"]?.string }.sorted()
    }

    @Test func `are given whole, and from then on as what changed, whatever changed it`() async throws {
        let lab = try LocalLab()
        let (feeds, desk) = (try lab.token(.publisher, "feeds"), try lab.token(.investigator, "desk.1", days: 9))
        let tomorrow = Timestamp(secondsSinceEpoch: lab.now().secondsSinceEpoch + 86_400).day.iso8601
        try await lab.serving { client in
            func publish(_ feed: String) async throws {
                let made = try await client.post("/v1/publish?group=lab", feed, token: feeds, type: "text/csv")
                #expect(made.status == 200, "\(made.text)")
            }
            try await publish(
                "value,kind,until\na.example,host,\nb.example,host,\n+442079460101,phone,\nc.example,host,\(tomorrow)\n")
            let whole = try await client.ask("/v1/lists/observe", token: desk)
            #expect(whole.status == 200, "\(whole.text)")
            #expect(values(whole, "added") == ["+442079460101", "a.example", "b.example", "c.example"])
            #expect(whole.json["removed"] == [] && whole.json["next"] == nil)
            let first = try #require(whole.json["version"]?.string)
            #expect(whole.field("ETag") == "\"\(first)\"")
            let same = try await client.ask("/v1/lists/observe", token: desk, fields: ["If-None-Match": "W/\"x\", \"\(first)\""])
            #expect(same.status == 304 && same.text.isEmpty)
            let nothing = try await client.ask("/v1/lists/observe?since=\(first)", token: desk)
            #expect(nothing.json["added"] == [] && nothing.json["removed"] == [] && nothing.json["version"]?.string == first)

            let back = #"{"group":"lab","why":"withdrawn","items":[{"value":"a.example","kind":"host"}]}"#
            #expect(try await client.post("/v1/retract", back, token: feeds).status == 200)
            try await publish("value,kind\nd.example,host\n")
            let delta = try await client.ask("/v1/lists/observe?since=\(first)&kind=host", token: desk)
            #expect(values(delta, "added") == ["d.example"] && values(delta, "removed") == ["a.example"], "\(delta.text)")
            #expect(delta.json["since"]?.string == first)
            let second = try #require(delta.json["version"]?.string)

            lab.pass(days: 2)
            let later = try await client.ask("/v1/lists/observe?since=\(second)", token: desk)
            #expect(values(later, "added") == [] && values(later, "removed") == ["c.example"], "\(later.text)")
            let both = try await client.ask("/v1/lists/observe?since=\(first)", token: desk)
            #expect(values(both, "added") == ["d.example"] && values(both, "removed") == ["a.example", "c.example"])
            for list in ["warn", "block"] {
                let empty = try await client.ask("/v1/lists/\(list)", token: desk)
                #expect(values(empty, "added") == [])
            }
        }
        let exports = try lab.entries().filter { $0.type == "export" }
        #expect(exports.count == 7 && exports.allSatisfy { $0.actor == "desk.1" })
    }

    @Test func `keep to the version of their first page`() async throws {
        let lab = try LocalLab()
        let (feeds, desk) = (try lab.token(.publisher, "feeds"), try lab.token(.officer))
        try await lab.serving { client in
            let feed = "value,kind\n" + (0..<5).map { "a\($0).example,host\n" }.joined()
            #expect(try await client.post("/v1/publish?group=lab", feed, token: feeds, type: "text/csv").status == 200)
            let first = try await client.ask("/v1/lists/observe?limit=2", token: desk)
            #expect(values(first, "added") == ["a0.example", "a1.example"])
            let back =
                #"{"group":"lab","why":"withdrawn","items":[{"value":"a3.example","kind":"host"},{"value":"a0.example","kind":"host"}]}"#
            #expect(try await client.post("/v1/retract", back, token: feeds).status == 200)
            #expect(
                try await client.post("/v1/publish?group=lab", "value,kind\nb.example,host\n", token: feeds, type: "text/csv")
                    .status == 200)
            let newest = try await client.ask("/v1/lists/observe", token: desk)
            #expect(values(newest, "added") == ["a1.example", "a2.example", "a4.example", "b.example"])
            var (next, rest) = (first.json["next"]?.string, [String]())
            while let after = next {
                let page = try await client.ask("/v1/lists/observe?limit=2&after=\(after)", token: desk)
                #expect(page.json["version"] == first.json["version"])
                rest += values(page, "added")
                next = page.json["next"]?.string
            }
            #expect(rest == ["a2.example", "a3.example", "a4.example"])
            let since = first.json["version"]?.string ?? ""
            var changes = try await client.ask("/v1/lists/observe?limit=1&since=\(since)", token: desk)
            var (added, removed) = (values(changes, "added"), values(changes, "removed"))
            while let after = changes.json["next"]?.string {
                changes = try await client.ask("/v1/lists/observe?limit=1&after=\(after)", token: desk)
                (added, removed) = (added + values(changes, "added"), removed + values(changes, "removed"))
            }
            #expect(added == ["b.example"] && removed == ["a0.example", "a3.example"])
        }
    }

    @Test func `of a version that is not known are gone, and what is none is not found or malformed`() async throws {
        let lab = try LocalLab()
        let desk = try lab.token(.officer)
        let hosts = try lab.token(.officer, "hosts", scopes: ["kind:host"])
        try await lab.serving { client in
            let version = try #require(try await client.ask("/v1/lists/block", token: desk).json["version"]?.string)
            let unknown = String(version.dropLast()) + "9"
            for path in [
                "since=\(unknown)", "since=0123456789abcdef-1", "after=0123456789abcdef-x-1-0",
                "after=\(version.prefix(16))-x-9-0",
            ] {
                #expect(try await client.ask("/v1/lists/block?\(path)", token: desk).status == 410, "\(path)")
            }
            for path in [
                "since=1", "since=\(version)-0", "since=\(version)&after=\(version)", "after=x", "limit=0", "limit=1001",
                "kind=NO", "kind=null", "x=y",
            ] {
                #expect(try await client.ask("/v1/lists/block?\(path)", token: desk).status == 400, "\(path)")
            }
            #expect(try await client.ask("/v1/lists/none", token: desk).status == 404)
            #expect(try await client.ask("/v1/lists/block?limit=1000&kind=host", token: hosts).status == 200)
            #expect(try await client.ask("/v1/lists/block", token: hosts).status == 403)
            // Without the table, askers begin anew.
            for file in ["lists.sqlite", "lists.sqlite-wal", "lists.sqlite-shm"] {
                try? FileManager.default.removeItem(atPath: "\(lab.home)/\(file)")
            }
            #expect(try await client.ask("/v1/lists/block?since=\(version)", token: desk).status == 410)
        }
    }

    @Test func `are handed out on the grounds they were decided about, and on no others`() async throws {
        let lab = try LocalLab()
        let (feeds, desk) = (try lab.token(.publisher, "feeds"), try lab.token(.investigator, "desk.1", days: 9))
        let officer = try lab.token(.officer)
        try await lab.serving { client in
            let feed = "value,kind\na.example,host\nb.example,host\n"
            #expect(try await client.post("/v1/publish?group=lab", feed, token: feeds, type: "text/csv").status == 200)
            let first = try await client.ask("/v1/lists/observe?limit=1", token: desk)
            let next = try #require(first.json["next"]?.string)
            #expect(try await client.ask("/v1/lists/observe?after=\(next)", token: desk).status == 200)
            for other in ["&purpose=other.purpose", "&justification=because", "&case=7"] {
                #expect(try await client.ask("/v1/lists/observe?after=\(next)\(other)", token: desk).status == 410, "\(other)")
            }
            #expect(try await client.ask("/v1/lists/observe?after=\(next)", token: officer).status == 410)
            #expect(try await client.ask("/v1/lists/observe", token: officer).status == 200)
            #expect(try await client.ask("/v1/lists/observe?after=\(next)", token: officer).status == 200)
            lab.pass(days: 2)
            #expect(try await client.ask("/v1/lists/observe?after=\(next)", token: desk).status == 410)
        }
    }
}
