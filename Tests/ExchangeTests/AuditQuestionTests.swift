import Agreements
import CanonicalCoding
import Exchange
import Foundation
import Indicators
import LedgerFiles
import NodeStore
import Testing
import TransparencyLog

@Suite struct `Questions to the log of a node` {
    private let grounds = QueryGrounds.usual("a test")

    private func view(_ sandbox: Sandbox, at member: String = "org.a") throws -> AuditView {
        try AuditView(sandbox.node(member), "test", filter: [:], grounds: grounds, evenUnrecorded: true)
    }

    @Test func `take a value that is withheld beside a clear core as agreed`() async throws {
        let sandbox = try Sandbox()
        try sandbox.amend { document in
            try document.changeRule("facts") { rule in rule["fields"] = ["core": "clear", "value": "withhold"] }
        }
        let full = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        _ = try sandbox.seal(full, from: "org.a", to: "org.b")
        let item = try AuditedItem("a.example", kind: .host, region: nil, in: sandbox.node("org.a"))
        let answer = try view(sandbox).fields(of: item, to: "org.b", AuditFilter())
        let value = try #require(answer.objects.first { $0["column"] == "value" })
        #expect(value["decided"] == "absent")
        #expect(value["found"] == "keyed")
        #expect(value["agrees"] == "yes")
        #expect(answer.json(withholding: false)["differences"] == 0)
    }

    @Test func `take what the own profile withheld further as no difference`() async throws {
        let sandbox = try Sandbox()
        let profile = try String(contentsOfFile: sandbox.node("org.a").paths.disclosureProfile, encoding: .utf8)
        try profile.replacing(#""value", "alt", "ctx""#, with: #""alt", "ctx""#).write(
            toFile: sandbox.node("org.a").paths.disclosureProfile, atomically: false, encoding: .utf8)
        let full = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        _ = try sandbox.seal(full, from: "org.a", to: "org.b")
        let item = try AuditedItem("a.example", kind: .host, region: nil, in: sandbox.node("org.a"))
        let answer = try view(sandbox).fields(of: item, to: "org.b", AuditFilter())
        let value = try #require(answer.objects.first { $0["column"] == "value" })
        #expect(value["decided"] == "clear" && value["found"] == "keyed" && value["agrees"] == "less")
        #expect(!answer.isClearNo)
    }

    @Test func `count a transfer once that a killed import takes in again`() async throws {
        let sandbox = try Sandbox()
        let full = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        try sandbox.take([full], by: "org.b")
        let first = try #require(sandbox.entries(.receiveAccept, at: "org.b").first)
        let who = EntryRequirements.who
        let fields = DetailField.allCases.filter { !who.contains($0) }.compactMap { field in
            first.details[field].map { (field, $0) }
        }
        let again = LoggedEvent(.receiveAccept, fields, transfer: first.transfer)
        for _ in 0..<2 { try sandbox.node("org.b").log(again) }
        let answer = try view(sandbox, at: "org.b").received(from: "org.a", AuditFilter())
        #expect(answer.objects.map { $0["times"] } == [3])
        #expect(answer.json(withholding: false)["accepted"] == 1)
    }

    @Test func `are answered and not on record while the clock is behind the log`() throws {
        let sandbox = try Sandbox()
        let node = try sandbox.node("org.a")
        let signer = try NoteSigner(
            name: try node.ledger().checkpoint.origin, privateKey: LedgerKeys(reading: node.paths).log)
        let who: [(DetailField, JSONValue)] = [
            (.organisation, "org.a"), (.actor, "traveller"), (.role, "operator"), (.authentication, "account"),
            (.software, "test"),
        ]
        do {
            let later = EntryTime(try #require(Timestamp(rfc3339: "2099-01-01T00:00:00Z")))
            let log = try AuditLog(
                opening: node.paths.ledger, signer: signer, settings: AuditLogSettings(who: who, ballastBytes: 0))
            let event = try Event(.stop, capturedAt: later, fields: who + [(.reason, "a test")])
            var generator = SystemRandomNumberGenerator()
            _ = try log.append([event], at: later, using: &generator)
        }
        let view = try view(sandbox)
        guard case .clockBehind? = view.refusal as? LedgerError else {
            Issue.record("\(String(describing: view.refusal))")
            return
        }
        #expect(view.entry == nil)
        #expect(try view.acts(of: "traveller", AuditFilter()).rows.count == 1)
        #expect(!LogQuestion.verification(of: node, at: sandbox.time).isClearNo)
        #expect(throws: LedgerError.self) { try AuditView(node, "test", filter: [:], grounds: grounds) }
    }

    @Test(arguments: [
        (LedgerError.noSpace(FileError(.noSpace, action: "reserve", path: "ballast")), true), (.rolledBack(size: 3), true),
        (.fork(size: 3), true), (.changing, true), (.file(FileError(.locked, action: "lock", path: "lock")), false),
        (.missing, false), (.batch, false),
    ])
    func `are answered where only writing is refused`(error: LedgerError, isAnswered: Bool) {
        #expect(AuditView.leavesReading(error) == isAnswered)
    }

    @Test func `flag what comes in bulk within any hour, not within one of the clock`() async throws {
        let sandbox = try Sandbox()
        var terms = AnomalyTerms()
        terms.perHour = 3
        (terms.firstHour, terms.endHour, terms.includesWeekend) = (0, 24, true)
        let node = try sandbox.node("org.a")
        var log = try QueryLog(node, grounds: grounds)
        for _ in 0..<5 { log.noteUnusable() }
        try log.commit()
        let bulk = try view(sandbox).anomalies(terms, AuditFilter()).objects.filter { $0["finding"] == "bulk" }
        #expect(bulk.map { $0["questions"] } == [5])
        terms.perHour = 6
        let calm = try view(sandbox).anomalies(terms, AuditFilter()).objects
        #expect(!calm.contains { $0["finding"] == "bulk" })
    }
}

@Suite struct `What an auditor sees of a question` {
    @Test func `is neither its kind nor what was answered nor by which inputs`() async throws {
        let sandbox = try Sandbox()
        let full = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        try sandbox.take([full], by: "org.b")
        let node = try sandbox.node("org.b")
        let answer = try sandbox.ask("a.example", at: "org.b")
        var log = try QueryLog(node, grounds: .usual("lookup"))
        try log.note(answer.kind, answer.canonical, results: answer.logged, decisions: answer.decisions)
        try log.commit()
        let auditor = try sandbox.node("org.b")
        auditor.actor = try #require(Actor(name: "auditor.1", role: "auditor", authentication: "account"))
        let path = "\(sandbox.directory)/audit.jsonl"
        var shown: [JSONValue] = []
        _ = try AuditExport(auditor, AuditFilter(), grounds: .usual("audit")).write(to: path, .jsonl) { row in
            shown.append(row.json)
            return row.json.canonicalBytes()
        }
        let names = Set(
            shown.flatMap { $0.object?["details"]?.array ?? [] }.compactMap { $0.object?["n"]?.string })
        let withheld = [
            "kind", "results", "decisions", "subject", "justification", "items_salt", "nonce", "stream", "approved_bytes",
        ]
        #expect(names.isDisjoint(with: withheld))
        #expect(names.isSuperset(of: ["purpose", "agreement", "rules", "items_root", "record", "decision"]))
    }
}

extension AuditAnswer {
    /// The rows with every value.
    fileprivate var objects: [JSONObject] { (json(withholding: false)["rows"]?.array ?? []).compactMap(\.object) }
}
