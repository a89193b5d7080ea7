import Foundation
import Testing

@Suite struct `A statement` {
    @Test(arguments: ["retract", "object"]) func `of a day to come is not signed`(verb: String) throws {
        let lab = try TrialLab()
        let words = [verb, "--group", "lab", "--why", "recycled", "--at", "2026-12-01T23:59:59Z", "a.example"]
        let tomorrow = try lab.run(words + ["--since", "2026-12-02"])
        #expect(tomorrow.isUsageFault, "\(tomorrow.errors)")
        #expect(try lab.claims == 0)
        #expect(!FileManager.default.fileExists(atPath: lab.home() + "/ledger/published.jsonl"))
    }

    @Test(arguments: ["retract", "object"]) func `that all must get is for all to see`(verb: String) throws {
        let lab = try TrialLab()
        let outcome = try lab.run([verb, "--group", "lab", "--why", "withdrawn", "--tlp", "RED", "a.example"])
        #expect(outcome.isUsageFault, "\(outcome.errors)")
        #expect(try lab.claims == 0)
    }

    @Test func `names its bundle as every verb does`() throws {
        let lab = try TrialLab()
        let full = lab.path("full.six")
        let published = try lab.publish("--json", "--out", full).document
        let name = try #require(published["bundle"] as? String)
        let manifest = try #require(published["manifest"] as? String)
        #expect(name.count == 32 && manifest.count == 64)
        let shown = try lab.run(["bundle", "show", "--json", full]).document
        let redacted = try lab.run(["bundle", "redact", "--json", "--for", "org.b", "--out", full + ".age", full]).document
        let taken = try lab.run(["import", "--json", full + ".age"], at: "org.b").document
        #expect(taken["bundle"] as? String == name)
        for answer in [shown, redacted] {
            #expect(answer["bundle"] as? String == name)
            #expect(answer["manifest"] as? String == manifest)
        }
        let about = ["--about", "org.a/\(name)", "--group", "lab", "--why", "false-positive", "--json", "-"]
        let objection = try lab.run(["object"] + about, at: "org.b", input: "a.example\n").document
        #expect((objection["bundle"] as? String)?.count == 32 && (objection["manifest"] as? String)?.count == 64)
        let history = try lab.run(["history", "--json", "a.example"], at: "org.b").document
        #expect(history["bundle"] as? String == objection["bundle"] as? String)
        #expect(history["manifest"] as? String == objection["manifest"] as? String)
        let why = try lab.run(["explain", "--json", "a.example"], at: "org.b").document["why"] as? [[String: Any]]
        #expect(why?.contains { $0["bundle"] as? String == name && $0["manifest"] as? String == manifest } == true)
    }

    @Test func `stands in the history in the order of time`() throws {
        let lab = try TrialLab()
        let times = (0..<6).map { "2026-12-0\($0 + 1)T00:00:00Z" }
        for time in times {
            let outcome = try lab.publish("--at", time)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let output = try lab.run(["history", "--json", "a.example"]).output
        let created = output.matches(of: /"created":"([^"]*)"/).map { String($0.1) }
        #expect(created == times)
        let words = try lab.run(["history", "a.example"]).output.split(separator: "\n").filter { $0.hasPrefix("2026") }
        #expect(words.map { String($0.prefix(20)) } == times)
        #expect(try lab.run(["history", "b.example"]).status == 1)
    }

    @Test func `dated before the last bundle is the clock's fault`() throws {
        let lab = try TrialLab()
        try #require(lab.publish("--at", "2026-12-02T00:00:00Z").status == 0)
        let outcome = try lab.publish("--at", "2026-12-01T00:00:00Z")
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("clock"), "\(outcome.errors)")
        #expect(try lab.publish("--at", "2026-12-02T00:00:01Z").status == 0)
    }

    @Test func `and a question come from standard input for a minus`() throws {
        let lab = try TrialLab()
        try #require(lab.publish().status == 0)
        let answer = try lab.run(["lookup", "--json", "-"], input: "a.example\nb.example\n")
        #expect(answer.status == 0)
        #expect(answer.output.split(separator: "\n").count == 2)
    }
}
