import Foundation
import Testing

@Suite struct `Outcomes that came back` {
    private let lab: TrialLab

    /// org.a reported twelve hosts, eleven of one campaign; org.b removed six of them and objects to one.
    init() throws {
        let rows = (1...12).map { "h\($0).example,host,\($0 == 12 ? "other" : "wave")" }
        lab = try TrialLab(feed: "value,kind,campaign\n" + rows.joined(separator: "\n") + "\n")
        try #require(lab.publish("--out", lab.path("full.six")).status == 0)
        let hosts = (1...6).map { "h\($0).example" }
        let answers = [
            ["outcome", "--act", "account-removed"] + hosts, ["outcome", "--act", "under-investigation", "h7.example"],
            ["object", "--why", "false-positive", "h8.example"],
        ]
        for (number, words) in answers.enumerated() {
            let path = lab.path("answer\(number).six")
            let said = try lab.run(words + ["--kind", "host", "--group", "lab", "--out", path], at: "org.b")
            try #require(said.status == 0, "\(said.errors)")
            let taken = try lab.run(["import", path])
            try #require(taken.status == 0, "\(taken.errors)")
        }
    }

    private func ask(_ options: String..., status: Int32 = 0) throws -> [String: Any] {
        let outcome = try lab.run(["outcomes", "--json"] + options)
        #expect(outcome.status == status, "\(outcome.errors)")
        return try outcome.document
    }

    private func count(_ verb: String, in row: [String: Any]?) -> [String: Any]? {
        (row?["outcomes"] as? [String: Any])?[verb] as? [String: Any]
    }

    @Test func `are counted by publisher, small counts hidden`() throws {
        let row = try #require(ask().rows.first)
        #expect(row["publisher"] as? String == "org.a" && row["row"] as? String == "publisher")
        #expect(row["reported"] as? Int == 12)
        #expect(count("account-removed", in: row)?["indicators"] as? Int == 6)
        #expect(count("account-removed", in: row)?["members"] as? [String: Int] == ["below": 5])
        #expect((row["objected"] as? [String: Any])?["indicators"] as? [String: Int] == ["below": 5])
        #expect(row["no_outcome"] as? Int == 6)
        #expect(count("under-investigation", in: row) == nil)
    }

    @Test func `show every count to the own node, which says why`() throws {
        let row = try #require(ask("--exact", "--justification", "case 7").rows.first)
        #expect(count("under-investigation", in: row)?["indicators"] as? Int == 1)
        #expect(row["no_outcome"] as? Int == 5)
        #expect((row["objected"] as? [String: Any])?["members"] as? Int == 1)
        #expect(try lab.run(["outcomes", "--exact"]).isUsageFault)
    }

    @Test func `are counted by campaign, and together where counts are small`() throws {
        let hidden = try lab.run(["outcomes", "--by", "campaign"])
        #expect(!hidden.output.contains("wave") && hidden.errors.contains("too small to show campaigns apart: org.a"))
        let rows = try ask("--by", "campaign", "--exact", "--justification", "case 7").rows
        #expect(rows.map { $0["campaign"] as? String } == [nil, "other", "wave"])
        #expect(rows.map { $0["reported"] as? Int } == [12, 1, 11])
    }

    @Test func `are an entry of the log before they are shown`() throws {
        _ = try ask("--group", "lab", "--since", "2026-01-01", "--as", "kim", "--justification", "feedback", "--case", "C-1")
        let acts = try lab.run(["audit", "actor", "kim", "--json"]).document.rows
        let look = try #require(acts.first { $0["type"] as? String == "report.run" })
        #expect(look["why"] as? String == "feedback" && look["case_ref"] as? String == "C-1")
        let filter = try #require(look["about"] as? [String: Any])
        #expect(filter["group"] as? String == "lab" && filter["since"] as? String == "2026-01-01")
        #expect(filter["smallest_count"] as? Int == 5)
    }

    @Test func `of nothing that was asked about are a clear no`() throws {
        #expect(try ask("--publisher", "org.b", status: 1).rows.isEmpty)
        #expect(try ask("--group", "other", status: 1).rows.isEmpty)
        #expect(try ask("--until", "2020-01-01", status: 1).rows.isEmpty)
    }

    @Test(arguments: [
        ["--smallest-count", "2"], ["--smallest-count", "1001"], ["--since", "today"],
        ["--since", "2026-02-01", "--until", "2026-01-31"], ["--exact", "--justification", "x", "--smallest-count", "5"],
        ["--publisher", "ORG A"],
    ])
    func `are asked for in words that make sense`(options: [String]) throws {
        let outcome = try lab.run(["outcomes"] + options)
        #expect(outcome.isUsageFault, "\(outcome.errors)")
    }

    @Test(arguments: ["3", "1000"]) func `take the smallest floor and the largest`(floor: String) throws {
        #expect(try ask("--smallest-count", floor)["smallest_count"] as? Int == Int(floor))
    }
}
