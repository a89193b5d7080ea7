import Foundation
import Testing

@Suite struct `Acts on the ledger` {
    private let audit: AuditLab

    init() throws { audit = try AuditLab() }

    private func ledger(_ arguments: String..., at member: String = "org.a") throws -> Program.Outcome {
        try audit.lab.run(["ledger"] + arguments, at: member)
    }

    private func policy(_ member: String = "org.a") -> String { audit.lab.home(member) + "/ledger/policy.txt" }

    @Test func `acknowledge a step of the clock, on record and by name`() throws {
        let outcome = try ledger("acknowledge-clock", "--as", "kim", "--justification", "set by NTP", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try audit.ask("actor", "kim").column("type") == ["clock.step"])
        #expect(try ledger("acknowledge-clock", "--justification", " ").isUsageFault)
        #expect(try ledger("acknowledge-clock").isUsageFault)
    }

    @Test func `write a receipt that outsiders verify, with the details that are shown`() throws {
        try audit.lookUp("a.example", as: "analyst.1")
        let query = try #require(audit.ask("actor", "analyst.1").column("entry").first)
        let out = audit.lab.path("receipts")
        let made = try ledger("receipt", query, "--out", out, "--fields", "actor,purpose", "--as", "kim", "--json")
        #expect(made.status == 0, "\(made.errors)")
        #expect((try made.document["files"] as? [String])?.count == 3)
        let verifier = try Program("tocsin-verify")
        let verdict = try verifier.run("receipt", "--policy", policy(), "--json", "\(out)/\(query).tlog-proof")
        #expect(verdict.status == 0, "\(verdict.output)")
        let fields = try String(contentsOfFile: "\(out)/\(query).fields.json", encoding: .utf8)
        #expect(fields.contains("\"analyst.1\"") && !fields.contains("\"results\""))
        #expect(!fields.hasSuffix("\n"))
        #expect(try audit.ask("views").column("question").contains("ledger.receipt"))
        let unknown = try ledger("receipt", query, "--out", out, "--fields", "nothing")
        #expect(unknown.status == 3 && unknown.errors.contains("the entry has no field nothing"))
        #expect(try ledger("receipt", query, "--out", out, "--fields", "actor", "--acting-as", "auditor").status == 3)
        #expect(try ledger("receipt", "99999", "--out", out).status == 1)
        #expect(try ledger("receipt", query, "--out", audit.lab.home() + "/ledger").isUsageFault)
    }

