import Foundation
import Testing

/// A lab whose officers open a second epoch while the first is still open.
private struct TwoEpochs {
    let lab: TrialLab

    init() throws {
        lab = try TrialLab(feed: "value,kind\na.example,host\nb.example,host\n")
        try #require(publish("first") == 0)
        let (epoch, pepper, next) = (lab.path("epoch-2.json"), lab.path("epoch-2.key"), lab.path("next.json"))
        try require("epoch", "make", "--epoch", "2", "--accept-guessable", "--out", epoch, "--pepper-out", pepper)
        try require("registry", "next", lab.path("lab/root/registry.json"), "--epoch", epoch, "--out", next)
        for (document, officer) in [(next, 1), (next, 2), (epoch, 1), (epoch, 2)] {
            try require("registry", "sign", document, "--key", lab.path("lab/root/officer-\(officer).pem"))
        }
        for member in ["org.a", "org.b"] {
            try require("registry", "install", "--home", lab.home(member), next)
            try require("epoch", "install", "--home", lab.home(member), epoch, "--pepper", pepper)
        }
    }

    private func require(_ words: String...) throws {
        let outcome = try lab.program.run(words)
        try #require(outcome.status == 0, "\(words): \(outcome.errors)")
    }

    /// Publishes the feed at org.a and hands it to org.b; the status of the last of it.
    func publish(_ name: String) throws -> Int32 {
        let (full, sealed) = (lab.path(name + ".six"), lab.path(name + ".age"))
        _ = try lab.publish("--out", full)
        _ = try lab.run(["bundle", "redact", "--for", "org.b", "--out", sealed, full])
        return try lab.run(["import", sealed], at: "org.b").status
    }

    /// What org.b's own account of a value says of org.a's reliability.
    func reliability(of value: String) throws -> Substring? {
        try lab.run(["explain", value], at: "org.b").output.firstMatch(of: /org\.a counts .*reliability (\d+)/)?.1
    }
}

@Suite struct `Two epochs` {
    @Test func `give one indicator one judgement, as soon as a row of the judged tag shows its value`() throws {
        let world = try TwoEpochs()
        let judged = try world.lab.run(
            ["outcome", "--group", "lab", "--act", "account-removed", "b.example"], at: "org.b")
        #expect(judged.status == 0, "\(judged.errors)")
        #expect(try world.reliability(of: "a.example") == "500000", "nobody here shows what the new tag stands for")
        #expect(try world.publish("second") == 0)
        #expect(try world.reliability(of: "a.example") == "666666")
        #expect(try world.reliability(of: "b.example") == "666666")
    }

    @Test func `give one indicator one count, and find the outcome under the tag of either`() throws {
        let world = try TwoEpochs()
        try #require(
            world.lab.run(["outcome", "--group", "lab", "--act", "account-removed", "b.example"], at: "org.b").status == 0)
        for isPublishedAgain in [false, true] {
            if isPublishedAgain { try #require(world.publish("second") == 0) }
            let table = try world.lab.run(["outcomes", "--json", "--exact", "--justification", "a test"], at: "org.b").document
            let row = try #require(table.rows.first)
            let removed = (row["outcomes"] as? [String: Any])?["account-removed"] as? [String: Int]
            #expect(row["reported"] as? Int == 2 && row["no_outcome"] as? Int == 1)
            #expect(removed == ["indicators": 1, "members": 1])
        }
    }

    @Test func `answer one question with the reports of both`() throws {
        let world = try TwoEpochs()
        #expect(try world.publish("second") == 0)
        let history = try world.lab.run(["history", "--json", "a.example"], at: "org.b").output
        #expect(history.split(separator: "\n").count == 2)
        let answer = try world.lab.run(["lookup", "--json", "a.example"], at: "org.b").document
        #expect(answer["owners"] as? Int == 1, "one owner in two epochs is one owner")
    }
}
