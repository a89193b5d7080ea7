import CanonicalCoding
import Exchange
import Testing

@Suite(.timeLimit(.minutes(3))) struct `Limits of the organisation's own requests` {
    @Test(arguments: ["lookup", "retract", "objections", "outcomes"])
    func `a value of 4,096 characters is read, and one character more is too large`(route: String) async throws {
        let lab = try LocalLab()
        let token = try lab.token(.officer)
        let more = ["lookup": "", "outcomes": #""group":"lab","act":"warned","#][route] ?? #""group":"lab","why":"withdrawn","#
        try await lab.serving { client in
            // Four bytes each: characters are counted, and not bytes.
            func ask(_ count: Int) async throws -> Int {
                let value = String(repeating: "\u{1F600}", count: count)
                return try await client.post("/v1/\(route)", #"{\#(more)"items":[{"value":"\#(value)"}]}"#, token: token).status
            }
            let (read, refused) = (try await ask(4_096), try await ask(4_097))
            #expect(read == (route == "lookup" ? 200 : 422))
            #expect(refused == 413)
        }
    }

    @Test(arguments: ["lookup", "retract", "objections", "outcomes"])
    func `a thousand values are taken, and one more is too many`(route: String) async throws {
        let lab = try LocalLab()
        let token = try lab.token(.officer)
        let more = ["lookup": "", "outcomes": #""group":"lab","act":"warned","#][route] ?? #""group":"lab","why":"withdrawn","#
        try await lab.serving { client in
            func ask(_ count: Int) async throws -> LocalClient.Answer {
                let items = (0..<count).map { "{\"value\":\"a\($0).example\"}" }.joined(separator: ",")
                return try await client.post("/v1/\(route)", "{\(more)\"items\":[\(items)]}", token: token)
            }
            #expect(try await ask(1_001).status == 413)
            let most = try await ask(1_000)
            #expect(most.status == 200, "\(most.text.prefix(200))")
            let count = most.json["answers"]?.array.map { Int64($0.count) } ?? most.json["accepted"]?.integer
            #expect(count == 1_000)
        }
    }

    @Test(arguments: ["audit/entries?", "audit/transfers?partner=org.b&direction=out&", "lists/block?"])
    func `a page has a thousand rows, and is not asked for with one more`(path: String) async throws {
        let lab = try LocalLab()
        let token = try lab.token(.officer)
        try await lab.serving { client in
            for (limit, status) in [(1, 200), (1_000, 200), (1_001, 400), (0, 400)] {
                let answer = try await client.ask("/v1/\(path)limit=\(limit)", token: token)
                #expect(answer.status == status)
            }
        }
    }

    @Test func `a value in a path has 1,024 characters and not one more`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.officer)
        try await lab.serving { client in
            for path in ["/v1/indicators/auto/", "/v1/audit/item/auto/"] {
                let read = try await client.ask(path + String(repeating: "a", count: 1_024), token: token).status
                #expect(read != 413 && read != 400)
                #expect(try await client.ask(path + String(repeating: "a", count: 1_025), token: token).status == 413)
            }
        }
    }

    @Test(arguments: [("value%3Dnumber", 200), ("value%3Dnothing", 422), ("nothing%3Dnumber", 400)])
    func `a map that names a column the feed lacks is well formed, and one that names no field is not`(
        map: String, status: Int
    ) async throws {
        let lab = try LocalLab()
        let token = try lab.token(.publisher)
        try await lab.serving { client in
            let path = "/v1/publish?group=lab&map=\(map)"
            let answer = try await client.post(path, "number\n+442079460101\n", token: token, type: "text/csv")
            #expect(answer.status == status)
        }
    }

    @Test func `a justification of 250 characters is kept, and one character more is refused`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.officer)
        try await lab.serving { client in
            func ask(_ name: String, _ count: Int) async throws -> Int {
                let text = String(repeating: "a", count: count)
                return try await client.post(
                    "/v1/lookup", #"{"items":[{"value":"a.example"}],"\#(name)":"\#(text)"}"#, token: token
                )
                .status
            }
            for (name, limit) in [("justification", 250), ("purpose", 64), ("case", 64)] {
                let (read, refused) = (try await ask(name, limit), try await ask(name, limit + 1))
                #expect(read == 200 && refused == 400)
            }
        }
    }
}
