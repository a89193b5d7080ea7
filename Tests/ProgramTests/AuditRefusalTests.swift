import Foundation
import Testing

@Suite struct `A log that is not whole` {
    private let audit: AuditLab

    init() throws {
        audit = try AuditLab()
        try audit.lookUp("a.example", as: "analyst.1")
    }

    private func ledger(_ name: String) -> URL { URL(filePath: audit.lab.home()).appending(path: "ledger/\(name)") }

    /// Makes the log longer than what a start reads of it.
    private func lengthen() throws {
        let values = (0..<600).map { "h\($0).example" }.joined(separator: "\n")
        _ = try audit.lab.run(["lookup", "--stdin", "--kind", "host"], input: values)
    }

    private func fault() throws -> [String] {
        let found = try audit.ask("verify", status: 1)
        return ["code", "file", "index"].flatMap { found.column($0) }
    }

    @Test(arguments: [false, true]) func `is not verified without the details of every entry`(isLong: Bool) throws {
        if isLong { try lengthen() }
        try FileManager.default.removeItem(at: ledger("details/000"))
        #expect(try fault() == ["E_MISSING", "details/000", "0"])
    }

    @Test(arguments: ["x", "\n", "[]\n"]) func `is not verified with something behind its details`(more: String) throws {
        try lengthen()
        let whole = try Data(contentsOf: ledger("details/000"))
        try (whole + Data(more.utf8)).write(to: ledger("details/000"))
        #expect(try fault() == ["E_DETAIL", "details/000", "255"])
    }

    @Test func `is verified by outsiders without details`() throws {
        let verifier = try Program("tocsin-verify")
        try FileManager.default.removeItem(at: ledger("details"))
        #expect(try verifier.run("ledger", ledger("").path).status == 0)
    }

    @Test func `says which details a question lacks`() throws {
        try lengthen()
        try FileManager.default.removeItem(at: ledger("details/001"))
        let outcome = try audit.lab.run(["audit", "actor", "analyst.1"])
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("the details of entry 256"))
    }

    @Test func `without its published head answers all the same`() throws {
        try FileManager.default.removeItem(at: ledger("checkpoint"))
        #expect(try fault().prefix(2) == ["E_MISSING", "checkpoint"])
        let witnesses = try audit.ask("witnesses", status: 4)
        #expect((witnesses["refuses"] as? String)?.contains("checkpoint") == true)
        let acts = try audit.ask("actor", "analyst.1", status: 4)
        #expect(acts.column("type") == ["query"])
        #expect(acts["refuses"] != nil && acts["view"] == nil)
        // What is not on record shows no value, whoever asks.
        #expect(acts.column("why").allSatisfy { $0.hasPrefix("withheld:") } && !acts.column("why").isEmpty)
        #expect(acts.tree["size"] as? Int ?? 0 > 0)
        let table = try audit.lab.run(["audit", "views"])
        #expect(table.status == 4 && table.errors.contains("this look is not on record"))
        let item = try audit.lab.run(["audit", "item", "a.example", "--kind", "host", "--recipients"])
        #expect(item.status == 1 && item.errors.contains("this look is not on record"))
        #expect(try audit.lab.run(["audit", "export", "--out", audit.lab.path("never.jsonl")]).status == 4)
        // Nothing of an export is in its folder before it is on record.
        let names = try FileManager.default.contentsOfDirectory(atPath: audit.lab.workplace.path)
        #expect(!names.contains { $0.hasPrefix("never") })
    }

    @Test func `answers while an older head is in place`() throws {
        let old = try Data(contentsOf: ledger("head"))
        try audit.lookUp("b.example", as: "analyst.1")
        try old.write(to: ledger("head"))
        let acts = try audit.ask("actor", "analyst.1", status: 4)
        #expect(acts.column("type") == ["query", "query"])
        #expect(try audit.ask("lookups", "--subject", "b.example", "--kind", "host", status: 4).rows.count == 1)
        #expect(try audit.ask("denials", status: 4)["refuses"] != nil)
    }

    @Test func `without any head says that there is one no more`() throws {
        for name in ["checkpoint", "head"] { try FileManager.default.removeItem(at: ledger(name)) }
        #expect(try fault().first == "E_MISSING")
        let outcome = try audit.lab.run(["audit", "actor", "analyst.1"])
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("checkpoint of the audit ledger is missing"))
    }
}
