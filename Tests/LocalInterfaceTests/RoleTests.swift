import CanonicalCoding
import Exchange
import HTTPTypes
import LedgerFiles
import LocalInterface
import NodeAPI
import NodeServer
import Testing
import TransparencyLog

@Suite(.timeLimit(.minutes(3))) struct `Roles and tokens` {
    /// The table again, written by hand from docs/spec/node-api.md.
    static let allowed: [LocalRoute: Set<TokenRole>] = [
        .lookup: [.investigator, .officer], .scan: [.investigator, .officer], .list: [.investigator, .officer],
        .indicator: [.investigator, .officer],
        .publish: [.publisher],
        .retract: [.publisher, .officer], .object: [.publisher, .officer], .outcome: [.publisher, .investigator, .officer],
        .peers: [.compliance, .officer, .operator], .auditTransfers: [.compliance, .officer],
        .auditReasons: [.compliance, .officer], .auditApprovals: [.compliance, .officer], .auditItem: [.compliance, .officer],
        .auditEntries: [.compliance, .officer],
    ]

    /// A request of each route that is whole enough to be judged.
    static let examples: [LocalRoute: String] = [
        .lookup: "/v1/lookup", .scan: "/v1/scan", .list: "/v1/lists/block", .indicator: "/v1/indicators/phone/%2B442079460101",
        .publish: "/v1/publish?group=lab",
        .retract: "/v1/retract", .object: "/v1/objections", .outcome: "/v1/outcomes", .peers: "/v1/peers",
        .auditTransfers: "/v1/audit/transfers?partner=org.b&direction=out", .auditReasons: "/v1/audit/transfers/12345678/why",
        .auditApprovals: "/v1/audit/transfers/12345678/approvals", .auditItem: "/v1/audit/item/phone/%2B442079460101",
        .auditEntries: "/v1/audit/entries",
    ]

    @Test func `every role may ask what the table says and nothing else`() async throws {
        let lab = try LocalLab()
        var tokens: [TokenRole: String] = [:]
        for role in TokenRole.allCases { tokens[role] = try lab.token(role) }
        let known = tokens
        try await lab.serving { client in
            for route in LocalRoute.allCases where !route.isOpen {
                let path = try #require(Self.examples[route])
                for (role, token) in known {
                    let body = route.method == .post ? "{}" : nil
                    let answer = try await client.ask(path, route.method.rawValue, token: token, body: body)
                    let isAllowed = Self.allowed[route, default: []].contains(role)
                    #expect((answer.status == 403) == !isAllowed, "\(role) \(route): \(answer.status) \(answer.text)")
                    #expect(answer.status != 401)
                }
                let nobody = try await client.ask(path, route.method.rawValue, body: route.method == .post ? "{}" : nil)
                #expect(nobody.status == 401)
                #expect(nobody.field("WWW-Authenticate")?.hasPrefix("Bearer") == true)
            }
        }
    }

    @Test func `what monitoring asks needs no token`() async throws {
        let lab = try LocalLab()
        try await lab.serving { client in
            for path in ["/healthz", "/readyz", "/metrics", "/openapi.json"] {
                #expect(try await client.ask(path).status == 200)
            }
            let metrics = try await client.ask("/metrics").text
            #expect(metrics.contains("tocsin_peers 1\n") && metrics.contains("tocsin_log_entries "))
            #expect(metrics.contains("tocsin_owed_bundles{peer=\"org.b\"} 0\n") && metrics.contains("tocsin_home_readable 1\n"))
        }
    }

    @Test func `expired, revoked, unknown and malformed tokens open nothing`() async throws {
        let lab = try LocalLab()
        let expired = try lab.token(
            .officer, "old", days: 1, at: HomeDesk.machineClock().adding(days: -2))
        let revoked = try lab.token(.officer, "gone")
        let good = try lab.token(.officer, "good")
        try await lab.serving { client in
            #expect(try await client.ask("/v1/peers", token: revoked).status == 200)
            try NodeTokens(lab.node(.writing), at: HomeDesk.machineClock()).revoke("gone")
            let unknown = TokenSecret().revealed()
            for token in [expired, revoked, unknown, String(good.dropLast()), good + "A", "x", good.uppercased()] {
                let answer = try await client.ask("/v1/peers", token: token)
                #expect(answer.status == 401)
                #expect(token.count < 10 || !answer.text.contains(token))
            }
            #expect(try await client.ask("/v1/peers", fields: ["Authorization": "Basic \(good)"]).status == 401)
            #expect(try await client.ask("/v1/peers", token: good).status == 200)
        }
        let secrets = [expired, revoked, good]
        #expect(!lab.lines.all.contains { line in secrets.contains { line.contains($0) || line.contains($0.dropFirst(4)) } })
        #expect(try lab.count("token.issue") == 3)
        #expect(try lab.count("token.revoke") == 1)
    }

    @Test func `refusals are on record, and not each of them`() async throws {
        let lab = try LocalLab()
        let token = try lab.token(.operator, "ops")
        try await lab.serving { client in
            for _ in 0..<25 {
                let answer = try await client.ask("/v1/peers", token: "toc_nothing")
                #expect(answer.status == 401)
            }
            for _ in 0..<5 {
                let answer = try await client.ask("/v1/audit/entries", token: token)
                #expect(answer.status == 403)
            }
        }
        let denials = try lab.entries().filter { $0.type == "signin.deny" }
        #expect(denials.count == 2)
        #expect(Set(denials.compactMap { $0.fields["reason"]?.string }) == ["malformed", "role"])
        #expect(denials.contains { $0.fields["token"]?.string == "ops" })
    }

    @Test func `many names give few entries`() {
        var window = DenialWindow()
        let now = ContinuousClock.now
        let noted = (0..<40).compactMap { window.count("name.\($0)", at: now) }
        #expect(noted.count == DenialWindow.entriesPerMinute)
        #expect(window.count("name.30", at: now + .seconds(61)) == 2)
    }

    @Test func `scopes narrow`() async throws {
        let lab = try LocalLab()
        let phones = try lab.token(.officer, "phones", scopes: ["kind:phone"])
        let paths = try lab.token(.officer, "paths", scopes: ["path:peers"])
        let other = try lab.token(.publisher, "other", scopes: ["group:elsewhere"])
        try await lab.serving { client in
            func look(_ value: String, _ token: String) async throws -> Int {
                try await client.post("/v1/lookup", "{\"items\":[{\"value\":\"\(value)\"}]}", token: token).status
            }
            #expect(try await look("+442079460101", phones) == 200)
            #expect(try await look("a.example", phones) == 403)
            #expect(try await look("+442079460101", paths) == 403)
            #expect(try await client.ask("/v1/peers", token: paths).status == 200)
            #expect(try await client.ask("/v1/peers", token: phones).status == 403)
            #expect(try await client.ask("/v1/audit/entries", token: phones).status == 403)
            let feed = try await client.post("/v1/publish?group=lab", "value\n+442079460101\n", token: other, type: "text/csv")
            #expect(feed.status == 403)
        }
    }
}
