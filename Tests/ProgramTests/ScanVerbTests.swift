import Foundation
import Testing

@Suite struct `Scanning a text` {
    private func lines(_ outcome: Program.Outcome) throws -> [[String: Any]] {
        try outcome.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func `says line by line what is known`() throws {
        let lab = try TrialLab()
        #expect(try lab.publish().status == 0)
        let text = "no\nsee hxxp://a[.]example/x, a.example\n\n+44 20 7946 0123\n"
        let outcome = try lab.run(["scan", "--json"], input: text)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let found = try lines(outcome)
        #expect(found.compactMap { $0["line"] as? Int } == [2, 2, 4])
        #expect(found.compactMap { $0["status"] as? String } == ["asserted", "asserted", "unknown"])
        #expect(found.compactMap { ($0["bytes"] as? [String: Int])?["start"] } == [4, 26, 0])
        let table = try lab.run(["scan", lab.workplace.write(text, to: "chat.txt")])
        #expect(table.output.contains("2:5") && table.output.contains("a.example"))
        // Once with --json and once in the table.
        let lookups = try lab.run(["audit", "lookups", "--json", "--subject", "a.example"])
        #expect(lookups.output.matches(of: /tocsin scan/).count == 2, "\(lookups.output)")
    }

    @Test func `ends with 1 when nothing that was found is known, and with 3 when a line was passed over`() throws {
        let lab = try TrialLab()
        for text in ["b.example\n", "nothing here\n", ""] {
            let outcome = try lab.run(["scan"], input: text)
            #expect(outcome.status == 1 && outcome.output.contains("known") == text.contains("."), "\(outcome.errors)")
        }
        let outcome = try lab.run(["scan", "--json", "-"], input: String(repeating: "a", count: 1 << 20 + 1) + "\nb.example\n")
        #expect(outcome.status == 3 && outcome.errors.contains("passed over"))
        #expect(try lines(outcome).count == 1)
        #expect(try lab.run(["scan", "--region", "gb"]).status == 2)
    }
}
