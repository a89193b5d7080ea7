import Foundation
import Testing

/// A lab whose first member published once.
private struct PublishedOnce {
    let home: String
    let feed: String
    let program: Program

    init() throws {
        let workplace = try Workplace()
        program = try Program()
        let lab = workplace.path + "/lab"
        try program.run("lab", "--dir", lab, "--members", "org.a:platform,org.b:vendor")
        feed = try workplace.write("value,kind\na.example,host\n", to: "feed.csv")
        home = "\(lab)/org.a"
        try #require(try publish().status == 0)
    }

    func publish() throws -> Program.Outcome { try program.run("publish", "--home", home, "--group", "lab", "--json", feed) }
}

@Suite struct `A home without its store` {
    @Test func `answers with code 4 and what to do until it is rebuilt`() throws {
        let lab = try PublishedOnce()
        try FileManager.default.removeItem(atPath: lab.home + "/store.sqlite")
        for act in [["lookup", "a.example"], ["digest"], ["publish", "--group", "lab", lab.feed], ["export"]] {
            let outcome = try lab.program.run(act + ["--home", lab.home])
            #expect(outcome.status == 4, "\(act) \(outcome.errors)")
            #expect(outcome.errors.contains("hint: tocsin rebuild"))
            #expect(outcome.output.isEmpty)
        }
        #expect(try lab.program.run("rebuild", "--home", lab.home).status == 0)
        #expect(try lab.program.run("lookup", "--home", lab.home, "a.example").status == 0)
    }
}

@Suite struct `A publication whose end was not noted` {
    @Test func `is named by the next one, with its number and its stream`() throws {
        let lab = try PublishedOnce()
        let marks = URL(filePath: lab.home + "/ledger/published.jsonl")
        let lines = try String(contentsOf: marks, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 3, "begun, done, copied")
        try Data((lines[0] + "\n").utf8).write(to: marks)
        let again = try lab.publish()
        #expect(again.status == 0)
        #expect(again.output.contains(#""seq":2"#))
        #expect(again.errors.contains("number 1 for lab") && again.errors.contains(lab.home + "/bundles/"), "\(again.errors)")
    }
}
