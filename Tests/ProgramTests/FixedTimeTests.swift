import Foundation
import Testing

@Suite struct `A fixed time` {
    private static let later = "2026-12-01T00:00:00Z"

    @Test func `moves every verb of a lab`() throws {
        let workplace = try Workplace()
        let program = try Program()
        let lab = workplace.path + "/lab"
        try program.run("lab", "--dir", lab, "--members", "org.a:platform,org.b:vendor", "--at", Self.later)
        let feed = try workplace.write("value,kind\na.example,host\n", to: "feed.csv")
        let stream = workplace.path + "/full.six"
        let published = try program.run(
            "publish", "--home", "\(lab)/org.a", "--group", "lab", "--at", Self.later, "--out", stream, feed)
        #expect(published.status == 0)
        let imported = try program.run("import", "--home", "\(lab)/org.b", "--at", Self.later, stream)
        #expect(imported.status == 0)
    }

    @Test func `dates nothing that a real home keeps or hands on`() throws {
        let workplace = try Workplace()
        let program = try Program()
        let lab = workplace.path + "/lab"
        try program.run("lab", "--dir", lab, "--members", "org.a:platform,org.b:vendor")
        let feed = try workplace.write("value,kind\na.example,host\n", to: "feed.csv")
        let stream = workplace.path + "/full.six"
        let home = "\(lab)/org.a"
        try program.run("publish", "--home", home, "--group", "lab", "--out", stream, feed)
        let settings = URL(filePath: "\(home)/settings.toml")
        let text = try String(contentsOf: settings, encoding: .utf8)
        try Data(text.replacing("accept_lab_documents = true", with: "accept_lab_documents = false").utf8).write(to: settings)
        let acts = [
            ["publish", "--group", "lab", feed], ["import", stream],
            ["retract", "--group", "lab", "--why", "false-positive", "a.example"],
            ["bundle", "redact", "--for", "org.b", stream],
        ]
        for act in acts {
            let outcome = try program.run(act + ["--home", home, "--at", Self.later])
            #expect(outcome.status == 4, "\(act)")
            #expect(outcome.errors.contains("--at"), "\(outcome.errors)")
            #expect(outcome.errorLines.count == 2)
        }
    }
}
