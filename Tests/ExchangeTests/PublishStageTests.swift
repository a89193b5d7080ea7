import Agreements
import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles
import Testing
import TransparencyLog
import NodeStore
import CryptoPrimitives

@Suite struct `Publishing under an agreement` {
    private static let feed = "value,kind,note\na.example,host,seen in mail\n+442079460123,phone,\n"

    private func columns(of sandbox: Sandbox, _ value: String, at member: String) throws -> [String] {
        let history = try Lookup(sandbox.node(member), at: sandbox.time).history(of: value, kind: .host)
        return try #require(history.claims.first).cells.map(\.column)
    }

    @Test func `refuses the rows that no rule allows, each with the reason`() async throws {
        let sandbox = try Sandbox()
        try sandbox.amend { try $0.deny(["phone"], at: ["publish"]) }
        let (summary, verdicts) = try await sandbox.publish(Self.feed, by: "org.a")
        #expect(summary.accepted == 1)
        #expect(verdicts.filter { $0.outcome == .refused }.map(\.reason) == ["DENY_RULE"])
        let decision = try #require(sandbox.entries(.decision, at: "org.a").last)
        #expect(decision.details[.outcome] == "partial")
        #expect(decision.details[.stage] == "publish")
    }

    @Test func `leaves out the columns that it withholds`() async throws {
        let sandbox = try Sandbox()
        try sandbox.amend { document in
            try document.changeRule("own-node") { $0["fields"] = ["*": "clear", "note": "withhold"] }
        }
        try await sandbox.publish(Self.feed, by: "org.a")
        #expect(try columns(of: sandbox, "a.example", at: "org.a") == ["core", "value"])
    }

    @Test func `makes the reduced columns that parties are due`() async throws {
        let sandbox = try Sandbox()
        try sandbox.amend { document in
            try document.changeRule("facts") { $0["fields"] = ["core": "clear", "value": "truncate:4", "note": "presence"] }
        }
        try await sandbox.publish(Self.feed, by: "org.a")
        let node = try sandbox.node("org.a")
        let history = try Lookup(node, at: sandbox.time).history(of: "+442079460123", kind: nil).claims
        let claim = try #require(history.first)
        #expect(claim.value(of: "value_truncate_4") == Array("\"+442\"".utf8))
        #expect(claim.value(of: "value") == Array("\"+442079460123\"".utf8))
        let host = try columns(of: sandbox, "a.example", at: "org.a")
        #expect(host == ["core", "note", "note_presence", "value", "value_truncate_4"])
    }

    @Test func `is in the log with its decision before it counts`() async throws {
        let sandbox = try Sandbox()
        let summary = try await sandbox.publish(Self.feed, by: "org.a").summary
        let decision = try #require(sandbox.entries(.decision, at: "org.a").last)
        let publish = try #require(sandbox.entries(.publish, at: "org.a").last)
        #expect(decision.index < publish.index)
        #expect(publish.details[.bundle] == .string(summary.bundle))
        let id = try #require(decision.details["decision"]?.string)
        let input = try FileReader.contents(
            of: "\(sandbox.home("org.a"))/ledger/decisions/\(id).json", limitBytes: AgreementLimits.inputBytes)
        let record = try DecisionEngine.replay(input: input, agreement: sandbox.agreement().agreement.bytes)
        #expect(decision.details["record"]?.canonicalBytes() == record)
    }

    @Test func `lets a retraction through that its rules do not name`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish(Self.feed, by: "org.a")
        try sandbox.amend { document in
            try document.changeRule("own-node") { $0["types"] = ["phone"] }
        }
        let later = sandbox.time.adding(seconds: 1)
        let retraction = try await sandbox.state(
            .retract(why: "withdrawn", since: nil), about: "a.example", by: "org.a", at: later)
        #expect(retraction.accepted == 1)
        await #expect(throws: AgreeingError.self) {
            _ = try await sandbox.state(.outcome("warned"), about: "a.example", by: "org.a", at: later.adding(seconds: 1))
        }
    }
}

