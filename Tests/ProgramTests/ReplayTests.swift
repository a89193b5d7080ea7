import Foundation
import Testing

@Suite struct `A replay of decisions` {
    private let lab: TransferLab

    init() throws {
        lab = try TransferLab()
        try lab.acknowledge()
    }

    private func replay(_ name: String) throws -> [String: Any] {
        let answer = try lab.audit.ask("replay", name, at: "org.b")
        #expect(answer.tree["origin"] as? String == "org.b/audit/1")
        #expect(answer["view"] as? Int != nil && (answer["missing"] as? [String])?.isEmpty == true)
        return answer
    }

    @Test func `makes all those of a lookup again, by the index of its entry`() throws {
        let outcome = try lab.audit.lab.run(["lookup", "a.example", "--kind", "host", "--as", "analyst.1"], at: "org.b")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lookup = try #require(
            try lab.audit.ask("lookups", "--subject", "a.example", "--kind", "host", at: "org.b").rows.first)
        let names = try #require(lookup["decisions"] as? [String])
        #expect(!names.isEmpty)
        let answer = try replay("\(lookup["entry"] ?? "")")
        #expect(answer.column("id") == names)
        #expect(Set(answer.column("identical")) == ["1"])
        let plain = try lab.audit.lab.run(["audit", "replay", names[0]], at: "org.b")
        #expect(try plain.document["id"] as? String == names[0])
    }

    @Test func `makes those of an export again`() throws {
        #expect(try lab.audit.lab.run(["export", "--as", "analyst.1"], at: "org.b").status == 0)
        let acts = try lab.audit.ask("actor", "analyst.1", at: "org.b").rows
        let export = try #require(acts.first { $0["type"] as? String == "export" })
        let answer = try replay("\(export["entry"] ?? "")")
        #expect(answer.rows.count == 1)
        #expect((answer.rows.first?["record"] as? [String: Any])?["stage"] as? String == "export")
    }
}
