import Foundation
import Testing

@Suite struct `Questions to the audit log` {
    @Test func `are on record before they are answered, and every answer states its tree`() throws {
        let audit = try AuditLab()
        let first = try audit.ask("views", "--as", "officer.1", "--purpose", "yearly.audit", "--case", "C-7")
        #expect(first.column("actor") == ["officer.1"])
        #expect(first.column("purpose") == ["yearly.audit"])
        #expect(first.column("case_ref") == ["C-7"])
        #expect(first.tree["quorum"] as? String == "none")
        #expect((first.tree["root"] as? String)?.count == 64)
        let size = try #require(first.tree["size"] as? Int)
        #expect(first["view"] as? Int == size - 1)
        let second = try audit.ask("views")
        #expect(second.column("question") == ["views", "views"])
        #expect(second.tree["size"] as? Int == size + 1)
    }

    @Test func `say who looked an identifier up, also in vain, and why, without keeping it`() throws {
        let audit = try AuditLab()
        #expect(try audit.lab.publish().status == 0)
        try audit.lookUp("a.example", as: "analyst.1", "--justification", "a customer asked", "--case", "C-1")
        try audit.lookUp("sought-in-vain.example", as: "analyst.2", "--justification", "a rumour")
        let found = try audit.ask("lookups", "--subject", "sought-in-vain.example", "--kind", "host")
        #expect(found.column("actor") == ["analyst.2"])
        #expect(found.column("why") == ["a rumour"])
        #expect(found["lookups"] as? Int == found["justified"] as? Int)
        let known = try audit.ask("lookups", "--subject", "a.example", "--kind", "host")
        #expect(known.column("case_ref") == ["C-1"])
        #expect((known.rows.first?["saw"] as? [String: Any])?["status"] as? String == "asserted")
        #expect(try !audit.ledgerText().contains("sought-in-vain"))
        try audit.ask("lookups", "--subject", "never.example", "--kind", "host", status: 1)
    }