@Suite struct `An export under an agreement` {
    private func export(_ sandbox: Sandbox) throws -> (rows: [JSONObject], counts: StateExport.Counts) {
        var rows: [JSONObject] = []
        let counts = try StateExport(sandbox.node("org.b", .writing), at: sandbox.time).forEach { rows.append($0) }
        return (rows, counts)
    }

    private func exchanged(_ edit: (inout JSONObject) throws -> Void) async throws -> Sandbox {
        let sandbox = try Sandbox()
        let full = try await sandbox.publish("value,kind\na.example,host\n+442079460123,phone\n", by: "org.a").summary.path
        try sandbox.take([full], by: "org.b")
        try sandbox.amend(edit)
        return sandbox
    }

    @Test func `leaves out what its rules deny`() async throws {
        let sandbox = try await exchanged { try $0.deny(["phone"], at: ["export"]) }
        let (rows, counts) = try export(sandbox)
        #expect(rows.map { $0["value"] } == ["a.example"])
        #expect(counts.withheld == 1)
    }

    @Test func `shows values in the forms that are allowed, and says so first`() async throws {
        let sandbox = try await exchanged { document in
            try document.changeRule("own-systems") { $0["fields"] = ["core": "clear", "value": "truncate:4"] }
        }
        let (rows, _) = try export(sandbox)
        #expect(Set(rows.compactMap { $0["value"]?.string }) == ["a.ex", "+442"])
        let decision = try #require(sandbox.entries(.decision, at: "org.b").last)
        #expect(decision.details[.stage] == "export")
        #expect(decision.details[.itemCount] == 2)
    }

    @Test func `makes comparable values under a key of the agreement`() async throws {
        let sandbox = try await exchanged { document in
            try document.changeRule("own-systems") { $0["fields"] = ["core": "clear", "value": "keyed"] }
        }
        let first = try export(sandbox).rows.compactMap { $0["value"]?.string }
        let second = try export(sandbox).rows.compactMap { $0["value"]?.string }
        #expect(first == second)
        #expect(first.allSatisfy { $0.utf8.count == 64 })
    }
}

@Suite struct `Taking decisions up again` {
    @Test func `finds those that another version would flip`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish("value,kind\na.example,host\n+442079460123,phone\n", by: "org.a")
        let current = try sandbox.agreement().agreement
        let next = try sandbox.nextAgreement { try $0.deny(["phone"], at: ["publish"]) }
        let node = try sandbox.node("org.a")
        let replay = try DecisionReplay(node, of: current, under: next, days: 30)
        #expect(replay.replayedCount == 1)
        #expect(replay.flips.map(\.before.outcome) == [.allow])
        #expect(replay.flips.map(\.after.outcome) == [.partial])
        #expect(try DecisionReplay(node, of: current, under: sandbox.nextAgreement(), days: 30).flips.isEmpty)
    }

    @Test func `counts what relied on a legal basis, and its lapse freezes the flow`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish("value,kind\na.example,host\n+442079460123,phone\n", by: "org.a")
        let volume = try LegalVolume(sandbox.node("org.a"), relyingOn: "lab", days: 30)
        #expect(volume.counts.values.map(\.rows) == [2])
        let impact = try #require(sandbox.agreement().agreement.impact(ofLapsing: "lab", at: sandbox.time))
        #expect(impact.flows.count == 12)
        let lapse = sandbox.time.adding(days: 1)
        try sandbox.amend { document in
            var basis = try #require(document["legal"]?.array?.first?.object)
            basis["until"] = .string(lapse.rfc3339)
            document["legal"] = [.object(basis)]
        }
        let denied = await #expect(throws: AgreeingError.self) {
            try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a", at: lapse)
        }
        #expect(denied?.reasonCode == "LEGAL_BASIS_LAPSED")
        try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a", at: lapse.adding(seconds: -1))
    }
}
