import Foundation
import Testing

@Suite struct `Filters of questions` {
    private let lab: TransferLab

    /// A transfer of hosts, one of a phone number, and one that was denied.
    init() throws {
        lab = try TransferLab()
        try lab.acknowledge()
        try lab.send("value,kind\n+442079460123,phone\n", "phone")
        try lab.send("value,kind\n+442079460199,phone\nred.example,host\n", "red", "--tlp", "RED")
    }

    private func digest() throws -> String {
        let rows = try lab.audit.ask("partner", "org.b", "--out").column("agreement")
        return try #require(rows.first)
    }

    @Test func `by the id of an agreement mean every entry that names a version of it`() throws {
        let digest = try digest()
        for name in ["lab", String(digest.prefix(8)), digest] {
            #expect(try lab.audit.ask("partner", "org.b", "--out", "--agreement", name).rows.count == 3)
            #expect(try lab.audit.ask("partner", "org.a", "--in", "--agreement", name, at: "org.b").rows.count == 1)
            #expect(try lab.audit.ask("egress-diff", "--agreement", name)["transfers_checked"] as? Int == 3)
            #expect(try !lab.audit.ask("denials", "--agreement", name).rows.isEmpty)
        }
        #expect(try lab.audit.ask("egress-diff", "--agreement", "other")["transfers_checked"] as? Int == 0)
    }

    @Test func `by a kind mean the transfers whose decisions speak of it`() throws {
        #expect(try lab.audit.ask("partner", "org.b", "--out", "--kind", "phone").rows.count == 2)
        #expect(try lab.audit.ask("partner", "org.b", "--out", "--kind", "host").rows.count == 2)
        #expect(try lab.audit.ask("egress-diff", "--kind", "phone")["transfers_checked"] as? Int == 2)
        #expect(try lab.audit.ask("partner", "org.a", "--in", "--kind", "host", at: "org.b").rows.count == 1)
        try lab.audit.ask("partner", "org.a", "--in", "--kind", "phone", status: 1, at: "org.b")
        #expect(try lab.audit.ask("denials", "--kind", "phone").column("rows") == ["1"])
    }

    @Test func `are signed with exports as those that a verifier can hold rows against`() throws {
        let out = lab.audit.lab.path("agreement.jsonl")
        let exported = try lab.audit.ask("export", "--out", out, "--agreement", "lab")
        let filter = try #require(exported["filter"] as? [String: [String]])
        #expect(try filter["agreement"] == [digest()])
        #expect(exported["view"] as? Int == exported["entry"] as? Int)
        let types = Set(
            try String(contentsOfFile: out, encoding: .utf8).split(separator: "\n").compactMap { line in
                try (JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["type"] as? String
            })
        #expect(types.isSuperset(of: ["agreement.activate", "decision", "send.intent"]))
        let policy = lab.audit.lab.home() + "/ledger/policy.txt"
        let verdict = try Program("tocsin-verify").run("export", "--json", "--policy", policy, out)
        #expect(verdict.status == 0, "\(verdict.output)")
        let kind = lab.audit.lab.path("kind.jsonl")
        #expect(try lab.audit.ask("export", "--out", kind, "--kind", "phone", "--type", "send.intent")["rows"] as? Int == 2)
    }
}
