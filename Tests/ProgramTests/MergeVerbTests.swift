import Foundation
import Testing

@Suite struct `The merge verbs` {
    private static let asked = "joe@gmail.com"
    private static let reported = "j.o.e@gmail.com"
    private static let why = ["--why", "two people, the platform says"]

    private func lab() throws -> TrialLab {
        let lab = try TrialLab(feed: "value,kind\n\(Self.reported),email\n")
        try #require(lab.publish().status == 0)
        return lab
    }

    @Test func `split a value from where it leads, show it, and join the two again`() throws {
        let lab = try lab()
        #expect(try lab.run(["merge", "explain", Self.asked]).output.contains("leads to email  \(Self.reported)"))
        let split = try lab.run(["merge", "split", Self.asked, "--from", Self.reported, "--json"] + Self.why)
        #expect(split.status == 0, "\(split.errors)")
        #expect(try split.document["state"] as? String == "judged")
        let lookup = try lab.run(["lookup", Self.asked])
        #expect(lookup.status == 1)
        #expect(lookup.errors.contains("keep names apart here: 1"))
        let explained = try lab.run(["explain", "--json", Self.asked]).document
        let steps = try #require(explained["why"] as? [[String: Any]])
        #expect(steps.last?["rule"] as? String == "judgement")
        #expect(try lab.run(["merge", "explain", Self.asked]).output.contains("split from email  \(Self.reported)"))
        let again = try lab.run(["merge", "split", Self.asked, "--from", Self.reported] + Self.why)
        #expect(again.status == 0 && again.output == "they were split before; nothing changed\n")
        let joined = try lab.run(["merge", "join", Self.asked, "--with", Self.reported, "--why", "the platform was wrong"])
        #expect(joined.status == 0, "\(joined.errors)")
        #expect(try lab.run(["lookup", Self.asked]).status == 0)
        let listed = try #require(lab.run(["merge", "list", "--json"]).document["judgements"] as? [[String: Any]])
        #expect(listed.map { $0["standing"] as? String } == ["replaced", "in-force"])
        #expect(try lab.run(["merge", "list"]).output.contains("two people, the platform says"))
    }

    @Test func `say a clear no in two lines`() throws {
        let lab = try lab()
        let others: [[String]] = [
            ["split", Self.asked, "--from", "ann@gmail.com"], ["split", "a.example", "--from", Self.reported],
            ["join", Self.asked, "--with", Self.reported],
            ["split", Self.asked, "--claim", "\(String(repeating: "0", count: 64))/0/0"],
        ]
        for verb in others {
            let answer = try lab.run(["merge"] + verb + Self.why)
            #expect(answer.status == 1 && answer.output.isEmpty && answer.errorLines.count == 2, "\(answer.errors)")
        }
        #expect(try lab.run(["merge", "explain", "ann@example.com"]).status == 1)
    }

    @Test func `take exactly one aim and a reason of its length`() throws {
        let lab = try lab()
        let faults: [[String]] = [
            ["split", Self.asked] + Self.why, ["split", Self.asked, "--from", Self.reported],
            ["split", Self.asked, "--from", Self.reported, "--claim", "x"] + Self.why,
            ["split", Self.asked, "--claim", "x"] + Self.why,
            ["join", Self.asked, "--with", Self.reported, "--why", ""],
            ["join", Self.asked, "--with", Self.reported, "--why", String(repeating: "a", count: 1_001)],
        ]
        for verb in faults {
            let answer = try lab.run(["merge"] + verb)
            #expect(answer.isUsageFault, "\(verb): \(answer.errors)")
        }
    }

    @Test func `refuse a record that somebody changed, with its line`() throws {
        let lab = try lab()
        try #require(lab.run(["merge", "split", Self.asked, "--from", Self.reported] + Self.why).status == 0)
        let record = URL(filePath: lab.home() + "/ledger/judgements.jsonl")
        let text = try String(contentsOf: record, encoding: .utf8)
        try Data((text + text.replacing("\"sig\":\"", with: "\"sig\":\"AAAA")).utf8).write(to: record)
        for verb in [["lookup", Self.asked], ["merge", "list"], ["merge", "explain", Self.asked]] {
            let answer = try lab.run(verb)
            // A lookup warns first of what holds at every start.
            let told = answer.errorLines.suffix(2)
            #expect(answer.status == 4 && answer.output.isEmpty, "\(answer.errors)")
            #expect(told.first?.hasPrefix("tocsin: ledger/judgements.jsonl, line 2: ") == true, "\(answer.errors)")
            #expect(told.last?.hasPrefix("hint: ") == true, "\(answer.errors)")
        }
    }
}
