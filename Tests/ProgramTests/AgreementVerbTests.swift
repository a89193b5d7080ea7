import Foundation
import TestVectors
import Testing

@Suite struct `The verb agreement` {
    /// Writes the version after the one a lab made, with changes; the path of the document.
    private func nextVersion(_ lab: TrialLab, _ edit: (inout [String: Any]) -> Void = { _ in }) throws -> String {
        let shown = try lab.run(["agreement", "show", "lab", "--json"]).document
        var document = try #require(shown["document"] as? [String: Any])
        document["version"] = 2
        document["supersedes"] = shown["digest"]
        edit(&document)
        let bytes = try JSONSerialization.data(withJSONObject: document, options: [.sortedKeys, .withoutEscapingSlashes])
        return try lab.workplace.write(String(decoding: bytes, as: UTF8.self), to: "next.json")
    }

    private func sign(_ lab: TrialLab, _ document: String, by member: String) throws -> String {
        let note = lab.path("\(member).note")
        #expect(try lab.run(["agreement", "sign", document, "--out", note], at: member).status == 0)
        return note
    }

    /// The version before is shown as superseded, also when it is activated again.
    private func expectSuperseded(_ lab: TrialLab) throws {
        let shown = try lab.run(["agreement", "show", "lab@1", "--json"]).document
        #expect(shown["state"] as? String == "superseded")
        let digest = try #require(shown["digest"] as? String)
        let kept = "\(lab.home())/ledger/agreements/\(digest)"
        let again = try lab.run(["agreement", "activate", kept + ".json", kept + ".note"])
        #expect(again.status == 1)
        #expect(again.output.contains("lab version 1: superseded since"))
    }

    private func denyPhones(_ document: inout [String: Any]) {
        var rules = document["rules"] as? [Any] ?? []
        rules.append([
            "id": "no-phones", "clause": "9", "effect": "deny", "stages": ["publish", "query"], "from": ["*"], "to": ["*"],
            "types": ["phone"], "when": [String: Any](), "fields": [String: Any](), "duties": [String](),
        ])
        document["rules"] = rules
    }

    @Test func `leads a version from draft to force at every party`() throws {
        let lab = try TrialLab()
        let next = try nextVersion(lab, denyPhones)
        let notes = try ["org.a", "org.b"].map { try sign(lab, next, by: $0) }
        let early = try lab.run(["agreement", "activate", next, notes[0]])
        #expect(early.status == 3)
        #expect(early.errors.contains("not signed by org.b"))
        let all = lab.path("all.note")
        #expect(try lab.program.run("agreement", "combine", notes[0], notes[1], "--out", all).status == 0)
        #expect(try lab.run(["agreement", "show", next, all]).output.contains("signed by    org.a, org.b"))
        #expect(try lab.run(["agreement", "show", next]).output.contains("state   not signed by org.b"))
        for member in ["org.a", "org.b"] {
            let outcome = try lab.run(["agreement", "activate", next, all, "--json"], at: member).document
            #expect(outcome["state"] as? String == "active")
        }
        try expectSuperseded(lab)
        let feed = try lab.workplace.write("value,kind\n+442079460123,phone\n", to: "phones.csv")
        let refused = try lab.publish("--report", "-", feed: feed)
        #expect(refused.output.contains("DENY_RULE"))
        let status = try lab.run(["agreement", "status", "--json"])
        let entries = try #require(status.document["agreements"] as? [[String: Any]])
        #expect(status.status == 0)
        #expect(entries.map { $0["version"] as? Int } == [2])
    }

    @Test func `lists what is unsigned, suspended or about to end`() throws {
        let lab = try TrialLab()
        _ = try sign(lab, nextVersion(lab), by: "org.a")
        let unsigned = try lab.run(["agreement", "status"])
        #expect(unsigned.status == 1)
        #expect(unsigned.output.contains("not signed by org.b"))
        let until = try #require((lab.run(["agreement", "status", "--json"]).document["agreements"] as? [[String: Any]])?.first)
        let day = try #require(until["until"] as? String).prefix(10)
        let late = try lab.run(["agreement", "status", "--at", "\(day)T00:00:00Z"])
        #expect(late.status == 1)
        #expect(late.output.contains("ends within 1 day"))
        let word = lab.path("word.json")
        #expect(try lab.run(["agreement", "suspend", "lab", "--why", "a test", "--out", word], at: "org.b").status == 0)
        #expect(try lab.run(["agreement", "take", word]).output.contains("suspended by org.b"))
        #expect(try lab.run(["agreement", "show", "lab"]).output.contains("state   suspended by org.b; activated"))
        #expect(try lab.run(["agreement", "status"]).status == 1)
        let stopped = try lab.publish()
        #expect(stopped.status == 1)
        #expect(stopped.errors.contains("[SUSPENDED]"))
    }

    @Test func `says what another version would have decided`() throws {
        let lab = try TrialLab(feed: "value,kind\na.example,host\n+442079460123,phone\n")
        _ = try lab.publish()
        let next = try nextVersion(lab, denyPhones)
        let diff = try lab.run(["agreement", "diff", "lab", next, "--replay", "30d"])
        #expect(diff.status == 0)
        #expect(diff.output.contains("rules[no-phones]\n  before  -\n  after   {"))
        let lines = diff.output.split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(diff.output)")
        #expect(diff.output.contains("1 decisions taken up again, 1 would flip"))
        let report = try lab.run(["agreement", "diff", "lab", next, "--replay", "30d", "--json"]).document
        let flips = try #require((report["replay"] as? [String: Any])?["flips"] as? [[String: Any]])
        #expect(flips.map { $0["after"] as? String } == ["partial OK"])
        #expect(try lab.run(["agreement", "diff", "lab", next, "--replay", "30"]).isUsageFault)
    }

    @Test func `names what a lapsing legal basis stops`() throws {
        let lab = try TrialLab()
        _ = try lab.publish()
        let impact = try lab.run(["legal", "impact", "lab", "--on", "2027-03-01"])
        #expect(impact.status == 1)
        #expect(impact.output.contains("stops: org.a to org.b, send"))
        #expect(impact.output.contains("publish: 1 decisions, 1 rows"))
        let unknown = try lab.run(["legal", "impact", "nothing", "--on", "2027-03-01"])
        #expect(unknown.status == 3)
        #expect(unknown.errorLines.count == 2)
    }

    @Test(arguments: ["bilateral.json", "hub.json", "task-force.json", "template.jsonc"])
    func `reads the examples that ship`(name: String) throws {
        let path = Checkout.root.appending(path: "agreements-example/\(name)").path
        let shown = try Program().run("agreement", "show", path)
        #expect(shown.status == 0)
        let lint = try Program().run("agreement", "lint", path, "--at", "2026-12-01T00:00:00Z", "--json")
        #expect([0, 1].contains(lint.status))
        #expect(try lint.document["findings"] is [Any])
    }

    @Test func `refuses what is no agreement, naming the file and the member`() throws {
        let workplace = try Workplace()
        let path = try workplace.write("{\"v\":1}", to: "broken.json")
        let outcome = try Program().run("agreement", "lint", path)
        #expect(outcome.status == 3)
        #expect(outcome.errorLines.count == 2)
        #expect(outcome.errors.contains("broken.json"))
    }

    @Test func `commits an export with the digest of its bytes before they leave`() throws {
        let lab = try TrialLab()
        _ = try lab.publish()
        let outcome = try lab.run(["export", "--purpose", "scam.detection", "--justification", "nightly list"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("a.example"))
    }
}
