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

    @Test(arguments: ["bilateral.json", "hub.json", "task-force.json", "template.jsonc"])
    func `find nothing to warn of in the examples, and show them in lines of 80 characters`(name: String) throws {
        let path = Checkout.root.appending(path: "agreements-example/\(name)").path
        let lint = try Program().run("agreement", "lint", path, "--at", "2026-12-01T00:00:00Z")
        #expect(lint.status == 0, "\(lint.output)")
        let shown = try Program().run("agreement", "show", path)
        #expect(shown.status == 0)
        #expect(isWithinWidth(shown.output))
        for part in ["\n\nrule ", "\n  stages  ", "\n  from    ", "\n  to      ", "\n  types   ", "\n  when    ", "\n  fields  "]
        {
            #expect(shown.output.contains(part), "\(part)")
        }
    }

    @Test func `show duties and conditions of a rule`() throws {
        let path = Checkout.root.appending(path: "agreements-example/task-force.json").path
        let shown = try Program().run("agreement", "show", path).output
        #expect(shown.contains("  duties  approve:2:officer, feedback:P14D\n"))
        #expect(shown.contains("case_ref; purpose_in criminal.investigation; role_in officer;"))
        #expect(shown.contains("rate count 100, window PT1H"))
    }

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

    @Test func `name line, column and name of a fault as the person sees the draft`() throws {
        let workplace = try Workplace()
        func refusal(_ edit: (String) -> String) throws -> String {
            let outcome = try Program().run("agreement", "lint", try draft(workplace, edit: edit))
            #expect(outcome.status == 3)
            return outcome.errors
        }
        let twice = try refusal { $0.replacing("  \"version\": 1,", with: "  // again\n  \"version\": 1, \"id\": \"x\",") }
        #expect(twice.contains("a name stands twice in an object (line 10, column 17: id)"), "\(twice)")
        let broken = try refusal { $0.replacing("  \"version\": 1,", with: "  \"version\": 1;") }
        #expect(broken.contains("(line 9, column 15)"), "\(broken)")
        let wrong = try refusal { $0.replacing("\"no_onward\", \"retain:P90D\"", with: "\"no_onward\", \"retain:90\"") }
        #expect(wrong.contains(": rules[2].duties[1])") && wrong.contains("(line 1"), "\(wrong)")
    }

    @Test func `print the keys that drafts name, and sign no document with another`() throws {
        let lab = try TrialLab()
        let shown = try lab.run(["registry", "show", "--json"]).document
        let keys = try #require(shown["note_keys"] as? [[String: String]])
        #expect(Set(keys.compactMap { $0["use"] }) == ["agree", "log", "witness"])
        let own = try #require(keys.first { $0["member"] == "org.a" && $0["use"] == "agree" }?["note_key"])
        let agreement = try lab.run(["agreement", "show", "lab", "--json"]).document
        let document = try #require(agreement["document"] as? [String: Any])
        let party = try #require((document["parties"] as? [[String: Any]])?.first { $0["id"] as? String == "org.a" })
        #expect((party["keys"] as? [String: String])?["agree"] == own)
        #expect(try lab.run(["registry", "show"]).output.contains("\n  \(own)\n"))
        #expect(try lab.run(["registry", "card"]).errors.contains("note key  \(own)\n"))

        try lab.program.run("init", "--home", lab.path("other"), "--member", "org.a", "--role", "platform")
        let card = try lab.program.run("registry", "card", "--home", lab.path("other")).errors
        let other = try #require(card.split(separator: "\n").first { $0.contains("org.a/agree") }?.split(separator: " ").last)
        let bytes = try JSONSerialization.data(withJSONObject: document, options: [.withoutEscapingSlashes])
        let changed = String(decoding: bytes, as: UTF8.self).replacing(own, with: String(other))
        let signed = try lab.run([
            "agreement", "sign", lab.workplace.write(changed, to: "next.json"), "--out", lab.path("a.note"),
        ])
        #expect(signed.status == 3)
        #expect(signed.errors.contains("`keys.agree` of org.a"))
        #expect(signed.errorLines.count == 2 && signed.errorLines[1].contains("tocsin registry show"))
        #expect(!FileManager.default.fileExists(atPath: lab.path("a.note")))
    }

    @Test func `say what stops on the very day on which a basis ends`() throws {
        let lab = try TrialLab()
        let document = try #require(try lab.run(["agreement", "show", "lab", "--json"]).document["document"] as? [String: Any])
        let basis = try #require((document["legal"] as? [[String: Any]])?.first)
        let end = try #require(basis["until"] as? String)
        let impact = try lab.run(["legal", "impact", "lab", "--on", end])
        #expect(impact.status == 1)
        #expect(
            impact.output.contains("the basis ends then in any case") && impact.output.contains("stops: org.a to org.b, send"))
        let day = try #require((basis["from"] as? String)?.prefix(10))
        let before = try lab.run(["legal", "impact", "lab", "--on", "\(day)"])
        #expect(before.status == 0 && before.output.contains("it begins at"))
    }
}
