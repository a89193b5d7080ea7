import Foundation
import Testing

/// What publishing would do, told before it does.
@Suite struct `A forecast` {
    private static let feed = """
        value,kind,first,last,amount,currency
        a.example,host,,,,
        https://b.example/x?mail=victim@mail.example,url,,,,
        c.example,host,2026-01-01,2030-01-01,,
        d.example,host,2030-01-01,,,
        e.example,host,2026-01-01,2026-01-02,,
        not a host,host,,,,

        """

    private static let figures = ["accepted", "read", "refused"]

    @Test func `by inspection has the figures of the publication`() throws {
        let lab = try TrialLab(feed: Self.feed)
        let inspected = try lab.run(["feed", "inspect", "--json", lab.feed]).document
        let published = try lab.publish("--json").document
        for name in Self.figures { #expect(inspected[name] as? Int == published[name] as? Int, "\(name)") }
        #expect(inspected["cut"] as? Int == 1)
        let reasons = (inspected["refusals"] as? [[String: Any]])?.compactMap { $0["reason"] as? String }
        #expect(reasons?.contains("date-in-the-future") == true, "\(reasons ?? [])")
        let later = try lab.run(["feed", "inspect", "--json", "--at", "2031-01-01T00:00:00Z", lab.feed]).document
        #expect(later["accepted"] as? Int == 5)
    }

    @Test func `by inspection needs no home`() throws {
        let lab = try TrialLab(feed: Self.feed)
        let outcome = try lab.program.run(
            ["feed", "inspect", "--personal", "refuse", "--json", lab.feed], environment: ["TOCSIN_HOME": lab.path("none")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try outcome.document["cut"] as? Int == 0)
        #expect(outcome.output.contains("personal-data"))
    }

    @Test func `of a dry run has report, figures and bytes`() throws {
        let lab = try TrialLab(feed: Self.feed)
        let report = lab.path("rows.jsonl")
        let outcome = try lab.publish("--dry-run", "--for", "org.b", "--json", "--report", report)
        let trial = try outcome.document
        #expect(outcome.errors.contains("--out -"))
        #expect(try String(contentsOfFile: report, encoding: .utf8).split(separator: "\n").count == trial["read"] as? Int)
        #expect(trial["bundle"] as? String == "" && trial["seq"] as? Int == 0)
        #expect((trial["segments"] as? [Any])?.count == 2)
        let bytes = try lab.publish("--dry-run", "--for", "org.b", "--out", "-")
        #expect(bytes.output.utf8.count == trial["bytes"] as? Int)
        #expect(bytes.output.hasPrefix(#"{"dsse""#))
        #expect(try lab.claims == 0)
        let published = try lab.publish("--json").document
        for name in Self.figures { #expect(published[name] as? Int == trial[name] as? Int, "\(name)") }
    }

    @Test func `for a member is no publication`() throws {
        let lab = try TrialLab()
        #expect(try lab.publish("--for", "org.b").isUsageFault)
        #expect(try lab.publish("--dry-run").isUsageFault)
        let nothing = try TrialLab(feed: "value,kind\nnot a host,host\n").publish("--dry-run", "--for", "org.b", "--json")
        #expect(nothing.status == 3)
        #expect(try nothing.document["bytes"] as? Int == 0)
    }

    @Test func `reads national numbers by the region of the home`() throws {
        let lab = try TrialLab(feed: "value,kind\n020 7946 0123,phone\n")
        let settings = URL(filePath: lab.home() + "/settings.toml")
        let text = try String(contentsOf: settings, encoding: .utf8)
        try #require(try lab.publish("--json").document["accepted"] as? Int == 0)
        try Data(text.replacing("region = \"\"", with: "region = \"GB\"").utf8).write(to: settings)
        #expect(try lab.run(["feed", "inspect", "--json", lab.feed]).document["accepted"] as? Int == 1)
        #expect(try lab.publish("--json").document["accepted"] as? Int == 1)
    }
}
