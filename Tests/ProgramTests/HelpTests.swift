import Foundation
import TestVectors
import Testing

@Suite struct `Help` {
    @Test(arguments: ["tocsin", "tocsin-verify", "tocsin-evaluator"])
    func `has an example for every verb and a word on every option`(program: String) throws {
        let answer = try Program(program).run("--experimental-dump-help").output
        let dump = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
        try look(at: try #require(dump["command"] as? [String: Any]), named: "")
    }

    private func look(at command: [String: Any], named parent: String) throws {
        let name = parent + (command["commandName"] as? String ?? "")
        let below = (command["subcommands"] as? [[String: Any]] ?? []).filter { $0["commandName"] as? String != "help" }
        for verb in below { try look(at: verb, named: name + " ") }
        // A line of an example that is wrapped can no longer be copied.
        for line in (command["discussion"] as? String ?? "").split(separator: "\n") where line.hasPrefix("  ") {
            #expect(line.count <= 80, "\(name): \(line)")
        }
        guard below.isEmpty else { return }
        #expect((command["abstract"] as? String)?.isEmpty == false, "\(name)")
        let discussion = command["discussion"] as? String ?? ""
        // Verbs of two ceremonies share their help.
        #expect(discussion.contains("EXAMPLE") && discussion.contains("  tocsin"), "\(name)")
        for argument in command["arguments"] as? [[String: Any]] ?? [] {
            #expect((argument["abstract"] as? String)?.isEmpty == false, "\(name): \(argument["valueName"] ?? "")")
        }
    }

    @Test func `has an example for verbs that only have verbs below`() throws {
        let outcome = try Program().run("legal", "--help")
        #expect(outcome.output.contains("EXAMPLE\n  tocsin legal impact"))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `makes completions for a shell`(shell: String) throws {
        let outcome = try Program().run("--generate-completion-script", shell)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("redact"))
    }

    @Test func `becomes a page of the manual for each program`() throws {
        let workplace = try Workplace()
        let root = Checkout.root
        let script = Process()
        script.executableURL = root.appending(path: "scripts/make-man-pages")
        let build = try Program().executable.deletingLastPathComponent().path
        script.arguments = ["--build", build, "--out", workplace.path]
        script.standardOutput = FileHandle.nullDevice
        try script.run()
        script.waitUntilExit()
        #expect(script.terminationStatus == 0)
        let page = try String(contentsOfFile: workplace.path + "/tocsin.1", encoding: .utf8)
        #expect(page.contains(".SS \"tocsin bundle redact\"") && page.contains("EXIT STATUS"))
        for program in ["tocsin-verify", "tocsin-evaluator"] {
            #expect(FileManager.default.fileExists(atPath: workplace.path + "/\(program).1"))
        }
    }
}
