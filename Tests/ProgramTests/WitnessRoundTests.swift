import Foundation
import Testing

@Suite struct `Witnesses that exchange files` {
    private let audit: AuditLab

    init() throws {
        audit = try AuditLab()
        let outcome = try audit.lab.run(["witness", "policy", "org.b"])
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    /// Makes the one witness a quorum, which the usual rules would not.
    private func requireWitness() throws {
        let path = audit.lab.home() + "/ledger/policy.txt"
        let policy = try String(contentsOfFile: path, encoding: .utf8)
        let name = try #require(policy.firstMatch(of: /witness\s(\S+)\s/)).1
        try policy.replacing("quorum none", with: "quorum \(name)").write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// A request of a member, answered by org.b.
    private func answer(_ member: String = "org.a", _ options: String...) throws -> (file: String, outcome: Program.Outcome) {
        let (request, answer) = (audit.lab.path("\(UUID())"), audit.lab.path("\(UUID())"))
        let asked = try audit.lab.run(["witness", "request", "--witness", "org.b", "--out", request] + options, at: member)
        try #require(asked.status == 0, "\(asked.errors)")
        return (answer, try audit.lab.run(["witness", "add-checkpoint", request, "--out", answer, "--json"], at: "org.b"))
    }

    @Test func `sign heads, which bounds when entries were made`() throws {
        let first = try answer()
        #expect(first.outcome.status == 0)
        #expect(try audit.lab.run(["witness", "merge", first.file]).status == 0)
        try audit.lookUp("a.example", as: "analyst.1")
        let second = try answer()
        #expect(try audit.lab.run(["witness", "merge", second.file]).status == 0)
        let witnesses = try audit.ask("witnesses")
        #expect(witnesses.column("witness") == ["org.b/witness"])
        try requireWitness()
        let verified = try audit.ask("verify")
        #expect(verified.column("verdict") == ["OK"])
        #expect(verified["quorum"] as? String == "pending")
        #expect((verified["witnessed_size"] as? Int).map { $0 < verified["head_size"] as? Int ?? 0 } == true)
        #expect(verified["waiting_since"] != nil)
        // The questions themselves made the log longer than what was signed.
        #expect(witnesses.column("behind") == ["1"])
        let time = try #require(try audit.ask("actor", "analyst.1").column("time").first).prefix(19) + "Z"
        let window = try audit.ask("window", String(time), "+-1d", "--bounds")
        let query = try #require(window.rows.first { $0["type"] as? String == "query" })
        let (notBefore, notAfter) = (try #require(query["not_before"] as? String), try #require(query["not_after"] as? String))
        #expect(notBefore != "open" && notAfter != "open" && notBefore <= notAfter)
    }

    @Test func `answer an outdated request with the size they have`() throws {
        #expect(try answer().outcome.status == 0)
        try audit.lookUp("a.example", as: "analyst.1")
        let late = try answer()
        #expect(late.outcome.status == 1)
        let size = try #require(try late.outcome.document["size"] as? Int)
        #expect(try audit.lab.run(["witness", "merge", late.file]).status == 1)
        #expect(try answer("org.a", "--old", "\(size)").outcome.status == 0)
    }

    @Test func `keep the proof of a fork, and the log that is shown it stops`() throws {
        try FileManager.default.copyItem(atPath: audit.lab.home(), toPath: audit.lab.home("copy"))
        try audit.lookUp("a.example", as: "analyst.1")
        #expect(try answer().outcome.status == 0)
        #expect(try audit.lab.run(["lookup", "b.example", "--kind", "host", "--as", "thief"], at: "copy").status == 1)
        let shown = try answer("copy", "--old", "0").outcome
        #expect(shown.status == 1)
        let place = try #require(try shown.document["fork"] as? String)
        #expect(FileManager.default.fileExists(atPath: "\(place)/second.note"))
        let log = try audit.ledgerText(of: "org.b")
        #expect(log.contains("\"witness/head-forks/") && !log.contains(audit.lab.home("org.b")))
        let seen = try audit.ask("witnesses", status: 1, at: "org.b")
        let evidence = try #require((seen["forks"] as? [String])?.first)
        let heads = try ["first.note", "second.note"].map { try String(contentsOfFile: "\(evidence)/\($0)", encoding: .utf8) }
        let lines = heads.map { $0.split(separator: "\n") }
        #expect(lines[0][..<2] == lines[1][..<2] && lines[0][2] != lines[1][2])
        let verifier = try Program("tocsin-verify")
        let proof = try verifier.run("fork", "--policy", audit.lab.home() + "/ledger/policy.txt", "--json", evidence)
        #expect(proof.status == 0)
        #expect(try proof.document["verdict"] as? String == "FORK")
        #expect(try verifier.run("fork", "--policy", audit.lab.home("org.b") + "/ledger/policy.txt", evidence).status == 1)
        let types = try audit.ask("actor", "operator", at: "org.b").column("type")
        #expect(types.contains("fork.seen"))
        let stopped = try audit.lab.run(["witness", "compare", "\(evidence)/second.note"])
        #expect(stopped.status == 4)
        #expect(try audit.lab.run(["lookup", "a.example", "--kind", "host"]).status == 4)
        // The verdict is needed most when nothing can be logged any more.
        let verdict = try audit.lab.run(["audit", "verify", "--json"])
        #expect(verdict.status == 4)
        #expect(try verdict.document["refuses"] != nil)
        #expect(try audit.ask("witnesses", status: 1)["refuses"] != nil)
    }

    @Test func `are missed while none has signed`() throws {
        try requireWitness()
        let verdict = try audit.ask("verify", status: 1)
        #expect(verdict.column("code") == ["E_QUORUM"])
        #expect(verdict["quorum"] as? String == "missing")
    }

    @Test func `are no witnesses that the policy does not name`() throws {
        let request = audit.lab.path("request")
        let outcome = try audit.lab.run(["witness", "request", "--witness", "org.c", "--out", request])
        #expect(outcome.status == 3)
        #expect(outcome.errorLines.count == 2)
        let own = try audit.lab.run(["witness", "policy", "org.a"])
        #expect(own.status == 3 && own.errors.contains("a node is no witness of its own audit log"))
    }

    @Test func `tell heads of this history from those that say nothing of it`() throws {
        #expect(try answer().outcome.status == 0)
        let head = audit.lab.path("head.note")
        let kept = try audit.lab.run(["witness", "head", "org.a"], at: "org.b")
        try kept.output.write(toFile: head, atomically: false, encoding: .utf8)
        let same = try audit.lab.run(["witness", "compare", head, "--json"])
        #expect(same.status == 0)
        #expect(try same.document["standing"] as? String == "history")
        let foreign = try audit.lab.run(["witness", "compare", audit.lab.home("org.b") + "/ledger/checkpoint"])
        #expect(foreign.status == 3)
        #expect(foreign.errors.contains("is no head of this log: it is one of the log org.b/audit/1"))
        #expect(try audit.lab.run(["witness", "head", "org.z"], at: "org.b").status == 3)
        let policy = try audit.lab.run(["witness", "policy", "--json"]).document
        #expect((policy["witnesses"] as? [[String: Any]])?.first?["name"] as? String == "org.b/witness")
    }

    @Test func `that are ahead say that this log may be an older copy, which their head proves`() throws {
        try FileManager.default.copyItem(atPath: audit.lab.home(), toPath: audit.lab.home("backup"))
        try audit.lookUp("a.example", as: "analyst.1")
        #expect(try answer().outcome.status == 0)
        let late = try answer("backup", "--old", "0")
        #expect(late.outcome.status == 1)
        let merged = try audit.lab.run(["witness", "merge", late.file], at: "backup")
        #expect(merged.status == 1)
        #expect(merged.output.contains("older copy") && merged.output.contains("tocsin witness compare"))
        let json = try audit.lab.run(["witness", "merge", late.file, "--json"], at: "backup").document
        #expect(json["older_copy"] as? Bool == true)
        let size = try #require(try late.outcome.document["size"] as? Int)
        let asked = try audit.lab.run(
            ["witness", "request", "--witness", "org.b", "--old", "\(size)", "--out", audit.lab.path("r")], at: "backup")
        #expect(asked.status == 4 && asked.errors.contains("tocsin witness compare"))
        // Nothing of it is proof, so the log goes on until the head is there.
        #expect(try audit.lab.run(["lookup", "a.example", "--kind", "host"], at: "backup").status == 1)
    }

    @Test func `keep what a proof does not lead to, and say what that means`() throws {
        try FileManager.default.copyItem(atPath: audit.lab.home(), toPath: audit.lab.home("copy"))
        try audit.lookUp("a.example", as: "analyst.1")
        #expect(try answer().outcome.status == 0)
        let size = try #require(
            try audit.lab.run(["witness", "head", "org.a", "--json"], at: "org.b").document["size"] as? Int)
        for _ in 0..<3 { _ = try audit.lab.run(["lookup", "b.example", "--kind", "host"], at: "copy") }
        let refused = try answer("copy", "--old", "\(size)").outcome
        #expect(refused.status == 1)
        let document = try refused.document
        #expect(document["status"] as? Int == 422 && document["fork"] == nil)
        let place = try #require(document["refused"] as? String)
        #expect(FileManager.default.fileExists(atPath: "\(place)/kept.note"))
    }

    @Test func `are lost when they sign nothing for too long, and back when they do`() throws {
        #expect(try audit.lab.run(["witness", "overdue", "--after", "24h"]).status == 0)
        #expect(try audit.lab.run(["witness", "overdue", "--after", "soon"]).isUsageFault)
        Thread.sleep(forTimeInterval: 2.1)
        let lost = try audit.lab.run(["witness", "overdue", "--after", "1s", "--as", "kim", "--json"])
        #expect(lost.status == 1, "\(lost.errors)")
        #expect(try audit.lab.run(["witness", "overdue", "--after", "1s", "--as", "kim"]).status == 1)
        let answer = try answer()
        #expect(try audit.lab.run(["witness", "merge", answer.file, "--as", "kim"]).status == 0)
        #expect(try audit.ask("actor", "kim").column("type") == ["witness.lost", "witness.back"])
    }
}
