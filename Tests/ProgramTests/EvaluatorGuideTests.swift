import Foundation
import TestVectors
import Testing

@Suite struct `The guide of evaluators` {
    private let workplace: Workplace

    init() throws { workplace = try Workplace() }

    /// What the page prints to be typed. Each step costs a start of the program, so the refresh is for the long run; NodeCeremonyTests has it too.
    private func commands() throws -> String {
        let page = try String(contentsOf: Checkout.root.appending(path: "docs/guides/evaluators.md"), encoding: .utf8)
        let sections = page.components(separatedBy: "\n## ")
        try #require(sections.count { $0.hasPrefix("Refresh\n") } == 1)
        return sections.filter { LawRun.isFull || !$0.hasPrefix("Refresh\n") }.joined().matches(of: /(?ms)^```sh\n(.*?)^```/).map
        { String($0.1) }.joined()
    }

    /// Types commands in an empty folder, as a person who stops at the first that fails.
    private func type(_ commands: String) throws -> (status: Int32, said: String) {
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-euc", commands]
        shell.currentDirectoryURL = URL(filePath: workplace.path)
        let programs = try Program().executable.deletingLastPathComponent().path
        shell.environment = ProcessInfo.processInfo.environment.merging(["PATH": "\(programs):/usr/bin:/bin"]) { $1 }
        let answers = workplace.path + "/answers"
        try Data().write(to: URL(filePath: answers))
        let output = try FileHandle(forWritingTo: URL(filePath: answers))
        shell.standardOutput = output
        shell.standardError = output
        try shell.run()
        shell.waitUntilExit()
        return (shell.terminationStatus, try String(contentsOfFile: answers, encoding: .utf8))
    }

    private func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(workplace.path)/\(path)") }

    @Test func `leads from a federation to a key and to its end, as it is printed`() throws {
        let outcome = try type(commands())
        try #require(outcome.status == 0, "\(outcome.said.suffix(2_000))")
        #expect(outcome.said.contains("evaluators 2 of: 1 org.a, 2 org.b, 3 org.c\n"))
        #expect(outcome.said.contains("erased  share\n") && outcome.said.contains("erased  pepper\n"))
        #expect(outcome.said.firstMatch(of: /1 +org\.c +share +\S+Z +this was a rehearsal/) != nil)
        for org in ["org.a", "org.b", "org.c"] {
            for name in ["shares/1.key", "shares/1.refreshed.key", "ceremonies/1/polynomial.key"] {
                #expect(!isThere("\(org)/evaluator/\(name)"), "\(org) \(name)")
            }
        }
    }

    @Test func `ends at a party that says two things, and names it`() throws {
        // org.b forgets what it drew, and draws again: two commitments.
        let cheat = """
            tocsin lab --dir . --members org.a:evaluator,org.b:evaluator,org.c:evaluator
            tocsin evaluator plan --epoch 2 --parties org.a,org.b,org.c --out plan.json --pepper-digest $(printf '%064d' 0)
            for org in org.a org.b org.c; do tocsin evaluator begin plan.json --home $org; done
            for org in org.a org.b org.c; do tocsin evaluator commit --home $org --epoch 2 --out post; done
            for org in org.a org.c; do tocsin evaluator take --home $org --epoch 2 post/epoch-2-round-0-*; done
            rm org.b/evaluator/ceremonies/2/polynomial.key org.b/evaluator/ceremonies/2/messages/0-2-0.json
            tocsin evaluator commit --home org.b --epoch 2 --out again
            tocsin registry card --home org.a --also witness
            set +e
            tocsin evaluator take --home org.a --epoch 2 again/epoch-2-round-0-from-2.json --out post; echo "code $?"
            tocsin evaluator take --home org.c --epoch 2 post/epoch-2-complaint-from-1.json --json; echo "code $?"
            tocsin evaluator reveal --home org.a --epoch 2; echo "code $?"
            tocsin evaluator status --home org.c --json
            """
        let outcome = try type(cheat)
        #expect(outcome.said.matches(of: /code 1\n/).count == 3, "\(outcome.said)")
        #expect(outcome.said.contains(#""roles":["evaluator","witness"]"#))
        #expect(outcome.said.contains("org.b signed two different messages for one place"))
        #expect(
            outcome.said.contains(
                #""blamed":"org.b","complainer":"org.a","culprit":"org.b","fault":"equivocation","standing":"proven""#))
        #expect(!isThere("org.a/evaluator/ceremonies/2/polynomial.key"))
        #expect(!isThere("org.c/evaluator/ceremonies/2/polynomial.key"))
    }
}
