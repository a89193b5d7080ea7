import Foundation
import TestVectors
import Testing

/// What the verbs of agreements say to people, and where they stop them.
@Suite struct `The verbs of agreements` {
    /// The example in a file, with a change to its text.
    private func draft(_ workplace: Workplace, _ name: String = "template.jsonc", edit: (String) -> String) throws -> String {
        let path = Checkout.root.appending(path: "agreements-example/\(name)")
        return try workplace.write(edit(try String(contentsOf: path, encoding: .utf8)), to: "draft.jsonc")
    }

    private func isWithinWidth(_ text: String) -> Bool { text.split(separator: "\n").allSatisfy { $0.count <= 80 } }

    @Test func `warn of roles and verbs that this program does not know`() throws {
        let workplace = try Workplace()
        let path = try draft(workplace, "task-force.json") {
            $0.replacing("approve:2:officer", with: "approve:2:judge").replacing(
                "\"under-investigation\"", with: "\"under-inquiry\"")
        }
        let lint = try Program().run("agreement", "lint", path, "--at", "2026-12-01T00:00:00Z", "--json")
        #expect(lint.status == 1)
        let findings = try #require(lint.document["findings"] as? [[String: Any]])
        let codes = findings.filter { $0["severity"] as? String == "warning" }.compactMap { $0["code"] as? String }
        #expect(Set(codes) == ["role-unknown", "type-unknown"])
    }
}
