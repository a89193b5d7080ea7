import Foundation
import Testing

@Suite struct `Messages on the command line` {
    private let lab: TrialLab

    init() throws { lab = try TrialLab() }

    private func send(_ text: String, _ arguments: String...) throws -> Program.Outcome {
        let file = try lab.workplace.write(text, to: "text.txt")
        return try lab.run(["message", "send", "org.b"] + arguments + [file])
    }

    @Test func `are written from a file, listed without their text, and shown`() throws {
        let sent = try send("Whose is a.example?\nAnd since when?\n", "--verb", "ask", "--json")
        #expect(sent.status == 0, "\(sent.errors)")
        #expect(sent.errors.contains("tocsin peer add"))
        let id = try #require(try sent.document["id"] as? String)
        let list = try lab.run(["message", "list", "--json"])
        #expect(try list.document["id"] as? String == id && list.document["state"] as? String == "waiting")
        #expect(!list.output.contains("a.example"))
        let shown = try lab.run(["message", "show", String(id.prefix(8))])
        #expect(shown.status == 0 && shown.output.contains("And since when?\n"), "\(shown.errors)")
        #expect(
            try lab.run(["message", "show", id, "--json"]).document["body"] as? String == "Whose is a.example?\nAnd since when?\n"
        )
    }

    @Test func `are refused with a hint when they are none`() throws {
        #expect(try send("x", "--verb", "shout").isUsageFault)
        #expect(try send("x", "--verb", "fork").isUsageFault)
        for outcome in [
            try send("", "--verb", "ask"), try send("x", "--verb", "answer"), try send("x", "--verb", "ask", "--re", "?"),
        ] {
            #expect(outcome.status == 2 && outcome.errorLines.count == 2, "\(outcome.errors)")
        }
        let file = try lab.workplace.write("x", to: "text.txt")
        let stranger = try lab.run(["message", "send", "org.z", "--verb", "ask", file])
        #expect(stranger.status == 3 && stranger.errorLines.count == 2, "\(stranger.errors)")
        let unknown = try lab.run(["message", "show", "00"])
        #expect(unknown.status == 1 && unknown.errors.contains("hint: see tocsin message list"), "\(unknown.errors)")
        #expect(try lab.run(["message", "list", "--json"]).output.isEmpty)
    }

    @Test func `that were damaged on the disk are not shown as what was logged`() throws {
        let id = try #require(try send("x", "--verb", "ask", "--json").document["id"] as? String)
        let path = lab.home() + "/messages/out/\(id)"
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: URL(filePath: path))
        let shown = try lab.run(["message", "show", id])
        #expect(shown.status == 4 && shown.errors.contains("not what the audit log names"), "\(shown.errors)")
    }
}
