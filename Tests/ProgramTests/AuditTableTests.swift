import Foundation
import Testing

@Suite struct `Tables on a terminal` {
    private let lab: TransferLab

    init() throws { lab = try TransferLab() }

    private func show(_ words: String..., columns: Int? = 80) throws -> [String] {
        let outcome = try lab.audit.lab.program.run(
            words + ["--home", lab.audit.lab.home()], environment: columns.map { ["COLUMNS": "\($0)"] } ?? [:])
        #expect(outcome.status <= 1, "\(outcome.errors)")
        return outcome.output.split(separator: "\n").map(String.init)
    }

    @Test(arguments: [
        ["audit", "views"], ["audit", "partner", "org.b", "--out"], ["audit", "actor", "operator"], ["pending", "--in-doubt"],
        ["audit", "item", "a.example", "--kind", "host", "--recipients"], ["audit", "verify"], ["audit", "denials"],
        ["audit", "item", "a.example", "--kind", "host", "--to", "org.b", "--fields"],
    ])
    func `keep to its width`(question: [String]) throws {
        let outcome = try lab.audit.lab.program.run(
            question + ["--home", lab.audit.lab.home()], environment: ["COLUMNS": "80"])
        for line in outcome.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(!outcome.output.contains("{"))
    }

    @Test func `shorten digests, and nothing of a file or a pipe`() throws {
        let transfer = try lab.transfer
        let narrow = try show("pending", "--in-doubt")
        #expect(narrow.last?.hasPrefix("\(transfer.prefix(12))  ") == true)
        let whole = try show("pending", "--in-doubt", columns: nil)
        #expect(whole.last?.hasPrefix(transfer) == true)
        #expect(try show("audit", "partner", "org.b", "--out", columns: nil).contains { $0.contains(transfer) })
    }

    @Test func `show no empty line and no JSON`() throws {
        try lab.audit.lookUp("a.example", as: "analyst.1")
        let lookups = try show("audit", "lookups", "--subject", "a.example", "--kind", "host", columns: nil).joined(
            separator: "\n")
        #expect(!lookups.contains("{") && lookups.contains("status asserted"))
        #expect(!lookups.contains("decisions"))
        let witnesses = try show("audit", "witnesses")
        #expect(!witnesses.contains { $0.hasPrefix("forks") })
        #expect(witnesses.contains("rolled back: no"))
        let acts = try show("audit", "actor", "analyst.1", columns: nil)
        #expect(acts.contains("by type: query 1"))
    }
}
