import Foundation
import Testing

@Suite struct `Questions about transfers` {
    @Test func `say who received an item, when, under what, and who has not acknowledged it`() throws {
        let lab = try TransferLab()
        let question = ["item", "a.example", "--kind", "host", "--recipients"]
        let open = try lab.audit.lab.run(["audit"] + question + ["--json"]).document
        #expect(open.column("recipient") == ["org.b"])
        #expect(open.column("read_from") == ["stream"])
        #expect(open.column("state") == ["in doubt"])
        #expect(open["unacknowledged"] as? Int == 1)
        try lab.acknowledge()
        let done = try lab.audit.lab.run(["audit"] + question + ["--json"]).document
        #expect(done.column("state") == ["done"])
        #expect(done["unacknowledged"] as? Int == 0)
        try lab.audit.ask("item", "c.example", "--kind", "host", "--recipients", status: 1)
        #expect(try !lab.audit.ledgerText().contains("a.example"))
    }

    @Test func `say from the manifest who may have it, once the stream is erased`() throws {
        let lab = try TransferLab()
        try FileManager.default.removeItem(atPath: lab.audit.lab.home() + "/sent")
        let answer = try lab.audit.ask("item", "a.example", "--kind", "host", "--recipients")
        #expect(answer.column("read_from") == ["manifest"])
        #expect(answer.column("received") == ["may have"])
        let fields = try lab.audit.ask("item", "a.example", "--kind", "host", "--to", "org.b", "--fields", status: 1)
        #expect(fields["gone"] as? [String] == [try lab.transfer])
        #expect(try lab.audit.ask("egress-diff")["streams_gone"] as? Int == 1)
    }

    @Test func `show each field as it was decided and as the stream shows it`() throws {
        let fields = try TransferLab().audit.ask("item", "a.example", "--kind", "host", "--to", "org.b", "--fields")
        #expect(fields["differences"] as? Int == 0)
        #expect(Set(fields.column("agrees")) == ["yes"])
        let core = try #require(fields.rows.first { $0["column"] as? String == "core" })
        #expect(core["found"] as? String == "clear" && core["decided"] as? String == "clear")
    }

    @Test func `decide again why a transfer was allowed, byte for byte`() throws {
        let lab = try TransferLab()
        let why = try lab.audit.ask("transfer", String(try lab.transfer.prefix(12)), "--why")
        #expect(why["replay"] as? String == "identical")
        #expect(why["recipient"] as? String == "org.b")
        #expect(Set(why.column("outcome")) == ["allow"])
        #expect((why["agreement_version"] as? Int).map { $0 >= 1 } == true)
        let entry = try #require(why["decision_entry"] as? Int)
        let replayed = try lab.audit.lab.run(["audit", "replay", "\(entry)"])
        #expect(replayed.status == 0)
        #expect(try replayed.document["id"] as? String == why["id"] as? String)
        #expect(replayed.errors.contains("identical"))
    }

    @Test func `notice a decision whose input was changed`() throws {
        let lab = try TransferLab()
        let why = try lab.audit.ask("transfer", try lab.transfer, "--why")
        let id = try #require(why["id"] as? String)
        let path = lab.audit.lab.home() + "/ledger/decisions/\(id).json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("\"justified\":true", with: "\"justified\":false").write(
            toFile: path, atomically: true, encoding: .utf8)
        #expect(try lab.audit.ask("transfer", lab.transfer, "--why", status: 1)["replay"] as? String == "differs")
        #expect(try lab.audit.lab.run(["audit", "replay", id]).status == 1)
    }

    @Test func `find nothing that left against policy on a clean run`() throws {
        let clean = try TransferLab().audit.ask("egress-diff", "--from", "2020-01-01")
        #expect(clean.rows.isEmpty)
        #expect(clean["transfers_checked"] as? Int == 1)
    }

    @Test func `find what a stream shows and its decision does not`() throws {
        let lab = try TransferLab().audit.lab
        let feed = try lab.workplace.write("value,kind\nred.example,host\n", to: "red.csv")
        let stream = lab.path("red.six")
        #expect(try lab.publish("--tlp", "RED", "--out", stream, feed: feed).status == 0)
        let sent = lab.home() + "/sent"
        let before = Set(try FileManager.default.contentsOfDirectory(atPath: sent))
        #expect(try lab.run(["bundle", "redact", "--for", "org.b", "--out", lab.path("red.age"), stream]).status == 0)
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: sent).first { !before.contains($0) })
        #expect(try lab.run(["audit", "egress-diff"]).status == 0)
        // As a serializer would leave it that shows everything.
        try FileManager.default.removeItem(atPath: "\(sent)/\(name)")
        try FileManager.default.copyItem(atPath: stream, toPath: "\(sent)/\(name)")
        let outcome = try lab.run(["audit", "egress-diff", "--json"])
        #expect(outcome.status == 1)
        let differences = try outcome.document.column("difference")
        #expect(differences.contains("core is shown and was not allowed"))
        #expect(differences.contains("the kept stream is not the one that left"))
        #expect(try outcome.document.column("segment").contains(""))
    }

    @Test func `list what a partner sent`() throws {
        let lab = try TransferLab()
        try lab.acknowledge()
        let received = try lab.audit.ask("partner", "org.a", "--in", at: "org.b")
        #expect(received.column("outcome") == ["accepted"])
        #expect(received.column("transfer") == [try lab.transfer])
        try lab.audit.ask("partner", "org.c", "--in", status: 1, at: "org.b")
    }

    @Test func `count what was denied by the decisions, each with what was lacking`() throws {
        let lab = try TransferLab()
        let stream = lab.audit.lab.path("red.six")
        let feed = try lab.audit.lab.workplace.write("value,kind\nred.example,host\n", to: "red.csv")
        #expect(try lab.audit.lab.publish("--tlp", "RED", "--out", stream, feed: feed).status == 0)
        _ = try lab.audit.lab.run(["bundle", "redact", "--for", "org.b", "--out", lab.audit.lab.path("red.age"), stream])
        let denials = try lab.audit.ask("denials", "--by", "reason")
        #expect(denials.column("reason").contains("LABEL_TOO_HIGH"))
        for row in denials.rows { #expect((row["unmet"] as? [String])?.isEmpty == false) }
        let decisions = denials.rows.reduce(0) { $0 + ($1["decisions"] as? Int ?? 0) }
        #expect(denials["decisions"] as? Int == decisions)
    }
}
