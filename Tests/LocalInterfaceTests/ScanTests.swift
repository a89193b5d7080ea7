import CanonicalCoding
import Exchange
import Indicators
import NodeAPI
import Testing
import TransparencyLog

@Suite(.timeLimit(.minutes(3))) struct `A text whose indicators are asked about` {
    private func body(_ text: String, _ more: JSONObject = [:]) -> String {
        var object = more
        object["text"] = .string(text)
        return String(decoding: JSONValue.object(object).canonicalBytes(), as: UTF8.self)
    }

    @Test func `is answered place by place, each value once on record`() async throws {
        let lab = try LocalLab()
        let (feeds, desk) = (try lab.token(.publisher, "feeds"), try lab.token(.investigator, "desk.1"))
        try await lab.serving { client in
            let feed = "value,kind\nevil.example/pay,url\n"
            #expect(try await client.post("/v1/publish?group=lab", feed, token: feeds, type: "text/csv").status == 200)
            let text = "é see hxxps://evil[.]example/pay, https://evil.example/pay or 020 7946 0123"
            let answer = try await client.post("/v1/scan", body(text, ["region": "GB", "case": "C-9"]), token: desk)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["complete"] == true && answer.json["withheld"] == 0)
            let finds = answer.json["finds"]?.array?.compactMap(\.object) ?? []
            #expect(finds.map { $0["status"]?.string } == ["asserted", "asserted", "unknown"])
            #expect(finds.map { $0["kind"]?.string } == ["url", "url", "phone"])
            #expect(finds.first?["input"]?.string == "hxxps://evil[.]example/pay")
            #expect(finds.first?["bytes"] == ["end": 33, "start": 7] && finds.first?["characters"] == ["end": 32, "start": 6])
        }
        let queries = try lab.entries().filter { $0.type == "query" }
        #expect(queries.count == 2 && queries.allSatisfy { $0.fields["case_ref"]?.string == "C-9" })
    }

    @Test func `has at most 64 KiB and 256 finds in an answer`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.officer)
        try await lab.serving { client in
            let most = try await client.post("/v1/scan", body(String(repeating: "\u{1}", count: 65_536)), token: token)
            #expect(most.status == 200 && most.json["complete"] == true, "\(most.text.prefix(300))")
            #expect(try await client.post("/v1/scan", body(String(repeating: "a", count: 65_537)), token: token).status == 413)
            for (count, isComplete) in [(TextFinder.findLimit, true), (TextFinder.findLimit + 1, false)] {
                let answer = try await client.post("/v1/scan", body(String(repeating: "a.example ", count: count)), token: token)
                #expect(answer.json["finds"]?.array?.count == TextFinder.findLimit)
                #expect(answer.json["complete"] == .bool(isComplete))
            }
        }
        #expect(try lab.count("query") == 2)
    }

    @Test func `is looked through for the kinds of the token alone`() async throws {
        let lab = try LocalLab()
        let (phones, group) = (
            try lab.token(.officer, "p", scopes: ["kind:phone"]), try lab.token(.officer, "g", scopes: ["group:lab"])
        )
        try await lab.serving { client in
            let text = body("a.example and +442079460123")
            let finds = try await client.post("/v1/scan", text, token: phones).json["finds"]?.array?.compactMap(\.object)
            #expect(finds?.map { $0["kind"]?.string } == ["phone"])
            #expect(try await client.post("/v1/scan", text, token: group).status == 403)
        }
    }

    @Test(arguments: [
        "{}", #"{"text":1}"#, #"{"text":"a","x":"y"}"#, #"{"text":"a","items":[]}"#, #"{"text":"a","region":"gb"}"#,
    ])
    func `has the form that is described`(body: String) async throws {
        let lab = try LocalLab()
        let token = try lab.token(.officer)
        let status = try await lab.serving { try await $0.post("/v1/scan", body, token: token).status }
        #expect(status == 400)
    }
}