    @Test func `show an auditor every row and no value`() throws {
        let audit = try AuditLab()
        try audit.lookUp("a.example", as: "analyst.1", "--justification", "a customer asked")
        let open = try audit.ask("actor", "analyst.1")
        let closed = try audit.ask("actor", "analyst.1", "--acting-as", "auditor")
        #expect(open.rows.count == closed.rows.count)
        #expect(closed.column("type") == ["query"])
        for name in ["why", "about"] { #expect(closed.column(name).allSatisfy { $0.hasPrefix("withheld:") }) }
        let table = try audit.lab.run(["audit", "actor", "analyst.1", "--acting-as", "auditor"])
        #expect(!table.output.contains("a customer asked"))
        #expect(table.output.contains("tree: org.a/audit/1"))
    }

    @Test func `show an auditor no value that a file calls structure`() throws {
        let audit = try AuditLab()
        try audit.lookUp("a.example", as: "analyst.1", "--justification", "a customer asked")
        let details = audit.lab.home() + "/ledger/details/000"
        let text = try String(contentsOfFile: details, encoding: .utf8)
        let other = text.replacing(#""c":"free","n":"justification""#, with: #""c":"policy","n":"justification""#)
        #expect(other != text)
        try other.write(toFile: details, atomically: true, encoding: .utf8)
        let acts = try audit.ask("actor", "analyst.1", "--acting-as", "auditor")
        #expect(acts.column("why").allSatisfy { $0.hasPrefix("withheld:") })
    }

    @Test(arguments: [
        ["lookups", "--subject", "a.example"], ["actor", "analyst.1", "--kind", "host"], ["denials", "--kind", "host"],
        ["queries", "--anomalies", "--kind", "host"], ["export", "--out", "never.jsonl", "--kind", "host"],
    ])
    func `let no auditor choose by what is withheld`(question: [String]) throws {
        let outcome = try AuditLab().lab.run(["audit"] + question + ["--acting-as", "auditor"])
        #expect(outcome.isUsageFault, "\(outcome.errors)")
    }

    @Test func `tell all that a member of staff did, looks and exports included`() throws {
        let audit = try AuditLab()
        try audit.lookUp("a.example", as: "analyst.1")
        try audit.ask("views", "--as", "analyst.1")
        let out = audit.lab.path("all.jsonl")
        #expect(try audit.lab.run(["audit", "export", "--as", "analyst.1", "--out", out]).status == 0)
        let acts = try audit.ask("actor", "analyst.1")
        #expect(acts.column("type") == ["query", "view.audit", "export"])
        let today = try #require(acts.column("time").first?.prefix(10))
        #expect(try audit.ask("actor", "analyst.1", "--from", String(today), "--to", String(today)).rows.count == 3)
        try audit.ask("actor", "analyst.1", "--from", "2099-01-01", status: 1)
    }

    @Test func `flag lookups in bulk, after hours and without a case`() throws {
        let audit = try AuditLab()
        for number in 1...4 { try audit.lookUp("h\(number).example", as: "analyst.1", "--case", "C-1") }
        try audit.lookUp("h1.example", as: "analyst.2")
        let hour = Calendar(identifier: .gregorian).dateComponents(in: .gmt, from: Date()).hour ?? 0
        let elsewhere = hour < 12 ? "13-14" : "01-02"
        let odd = try audit.ask("queries", "--anomalies", "--per-hour", "4", "--hours", elsewhere, "--weekend")
        let findings = Set(odd.rows.map { "\($0["actor"] ?? "") \($0["finding"] ?? "")" })
        // An hour may end between two lookups.
        #expect(findings.isSuperset(of: ["analyst.1 after-hours", "analyst.2 after-hours", "analyst.2 no-case"]))
        #expect(!findings.contains("analyst.1 no-case"))
        let calm = try audit.ask("queries", "--anomalies", "--per-hour", "500", "--hours", "00-24", "--weekend")
        #expect(Set(calm.column("finding")) == ["no-case"])
        let bulk = try audit.ask("queries", "--anomalies", "--per-hour", "2", "--hours", "00-24", "--weekend")
        #expect(bulk.column("finding").contains("bulk"))
    }

    @Test func `find the ledger intact, and locate a changed byte`() throws {
        let audit = try AuditLab()
        let intact = try audit.ask("verify")
        #expect(intact.column("verdict") == ["OK"])
        #expect(intact["details"] as? Int == intact["entries"] as? Int)
        let entries = audit.lab.home() + "/ledger/tile/entries"
        let name = try #require(try FileManager.default.subpathsOfDirectory(atPath: entries).first { $0.contains(".p/") })
        let path = "\(entries)/\(name)"
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count - 10] ^= 1
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try bytes.write(to: URL(filePath: path))
        let outcome = try audit.lab.run(["audit", "verify", "--json"])
        #expect(outcome.status == 1 || outcome.status == 4)
        let broken = try outcome.document
        #expect(broken.column("verdict") == ["BAD"])
        #expect(broken.column("file").first?.contains("tile/entries") == true)
    }

    @Test func `say what happened around a time`() throws {
        let audit = try AuditLab()
        try audit.lookUp("a.example", as: "analyst.1")
        let time = try #require(try audit.ask("actor", "analyst.1").column("time").first).prefix(19) + "Z"
        let window = try audit.ask("window", String(time), "+-10m", "--bounds")
        #expect(window.column("type").contains("query"))
        #expect(Set(window.column("not_after")) == ["open"])
        #expect(window["clock_steps"] as? Int == 0)
        #expect(try audit.lab.run(["audit", "window", String(time), "10m"]).isUsageFault)
        try audit.ask("window", "2020-01-01T00:00:00Z", "+-1h", status: 1)
    }

    @Test func `know what was installed and changed`() throws {
        let audit = try AuditLab()
        let types = try audit.ask("actor", "operator").column("type")
        #expect(types.prefix(5) == ["genesis", "config.change", "config.change", "registry.install", "epoch.install"])
        let settings = audit.lab.home() + "/settings.toml"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        try (text + "# changed\n").write(toFile: settings, atomically: false, encoding: .utf8)
        try audit.lookUp("a.example", as: "analyst.1")
        let acts = try audit.ask("actor", "analyst.1")
        #expect(acts.column("type") == ["config.change", "query"])
        #expect(acts.column("about").first == "settings")
    }

    @Test func `keep an index of names that shows when it is not complete`() throws {
        let audit = try AuditLab()
        try audit.lookUp("a.example", as: "analyst.1")
        try audit.ask("reindex", "--check", status: 1)
        try audit.ask("reindex")
        #expect(try audit.ask("reindex", "--check")["entries_since"] as? Int == 1)
        let path = audit.lab.home() + "/ledger/subjects.jsonl"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let poorer = text.replacing(/"names":\{[^}]*\}/, with: "\"names\":{}")
        #expect(poorer != text)
        try poorer.write(toFile: path, atomically: true, encoding: .utf8)
        try audit.ask("reindex", "--check", status: 1)
    }

    @Test(arguments: [
        ["transfer", "nowhere", "--why"], ["transfer", "nowhere", "--approvals"], ["partner", "org.b", "--in"],
        ["item", "a.example", "--kind", "host", "--recipients"],
        ["item", "a.example", "--kind", "host", "--to", "org.b", "--fields"],
    ])
    func `answer a clear no where nothing is known`(question: [String]) throws {
        let outcome = try AuditLab().lab.run(["audit"] + question + ["--json"])
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(try outcome.document.rows.isEmpty)
    }
}
