import Agreements
import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles
import Testing
import TransparencyLog
import NodeStore
import CryptoPrimitives

@Suite struct `A question under an agreement` {
    private static let feed = "value,kind\na.example,host\n+442079460123,phone\n"

    /// org.b holds what org.a published.
    private func exchanged() async throws -> Sandbox {
        let sandbox = try Sandbox()
        let full = try await sandbox.publish(Self.feed, by: "org.a").summary.path
        try sandbox.take([full], by: "org.b")
        return sandbox
    }

    @Test func `is answered from the claims that its rules allow, one by one`() async throws {
        let sandbox = try await exchanged()
        try sandbox.amend { try $0.deny(["phone"], at: ["query"]) }
        let phone = try sandbox.ask("+442079460123", at: "org.b")
        #expect(!phone.isKnown)
        #expect(phone.withheldCount == 1)
        #expect(phone.decisions.flatMap(\.classes).map(\.reason) == [.denyRule])
        let host = try sandbox.ask("a.example", at: "org.b")
        #expect(host.isKnown)
        #expect(host.withheldCount == 0)
        #expect(host.decisions.map(\.outcome) == [.allow])
    }

    @Test func `about what the member published itself needs no agreement`() async throws {
        let sandbox = try await exchanged()
        try sandbox.amend { try $0.deny(["*"], at: ["query"]) }
        #expect(try sandbox.ask("a.example", at: "org.a").isKnown)
        #expect(try !sandbox.ask("a.example", at: "org.b").isKnown)
    }

    @Test func `that needs a case is answered with one`() async throws {
        let sandbox = try await exchanged()
        try sandbox.amend { document in
            try document.changeRule("own-node") { rule in rule["when"] = ["tlp_max": "RED", "case_ref": true] }
            try document.changeRule("own-node") { rule in rule["stages"] = ["query"] }
        }
        func answer(case reference: String) throws -> Lookup.Answer {
            let grounds = try #require(
                QueryGrounds(purpose: "scam.prevention", justification: "a test", of: "lookup", caseReference: reference))
            return try Lookup(sandbox.node("org.b"), at: sandbox.time, for: grounds).ask("a.example", kind: nil)
        }
        #expect(try answer(case: "").decisions.flatMap(\.classes).map(\.reason) == [.caseReferenceMissing])
        #expect(try answer(case: "C-1").isKnown)
    }

    @Test func `for a purpose that nobody agreed to is not answered`() async throws {
        let sandbox = try await exchanged()
        let grounds = try #require(QueryGrounds(purpose: "marketing", justification: "a test", of: "lookup"))
        let answer = try Lookup(sandbox.node("org.b"), at: sandbox.time, for: grounds).ask("a.example", kind: nil)
        #expect(answer.decisions.map(\.reason) == [.purposeNotAllowed])
        #expect(!answer.isKnown)
    }

    @Test func `counts against the rate of whoever asks, also before the log has it`() async throws {
        let sandbox = try await exchanged()
        try sandbox.amend { document in
            try document.changeRule("own-node") { rule in
                rule["when"] = ["tlp_max": "RED", "rate": ["count": 2, "window": "PT1H"]]
            }
        }
        let lookup = try Lookup(sandbox.node("org.b"), at: sandbox.time)
        let known = try (0..<3).map { _ in try lookup.ask("a.example", kind: nil).isKnown }
        #expect(known == [true, true, false])
        var log = try QueryLog(sandbox.node("org.b"), grounds: .usual("lookup"))
        let answer = try sandbox.ask("a.example", at: "org.b")
        for _ in 0..<2 { try log.note(answer.kind, answer.canonical, results: answer.logged, decisions: answer.decisions) }
        try log.commit()
        #expect(try !sandbox.ask("a.example", at: "org.b").isKnown)
    }

    @Test func `is refused when the last agreement has ended, and the profile does not take over`() async throws {
        let sandbox = try await exchanged()
        let end = try sandbox.agreement(at: "org.b").agreement.end
        let answer = try sandbox.ask("a.example", at: "org.b", time: end)
        #expect(answer.decisions.map(\.reason) == [.expired])
        #expect(!answer.isKnown)
    }

    @Test func `leaves the captured input in its entry, from which the record can be made again`() async throws {
        let sandbox = try await exchanged()
        let node = try sandbox.node("org.b")
        let answer = try sandbox.ask("a.example", at: "org.b")
        var log = try QueryLog(node, grounds: .usual("lookup"))
        try log.note(answer.kind, answer.canonical, results: answer.logged, decisions: answer.decisions)
        try log.commit()
        let entry = try #require(sandbox.entries(.query, at: "org.b").last)
        let noted = try #require(entry.details["decisions"]?.array?.first?.object)
        let input = try #require(noted["input"]).canonicalBytes()
        let document = try sandbox.agreement(at: "org.b").agreement.bytes
        #expect(try DecisionEngine.replay(input: input, agreement: document) == answer.decisions[0].canonicalBytes())
        #expect(noted["id"] == .string(answer.decisions[0].id.hex))
    }

    @Test func `about history shows cells in the forms that are allowed`() async throws {
        let sandbox = try await exchanged()
        try sandbox.amend { document in
            try document.changeRule("own-node") { rule in rule["fields"] = ["core": "clear", "value": "truncate:4"] }
        }
        let history = try Lookup(sandbox.node("org.b"), at: sandbox.time).history(of: "+442079460123", kind: nil)
        let claim = try #require(history.claims.first)
        #expect(claim.value(of: "value") == Array("\"+442\"".utf8))
        #expect(claim.cells.map(\.column) == ["core", "value"])
    }
}

@Suite struct `A group without an agreement` {
    @Test func `is under the profile, or closed when the settings say so`() async throws {
        let sandbox = try Sandbox(["org.a:platform"])
        let full = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary
        #expect(full.accepted == 1)
        try sandbox.setting("require_agreements", to: "true", at: "org.a")
        let denied = await #expect(throws: AgreeingError.self) {
            try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a", at: sandbox.time.adding(seconds: 1))
        }
        #expect(denied?.reasonCode == "NO_AGREEMENT")
        #expect(try sandbox.entries(.decision, at: "org.a").map { $0.details[.reason] } == ["NO_AGREEMENT"])
    }

    @Test func `keeps to a setting that is spelled out`() throws {
        for text in ["\"true\"", "1"] {
            #expect(throws: SettingsError.invalid("require_agreements")) {
                try Settings(parsing: "member = \"org.a\"\nrole = \"platform\"\nrequire_agreements = \(text)\n")
            }
        }
    }
}
