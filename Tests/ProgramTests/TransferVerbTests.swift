import Foundation
import Testing

@Suite struct `What a person does to hand a bundle over` {
    private let lab: TrialLab
    private let full: String

    init() throws {
        lab = try TrialLab(feed: "value,kind,note\na.example,host,seen at night\n")
        full = lab.path("full.six")
        try #require(lab.publish("--out", full).status == 0)
    }

    private func redact(_ options: String...) throws -> Program.Outcome {
        try lab.run(["bundle", "redact", "--for", "org.b"] + options + [full])
    }

    @Test func `is confirmed by the receipt that comes back`() throws {
        let sealed = lab.path("b.age")
        let digest = try #require(redact("--out", sealed, "--json").document["x"] as? String)
        #expect(try lab.run(["pending", "--in-doubt", "--json"]).document["x"] as? String == digest)
        let receipt = lab.path("receipt.json")
        try #require(lab.run(["import", "--receipt", receipt, sealed], at: "org.b").status == 0)
        let taken = try lab.run(["receipt", "--json", receipt]).document
        #expect(taken["state"] as? String == "done")
        #expect(taken["x"] as? String == digest)
        #expect(try lab.run(["pending", "--in-doubt", "--json"]).output.isEmpty)
    }

    @Test func `can be looked at before, to the byte`() throws {
        let shown = try redact("--dry-run", "--out", lab.path("view.six"), "--json").document
        let segments = try #require(shown["segments"] as? [[String: Any]])
        let fields = try #require(segments[0]["fields"] as? [[String: Any]])
        #expect(fields.first { $0["column"] as? String == "note" }?["form"] as? String == "withheld")
        #expect(fields.first { $0["column"] as? String == "core" }?["rule"] as? String == "facts")
        #expect(try lab.run(["pending", "--in-doubt", "--json"]).output.isEmpty)
        let sealed = lab.path("b.age")
        try #require(redact("--out", sealed).status == 0)
        try #require(lab.run(["import", sealed], at: "org.b").status == 0)
        let bundles = lab.home("org.b") + "/bundles"
        let names = try FileManager.default.subpathsOfDirectory(atPath: bundles).filter { $0.contains("/") }
        let taken = FileManager.default.contents(atPath: "\(bundles)/\(try #require(names.first))")
        #expect(taken == FileManager.default.contents(atPath: lab.path("view.six")))
    }

    @Test func `can be given up when it did not arrive`() throws {
        let digest = try #require(redact("--out", lab.path("b.age"), "--json").document["x"] as? String)
        #expect(try lab.run(["receipt", "--failed", digest, "--why", "the medium was lost"]).status == 0)
        let again = try lab.run(["receipt", "--failed", digest, "--why", "again"])
        #expect(again.status == 3)
        #expect(again.errorLines.count == 2)
        #expect(try lab.run(["receipt", "--failed", digest]).isUsageFault)
    }

    @Test func `needs an officer's own key to be approved`() throws {
        #expect(try lab.run(["officer", "add", "kim", "--no-passphrase"]).status == 0)
        #expect(try lab.run(["officer", "add", "kim", "--no-passphrase"]).status == 4)
        let unknown = try lab.run(["approve", "0123456789abcdef", "--as", "kim", "--justification", "seen"])
        #expect(unknown.status == 3)
        #expect(unknown.errorLines.count == 2)
        #expect(try lab.run(["pending"]).status == 0)
    }
}
