import Foundation
import Testing

@Suite struct `Exports of the audit log` {
    private let audit: AuditLab
    private let verifier: Program

    init() throws {
        audit = try AuditLab()
        verifier = try Program("tocsin-verify")
        try audit.lookUp("a.example", as: "analyst.1", "--justification", "=cmd, a \"quoted\" word")
        try audit.lookUp("b.example", as: "analyst.2", "--justification", "a rumour")
    }

    /// Exports; the path of the file.
    private func export(_ name: String, _ options: String...) throws -> String {
        let out = audit.lab.path(name)
        let outcome = try audit.lab.run(["audit", "export", "--out", out, "--json"] + options)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return out
    }

    private func verdict(_ file: String, _ options: String...) throws -> [String: Any] {
        let outcome = try verifier.run(["export", "--json", file] + options)
        let document = try outcome.document
        #expect(outcome.status == (document["verdict"] as? String == "OK" ? 0 : 1), "\(outcome.errors)")
        return document
    }

    private var policy: String { audit.lab.home() + "/ledger/policy.txt" }

    @Test(arguments: ["csv", "jsonl"])
    func `verify against the log's key, with filter, rows and tree`(format: String) throws {
        let file = try export("e.\(format)", "--format", format, "--actor", "analyst.1")
        let verdict = try verdict(file, "--policy", policy)
        #expect(verdict["verdict"] as? String == "OK")
        #expect(verdict["key"] as? String == "given")
        #expect(verdict["rows"] as? Int == 1)
        #expect((verdict["filter"] as? [String: String]) == ["actor": "analyst.1"])
        let views = try audit.ask("views")
        #expect(views.column("act").first == "export")
        #expect(views.column("rows").first == "1")
    }

    @Test(arguments: ["csv", "jsonl"])
    func `show an edited cell, a removed row and an added one`(format: String) throws {
        let file = try export("e.\(format)", "--format", format)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let edits = [
            text.replacing("analyst.2", with: "analyst.3"), lines.dropLast(2).joined(separator: "\n") + "\n",
            text + lines[lines.count - 2] + "\n",
        ]
        for edit in edits {
            #expect(edit != text)
            try edit.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try verdict(file)["code"] as? String == "E_DIGEST")
        }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try verdict(file)["verdict"] as? String == "OK")
    }

    @Test(arguments: [("filter {", "filter  {"), ("rows 1", "rows 2"), ("analyst.1\"", "analyst.2\""), ("size ", "size 1")])
    func `do not verify with another filter, count or tree`(old: String, new: String) throws {
        let file = try export("e.jsonl", "--actor", "analyst.1")
        let manifest = file + ".manifest"
        let text = try String(contentsOfFile: manifest, encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(toFile: manifest, atomically: true, encoding: .utf8)
        #expect(["E_SIG", "E_MANIFEST"].contains(try verdict(file)["code"] as? String))
    }

    @Test func `do not verify with the key of another log`() throws {
        let file = try export("e.jsonl")
        #expect(try verdict(file, "--policy", audit.lab.home("org.b") + "/ledger/policy.txt")["code"] as? String == "E_SIG")
    }

    @Test func `give an auditor digests that still fit the entries`() throws {
        let file = try export("e.jsonl", "--acting-as", "auditor")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(!text.contains("a rumour"))
        let verdict = try verdict(file, "--policy", policy)
        #expect(verdict["verdict"] as? String == "OK")
        #expect(verdict["withheld"] as? Bool == true)
        #expect(verdict["rows"] as? Int == verdict["size"] as? Int)
    }

    @Test func `keep a spreadsheet from running what people wrote`() throws {
        let file = try export("e.csv", "--format", "csv")
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains(#""'=cmd, a ""quoted"" word""#))
    }

    @Test func `do not replace what they read, and are refused before the log is read`() throws {
        #expect(try audit.lab.run(["audit", "export", "--out", audit.lab.workplace.path]).status == 2)
    }
}