    @Test func `begin the next log with a new key, and keep the old one readable`() throws {
        #expect(try audit.lab.run(["witness", "policy", "org.b"]).status == 0)
        let before = try String(contentsOfFile: policy(), encoding: .utf8)
        let outcome = try ledger("next-generation", "--as", "kim", "--reason", "the key of 2026 is retired", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let next = try outcome.document
        #expect(next["origin"] as? String == "org.a/audit/2")
        #expect(next["ended_properly"] as? Bool == true)
        let key = try #require(next["key"] as? String)
        #expect(key.hasPrefix("org.a/audit/2+") && !before.contains(key))
        let policy = try String(contentsOfFile: policy(), encoding: .utf8)
        #expect(policy.contains("log \(key)\n") && policy.contains("org.b/witness"))
        #expect(try audit.ask("verify").column("verdict") == ["OK"])
        let acts = try audit.ask("actor", "kim")
        #expect(acts.column("type") == ["genesis", "config.change"])
        let verifier = try Program("tocsin-verify")
        let old = try #require(next["ended"] as? String)
        #expect(try verifier.run("ledger", "--policy", "\(old)/policy.txt", old).status == 0)
        let out = audit.lab.path("receipts")
        #expect(try ledger("receipt", "1", "--generation", "1", "--out", out).status == 0)
        #expect(try verifier.run("receipt", "--policy", "\(old)/policy.txt", "\(out)/1.tlog-proof").status == 0)
        #expect(try ledger("receipt", "1", "--generation", "7", "--out", out).status == 3)
        // The keys of the home are those of the new log, and the next change goes on from there.
        #expect(try audit.lab.publish().status == 0)
        #expect(try ledger("next-generation", "--reason", "again", "--json").document["origin"] as? String == "org.a/audit/3")
        #expect(try audit.lab.run(["registry", "card"]).output.contains("\"log\""))
    }

    @Test func `begin the next log with the witness's head where the old one was rolled back`() throws {
        let home = audit.lab.home()
        #expect(try audit.lab.run(["witness", "policy", "org.b"]).status == 0)
        try FileManager.default.copyItem(atPath: home, toPath: audit.lab.home("backup"))
        try audit.lookUp("a.example", as: "analyst.1")
        let (request, answer, head) = (audit.lab.path("request"), audit.lab.path("answer"), audit.lab.path("head.note"))
        #expect(try audit.lab.run(["witness", "request", "--witness", "org.b", "--out", request]).status == 0)
        #expect(try audit.lab.run(["witness", "add-checkpoint", request, "--out", answer], at: "org.b").status == 0)
        try FileManager.default.removeItem(atPath: home)
        try FileManager.default.moveItem(atPath: audit.lab.home("backup"), toPath: home)
        let kept = try audit.lab.run(["witness", "head", "org.a"], at: "org.b")
        #expect(kept.status == 0)
        try kept.output.write(toFile: head, atomically: false, encoding: .utf8)
        let stopped = try audit.lab.run(["witness", "compare", head])
        #expect(stopped.status == 4)
        #expect(stopped.errors.contains("tocsin ledger next-generation --reason TEXT --as NAME"))
        #expect(try ledger("next-generation", "--reason", "wrong", "--head", policy()).status == 3)
        let outcome = try ledger("next-generation", "--as", "kim", "--reason", "restored from a backup", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let next = try outcome.document
        let size = try #require(kept.output.split(separator: "\n").dropFirst().first.flatMap { Int($0) })
        #expect(next["previous_size"] as? Int == size)
        #expect(next["ended_properly"] as? Bool == false)
        try audit.lookUp("a.example", as: "analyst.1")
    }

    @Test func `name who acted, also where a verb changes only what the node goes by`() throws {
        #expect(try audit.lab.run(["officer", "add", "lee", "--no-passphrase", "--as", "kim"]).status == 0)
        #expect(try audit.lab.run(["witness", "policy", "org.b", "--as", "kim"]).status == 0)
        #expect(try audit.ask("actor", "kim").column("type") == ["config.change", "config.change"])
        let registry = audit.lab.home() + "/registry/registry.json"
        let options = ["registry", "install", registry, "--home", audit.lab.home()]
        let wrong = try audit.lab.program.run(options, environment: ["TOCSIN_ACTOR": "nobody in particular"])
        #expect(wrong.status == 2 && wrong.errorLines.count == 2)
        let added = ["officer", "add", "max", "--no-passphrase", "--home", audit.lab.home()]
        #expect(try audit.lab.program.run(added, environment: ["TOCSIN_ACTOR": "env.1"]).status == 0)
        #expect(try audit.ask("actor", "env.1").column("type") == ["config.change"])
    }

    @Test func `are not confused by a file that is no receipt`() throws {
        let outcome = try audit.lab.run(["receipt", audit.lab.home() + "/registry/registry.json"])
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("receiver") && !outcome.errors.contains("root officers"))
    }

    @Test func `put a damaged file back from a copy that needs no belief`() throws {
        let (home, copy) = (audit.lab.home(), audit.lab.path("copy"))
        try FileManager.default.copyItem(atPath: "\(home)/ledger", toPath: copy)
        let tiles = "\(home)/ledger/tile/0/000.p"
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: tiles).compactMap { Int($0) }.max())
        func damage(_ path: String) throws {
            var bytes = try Data(contentsOf: URL(filePath: path))
            bytes[40] ^= 1
            try FileManager.default.removeItem(atPath: path)
            try bytes.write(to: URL(filePath: path))
        }
        try damage("\(tiles)/\(name)")
        let stopped = try audit.lab.run(["lookup", "a.example", "--kind", "host"])
        #expect(stopped.status == 4 && stopped.errors.contains("tocsin ledger heal --from DIR"))
        let heal = ["heal", "--from", copy, "--reason", "bad block", "--as", "kim", "--approved-by", "lee", "--json"]
        let wrong = try audit.lab.run(["ledger", "heal", "--from", audit.lab.home("org.b") + "/ledger", "--reason", "bad block"])
        #expect(wrong.status == 3)
        let healed = try audit.lab.run(["ledger"] + heal)
        #expect(healed.status == 0, "\(healed.errors)")
        #expect(try healed.document["files"] as? [String] == ["tile/0/000.p/\(name)"])
        #expect(try audit.ask("verify").column("verdict") == ["OK"])
        #expect(try audit.ask("actor", "kim").column("type") == ["restore"])
        // What came since is not in the copy.
        let late = try audit.lab.run(["ledger"] + heal)
        #expect(late.status == 3 && late.errors.contains("fewer entries"))
        try FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: "\(home)/ledger", toPath: copy)
        #expect(try audit.lab.run(["ledger"] + heal).status == 1)
    }
}
