import CanonicalCoding
import Exchange
import Foundation
import LedgerFiles
import LocalInterface
import NodeAPI
import NodeServer
import Testing
import TransparencyLog

@Suite(.timeLimit(.minutes(3))) struct `Routes of the organisation's own systems` {
    @Test func `publish, look up, explain, retract`() async throws {
        let lab = try LocalLab()
        let (feeds, desk) = (try lab.token(.publisher, "feeds"), try lab.token(.investigator, "desk.1"))
        try await lab.serving { client in
            let feed = "value,kind\n+442079460101,phone\na.example,host\n"
            let made = try await client.post("/v1/publish?group=lab&tlp=GREEN&conf=90", feed, token: feeds, type: "text/csv")
            #expect(made.status == 200, "\(made.text)")
            #expect(made.json["accepted"]?.integer == 2 && made.json["seq"]?.integer == 1)
            let body = #"{"items":[{"value":"+442079460101"},{"value":"020 7946 0102","region":"GB"},{"value":""}],"case":"C-1"}"#
            let found = try await client.post("/v1/lookup", body, token: desk)
            #expect(found.status == 200, "\(found.text)")
            let answers = found.json["answers"]?.array?.compactMap(\.object) ?? []
            #expect(answers.map { $0["status"]?.string } == ["asserted", "unknown", "unknown"])
            #expect(answers.last?["error"]?.string == "E_CANON")
            let why = try await client.ask("/v1/indicators/phone/%2B442079460101", token: desk)
            #expect(why.json["status"]?.string == "asserted" && why.json["why"]?.array?.isEmpty == false)
            let back = #"{"group":"lab","why":"false-positive","items":[{"value":"+442079460101"}]}"#
            #expect(try await client.post("/v1/retract", back, token: feeds).json["accepted"]?.integer == 1)
            let after = try await client.ask("/v1/indicators/auto/+442079460101", token: desk)
            #expect(after.json["status"]?.string == "retracted")
        }
        let queries = try lab.entries().filter { $0.type == "query" }
        #expect(queries.count == 6)
        #expect(queries.count { $0.actor == "desk.1" } == 5)
        #expect(queries.allSatisfy { $0.fields["auth"]?.string == "token" })
        #expect(queries.first?.fields["case_ref"]?.string == "C-1")
        #expect(try lab.entries().contains { $0.type == "publish" && $0.actor == "feeds" })
    }

    @Test func `a thousand values are answered and one more is not`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.investigator)
        try await lab.serving { client in
            func look(_ count: Int) async throws -> LocalClient.Answer {
                let items = (0..<count).map { "{\"value\":\"+4420794\(60_000 + $0)\"}" }.joined(separator: ",")
                return try await client.post("/v1/lookup", "{\"items\":[\(items)]}", token: token)
            }
            let whole = try await look(1_000)
            #expect(whole.status == 200 && whole.json["answers"]?.array?.count == 1_000)
            let more = try await look(1_001)
            #expect(more.status == 413 && more.field("Content-Type") == "application/problem+json")
        }
        #expect(try lab.count("query") == 1_000)
    }

    @Test(arguments: [
        ("/v1/lookup", "{", 400), ("/v1/lookup", "[]", 400), ("/v1/lookup", "{}", 400), ("/v1/lookup", #"{"items":[]}"#, 400),
        ("/v1/lookup", #"{"items":[{"value":1}]}"#, 400), ("/v1/lookup", #"{"items":[{"value":"a","x":"y"}]}"#, 400),
        ("/v1/lookup", #"{"items":[{"value":"a","kind":"no-kind"}]}"#, 400),
        ("/v1/lookup", #"{"items":[{"value":"a"}],"x":"y"}"#, 400),
        ("/v1/lookup", #"{"items":[{"value":"a"}],"purpose":""}"#, 400), ("/v1/lookup?x=y", "{}", 400),
        ("/v1/nothing", "{}", 404),
        ("/v1/retract", #"{"group":"lab","why":"other","items":[{"value":"+442079460101"}]}"#, 400),
        ("/v1/retract", #"{"group":"lab","why":"recycled","items":[{"value":"+442079460101"}]}"#, 400),
        ("/v1/retract", #"{"group":"nowhere","why":"withdrawn","items":[{"value":"+442079460101"}]}"#, 403),
        ("/v1/retract", #"{"group":"lab","why":"withdrawn","items":[{"value":"%%"}]}"#, 422),
        ("/v1/outcomes", #"{"group":"lab","act":"nothing","items":[{"value":"+442079460101"}]}"#, 400),
        ("/v1/objections", #"{"group":"lab","why":"recycled","since":"9999-12-31","items":[{"value":"+442079460101"}]}"#, 422),
        ("/v1/retract", #"{"group":"lab","why":"recycled","since":"9999-12-31","items":[{"value":"+442079460101"}]}"#, 422),
        ("/v1/objections", #"{"group":"lab","why":"recycled","since":"9999-12-32","items":[{"value":"+442079460101"}]}"#, 400),
    ])
    func `what is malformed is refused, and no value is told`(path: String, body: String, status: Int) async throws {
        let lab = try LocalLab()
        let token = try lab.token(.officer)
        let answer = try await lab.serving { try await $0.post(path, body, token: token) }
        #expect(answer.status == status, "\(answer.text)")
        #expect(!answer.text.contains("442079460101"))
        #expect(answer.json["type"]?.string?.hasPrefix("urn:six:problem:") == true)
        #expect(answer.field("X-Request-Id") != nil)
    }

    @Test func `other methods, other media types and long bodies are refused`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.officer)
        var limits = ListenerLimits()
        limits.requestBytes = 100
        try await lab.serving(limits) { client in
            let method = try await client.ask("/v1/lookup", "DELETE", token: token)
            #expect(method.status == 405 && method.field("Allow") == "POST")
            #expect(try await client.post("/v1/lookup", "{}", token: token, type: "text/csv").status == 415)
            #expect(try await client.post("/v1/lookup", String(repeating: " ", count: 101), token: token).status == 413)
            #expect(try await client.ask("/v1/peers", token: token, fields: ["Host": "attacker.example"]).status == 403)
            #expect(try await client.ask("/v1/" + String(repeating: "a", count: 8_200), token: token).status == 413)
        }
    }

    @Test func `too many requests are told when to come back`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.operator)
        var limits = ListenerLimits()
        (limits.requestBurst, limits.requestsPerSecond) = (3, 1)
        try await lab.serving(limits) { client in
            var statuses: [Int] = []
            // On a slow machine the bucket fills up between two requests, so there are many.
            for _ in 0..<60 where !statuses.contains(429) {
                let answer = try await client.ask("/v1/peers", token: token)
                statuses.append(answer.status)
                if answer.status == 429 { #expect((Int(answer.field("Retry-After") ?? "") ?? 0) >= 1) }
            }
            #expect(statuses.prefix(3).allSatisfy { $0 == 200 } && statuses.contains(429))
            #expect(try await client.ask("/healthz").status == 200)
        }
    }

    @Test func `an answer that takes too long is a 503 with Retry-After`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.operator)
        var limits = ListenerLimits()
        limits.deadlineMilliseconds = 0
        let answer = try await lab.serving(limits) { try await $0.ask("/v1/peers", token: token) }
        // The work may be done before anybody looks at the clock.
        #expect(answer.status == 503 && answer.field("Retry-After") != nil || answer.status == 200)
    }

    @Test func `nothing is shown that could not be logged`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.officer)
        try await lab.serving { client in
            let path = "\(lab.home)/ledger/staging"
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            let answer = try await client.post("/v1/lookup", #"{"items":[{"value":"+442079460101"}]}"#, token: token)
            #expect(answer.status == 503, "\(answer.text)")
            #expect(answer.json["answers"] == nil && !answer.text.contains("442079460101"))
            #expect(try await client.ask("/v1/audit/entries", token: token).status == 503)
        }
    }

    @Test func `a node whose registry is gone is not ready and says why`() async throws {
        let lab = try LocalLab()
        try FileManager.default.removeItem(atPath: "\(lab.home)/registry/registry.json")
        let answer = try await lab.serving { try await $0.ask("/readyz") }
        #expect(answer.status == 503 && answer.field("Retry-After") != nil)
        #expect(answer.json["reasons"]?.array?.compactMap(\.string).contains("registry") == true)
    }

    @Test func `the audit log is read page by page, each look on record, and without values for compliance`() async throws {
        let lab = try LocalLab()
        let (desk, audit) = (try lab.token(.investigator, "desk.1"), try lab.token(.compliance, "audit.1"))
        try await lab.serving { client in
            let body = #"{"items":[{"value":"+442079460101"}],"justification":"because"}"#
            for _ in 0..<3 { #expect(try await client.post("/v1/lookup", body, token: desk).status == 200) }
            var (after, seen): (Int64?, [Int64]) = (nil, [])
            repeat {
                let cursor = after.map { "&after=\($0)" } ?? ""
                let page = try await client.ask("/v1/audit/entries?type=query&limit=2\(cursor)", token: audit)
                #expect(page.status == 200, "\(page.text)")
                #expect(!page.text.contains("because"))
                seen += (page.json["rows"]?.array ?? []).compactMap { $0.object?["index"]?.integer }
                after = page.json["next"]?.integer
            } while after != nil && seen.count < 10
            #expect(seen.count == 3 && seen == seen.sorted())
            #expect(try await client.ask("/v1/audit/entries?after=-1", token: audit).status == 400)
        }
        let looks = try lab.entries().filter { $0.type == "view.audit" }
        #expect(looks.count >= 2 && looks.allSatisfy { $0.actor == "audit.1" && $0.fields["role"]?.string == "auditor" })
    }
}
