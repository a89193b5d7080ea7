import Foundation
import Testing

@Suite struct `The history of a value` {
    private let lab: TransferLab

    init() throws { lab = try TransferLab() }

    private func transfers(_ value: String = "a.example", _ options: String...) throws -> [[String: Any]] {
        let outcome = try lab.audit.lab.run(["history", "--json", "--kind", "host", value] + options)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = try outcome.output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        return lines.filter { $0["transfer"] != nil }
    }

    @Test func `names the members it was sent to, and what came back`() throws {
        let transfer = try lab.transfer
        let open = try #require(transfers().first)
        #expect(open["to"] as? String == "org.b" && open["state"] as? String == "in doubt")
        #expect(open["transfer"] as? String == transfer)
        try lab.acknowledge()
        let done = try #require(transfers().first)
        #expect(done["state"] as? String == "applied" && (done["receipt_time"] as? String)?.isEmpty == false)
        #expect(done["retraction"] == nil)
        let words = try lab.audit.lab.run(["history", "--kind", "host", "a.example"]).output
        let line = try #require(words.split(separator: "\n").last)
        #expect(line.hasPrefix("org.b") && line.contains(transfer.prefix(16)) && line.contains("applied 2"))
        #expect(words.split(separator: "\n").filter { $0.hasPrefix("org.b") }.allSatisfy { $0.count <= 80 })
    }

    @Test func `says that a retraction was applied`() throws {
        try lab.acknowledge()
        let path = lab.audit.lab.path("back.six")
        let words = ["retract", "--group", "lab", "--why", "withdrawn", "--kind", "host", "--out", path, "a.example"]
        try #require(lab.audit.lab.run(words).status == 0)
        let sent = try lab.audit.lab.run(["bundle", "redact", "--for", "org.b", "--out", path + ".age", path])
        try #require(sent.status == 0, "\(sent.errors)")
        #expect(try transfers().last?["state"] as? String == "in doubt")
        let taken = try lab.audit.lab.run(["import", path + ".age"], at: "org.b")
        try #require(taken.status == 0, "\(taken.errors)")
        try lab.takeReceipts()
        let retraction = try #require(transfers().last)
        #expect(retraction["retraction"] as? String == "applied" && retraction["state"] as? String == "applied")
        #expect((retraction["rows"] as? [[String: String]])?.map { $0["type"] } == ["retract"])
        #expect(try transfers("b.example").count == 1)
        let partner = try lab.audit.ask("partner", "org.b", "--out")
        #expect(partner.column("receipt") == ["applied", "applied"])
        #expect(partner.column("retracted") == ["0", "1"])
        #expect(partner.column("receipt_time").allSatisfy { $0.hasSuffix("Z") })
    }

    @Test func `leaves out transfers that showed no row about it, and all of them when asked to`() throws {
        try lab.send("value,kind\nred.example,host\n", "red", "--tlp", "RED")
        #expect(try transfers("red.example").isEmpty)
        #expect(try transfers("a.example", "--claims-only").isEmpty)
    }

    @Test func `is a look into the log of its own, which the value is not in`() throws {
        _ = try transfers()
        let views = try lab.audit.ask("views")
        #expect(views.column("question").contains("item.transfers"))
        #expect(try !lab.audit.ledgerText().contains("a.example"))
        let before = views.rows.count
        _ = try transfers("a.example", "--claims-only")
        #expect(try lab.audit.ask("views").rows.count == before + 1)
    }

    @Test func `believes no receipt that was changed or is another's`() throws {
        try lab.acknowledge()
        let name = try lab.transfer
        let path = "\(lab.audit.lab.home())/ledger/receipts/\(name).json"
        let kept = try String(contentsOfFile: path, encoding: .utf8)
        try kept.replacing("\"sig\":\"", with: "\"sig\":\"AAAA").write(toFile: path, atomically: true, encoding: .utf8)
        let transfer = try #require(transfers().first)
        #expect(transfer["receipt_damaged"] as? Bool == true && transfer["receipt_time"] as? String == "")
        #expect(transfer["state"] as? String == "applied")
        let partner = try lab.audit.ask("partner", "org.b", "--out", status: 1)
        #expect(partner["damaged_receipts"] as? [String] == [name])
        try FileManager.default.removeItem(atPath: path)
        #expect(try transfers().first?["receipt_damaged"] as? Bool == false)
    }

    @Test func `tells a transfer that was rejected from one that did not arrive`() throws {
        let transfer = try lab.transfer
        let ended = try lab.audit.lab.run(["receipt", "--failed", transfer, "--why", "the medium was lost"])
        try #require(ended.status == 0, "\(ended.errors)")
        let failed = try #require(transfers().first)
        #expect(failed["state"] as? String == "failed" && failed["code"] as? String == "the medium was lost")

        try lab.send("value,kind\nc.example,host\n", "next")
        let (document, other) = (lab.audit.lab.path("next.age.transfer.json"), lab.sealed + ".transfer.json")
        try FileManager.default.removeItem(atPath: other)
        try FileManager.default.copyItem(atPath: document, toPath: other)
        #expect(try lab.audit.lab.run(["import", lab.sealed], at: "org.b").status != 0)
        try lab.takeReceipts()
        let rejected = try #require(transfers("c.example").first)
        #expect(rejected["state"] as? String == "rejected" && rejected["code"] as? String == "E_TRANSFER")
    }
}
