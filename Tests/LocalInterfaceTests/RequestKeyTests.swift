import CanonicalCoding
import Exchange
import Foundation
import NodeAPI
import Testing
import TransparencyLog

@Suite(.timeLimit(.minutes(3))) struct `A request that is sent again` {
    private static let feed = "value,kind\na.example,host\n"

    private func publish(_ client: LocalClient, _ key: String, _ token: String, _ feed: String = feed, more: String = "")
        async throws
        -> LocalClient.Answer
    {
        try await client.ask(
            "/v1/publish?group=lab\(more)", "POST", token: token, type: "text/csv", body: feed, fields: ["Idempotency-Key": key])
    }

    @Test func `with its key publishes once and is answered alike`() async throws {
        let lab = try LocalLab()
        let (feeds, others) = (try lab.token(.publisher, "feeds", days: 9), try lab.token(.publisher, "others", days: 9))
        try await lab.serving { client in
            let first = try await publish(client, "k-1", feeds)
            #expect(first.status == 200 && first.json["seq"] == 1, "\(first.text)")
            let again = try await publish(client, "k-1", feeds)
            #expect(again.status == 200 && again.text == first.text)
            // The key is the token's own; another body, or the same under other terms, is another request.
            #expect(try await publish(client, "k-1", others).json["seq"] == 2)
            #expect(try await publish(client, "k-1", feeds, Self.feed + "b.example,host\n").status == 422)
            #expect(try await publish(client, "k-1", feeds, more: "&tlp=GREEN").status == 422)
            #expect(try await publish(client, "k-2", feeds).json["seq"] == 3)
            #expect(try await client.post("/v1/publish?group=lab", Self.feed, token: feeds, type: "text/csv").json["seq"] == 4)
            lab.pass(days: 1)
            #expect(try await publish(client, "k-1", feeds).json["seq"] == 5)
        }
        #expect(try lab.count("publish") == 5)
    }

    @Test(arguments: ["retract", "objections", "outcomes"])
    func `holds for what is stated, too`(route: String) async throws {
        let lab = try LocalLab()
        let token = try lab.token(.officer)
        let why = route == "outcomes" ? #""act":"warned""# : #""why":"withdrawn""#
        let body = #"{"group":"lab",\#(why),"items":[{"value":"a.example"}]}"#
        try await lab.serving { client in
            func state(_ body: String) async throws -> LocalClient.Answer {
                try await client.ask("/v1/\(route)", "POST", token: token, body: body, fields: ["Idempotency-Key": "k"])
            }
            let (first, again) = (try await state(body), try await state(body))
            #expect(first.status == 200 && first.text == again.text, "\(first.text)")
            #expect(first.json["unreported"] == 1)
            #expect(try await state(body + " ").status == 422)
        }
        #expect(try lab.count("publish") == 1)
    }

    @Test func `is answered from what a killed process left`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.publisher)
        let marks = "\(lab.home)/ledger/published.jsonl"
        try await lab.serving { client in
            let first = try await publish(client, "k", token)
            // Killed before the answer: the stream is there, the mark of its end is not.
            let begun = try #require(try String(contentsOfFile: marks, encoding: .utf8).split(separator: "\n").first)
            try Data("\(begun)\n".utf8).write(to: URL(filePath: marks))
            let again = try await publish(client, "k", token)
            #expect(again.status == 200 && again.text == first.text)
            #expect(try await publish(client, "other", token).json["seq"] == 2)
        }
    }

    @Test func `is done anew where nothing was published`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.publisher)
        try await lab.serving { client in
            #expect(try await publish(client, "k", token, "value,kind\nnothing,phone\n").status == 422)
            let done = try await publish(client, "k", token)
            #expect(done.json["seq"] == 1)
            for key in ["a b", String(repeating: "k", count: 256)] {
                #expect(try await publish(client, key, token).status == 400, "\(key)")
            }
            #expect(try await publish(client, String(repeating: "k", count: 255), token).status == 200)
        }
    }

    @Test func `while it is under way is a conflict`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.publisher)
        let feed = "value,kind\n" + (0..<20_000).map { "a\($0).example,host\n" }.joined()
        let statuses = try await lab.serving { client in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await publish(client, "k", token, feed).status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
        }
        // Who comes when the first is done is answered as the first.
        #expect(statuses.contains(200) && statuses.allSatisfy { [200, 409].contains($0) }, "\(statuses)")
        #expect(try lab.count("publish") == 1)
    }
}

@Suite(.timeLimit(.minutes(3))) struct `A publication over HTTP` {
    @Test func `tells of its rows, at most a thousand of them`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.publisher)
        try await lab.serving { client in
            func publish(_ feed: String, _ report: String) async throws -> LocalClient.Answer {
                try await client.post("/v1/publish?group=lab&report=\(report)", feed, token: token, type: "text/csv")
            }
            let feed = "value,kind\na.example,host\nnothing,phone\na.example,host\n"
            let noted = try await publish(feed, "noted")
            let rows = noted.json["rows"]?.array?.compactMap(\.object) ?? []
            #expect(
                rows.map { $0["line"]?.integer } == [3, 4] && rows.map { $0["verdict"]?.string } == ["refused", "duplicate"])
            #expect(rows.first?["reason"]?.string != nil && noted.json["rows_left_out"] == 0)
            #expect(try await publish(feed, "all").json["rows"]?.array?.count == 3)
            #expect(try await publish(feed, "none").json["rows"] == nil)
            #expect(try await publish(feed, "some").status == 400)
            // Where no row is left, what became of each is the answer.
            let none = try await publish("value,kind\nnothing,phone\n", "noted")
            #expect(none.status == 200 && none.json["accepted"] == 0 && none.json["rows"]?.array?.count == 1)
            for (count, left) in [(1_000, 0), (1_001, 1)] as [(Int, Int64)] {
                let many = try await publish(
                    "value,kind\nb.example,host\n" + String(repeating: "nothing,phone\n", count: count), "noted")
                #expect(many.json["rows"]?.array?.count == 1_000 && many.json["rows_left_out"]?.integer == left)
            }
        }
    }

    @Test func `declares an emergency with a justification alone`() async throws {
        let lab = try LocalLab()
        let (feeds, officer) = (try lab.token(.publisher), try lab.token(.officer))
        try await lab.serving { client in
            func publish(_ more: String) async throws -> Int {
                try await client.post(
                    "/v1/publish?group=lab&\(more)", "value,kind\na.example,host\n", token: feeds, type: "text/csv"
                ).status
            }
            let (unsaid, unclear) = (try await publish("emergency=true"), try await publish("emergency=yes&justification=x"))
            #expect(unsaid == 422 && unclear == 400)
            let declared = try await publish("emergency=true&justification=calls+now")
            #expect(declared == 200)
            for (emergency, status) in [
                (#""emergency":true,"justification":"calls""#, 200), (#""emergency":true"#, 422), (#""emergency":"true""#, 400),
            ] {
                let body = #"{"group":"lab","why":"withdrawn",\#(emergency),"items":[{"value":"a.example"}]}"#
                let answer = try await client.post("/v1/retract", body, token: officer)
                #expect(answer.status == status)
            }
        }
    }
}
