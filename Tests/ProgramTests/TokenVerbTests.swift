import Foundation
import Testing

@Suite struct `Tokens on the command line` {
    @Test func `are shown once, listed without the secret, and revoked`() throws {
        let lab = try TrialLab()
        let issued = try lab.run(["token", "issue", "--name", "desk.1", "--role", "investigator", "--scope", "path:lookup"])
        #expect(issued.status == 0, "\(issued.errors)")
        let token = try #require(issued.output.split(separator: "\n").first)
        #expect(token.hasPrefix("toc_") && token.utf8.count == 47 && issued.output.split(separator: "\n").count == 1)
        #expect(!issued.errors.contains(token))
        let listed = try lab.run(["token", "list", "--json"])
        #expect(try listed.document["standing"] as? String == "in force")
        #expect(try listed.document["scopes"] as? [String] == ["path:lookup"])
        let record = try String(contentsOfFile: "\(lab.home())/ledger/tokens.jsonl", encoding: .utf8)
        #expect(!listed.output.contains(token) && !record.contains(token))
        let mode = try FileManager.default.attributesOfItem(atPath: "\(lab.home())/ledger/tokens.jsonl")[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try lab.run(["token", "revoke", "desk.1"]).status == 0)
        #expect(try lab.run(["token", "list", "--json"]).document["standing"] as? String == "revoked")
        #expect(try lab.run(["token", "revoke", "desk.1"]).status == 1)
        #expect(try lab.run(["token", "revoke", "nobody"]).status == 1)
    }

    @Test func `of a name that was used are not issued again`() throws {
        let lab = try TrialLab()
        #expect(try lab.run(["token", "issue", "--name", "a", "--role", "officer"]).status == 0)
        #expect(try lab.run(["token", "issue", "--name", "a", "--role", "officer"]).status == 3)
    }

    @Test(arguments: [
        ["--name", "Desk One", "--role", "officer"], ["--name", "a", "--role", "king"],
        ["--name", "a", "--role", "officer", "--scope", "path:nowhere"], ["--name", "a", "--role", "officer", "--days", "0"],
    ])
    func `that cannot be are faults of usage`(options: [String]) throws {
        let outcome = try TrialLab().run(["token", "issue"] + options)
        #expect(outcome.isUsageFault, "\(outcome.errors)")
    }

    @Test func `are on record before they are shown`() throws {
        let lab = try TrialLab()
        #expect(try lab.run(["token", "issue", "--name", "a", "--role", "operator", "--as", "kim"]).status == 0)
        let acts = try lab.run(["audit", "actor", "kim", "--json"])
        #expect(acts.output.contains("token.issue"), "\(acts.output)")
        let ledger = "\(lab.home())/ledger"
        try FileManager.default.removeItem(atPath: "\(ledger)/staging")
        try FileManager.default.createDirectory(atPath: "\(ledger)/staging", withIntermediateDirectories: false)
        let refused = try lab.run(["token", "issue", "--name", "b", "--role", "operator"])
        #expect(refused.status == 4 && refused.output.isEmpty)
        #expect(try lab.run(["token", "list", "--json"]).output.split(separator: "\n").count == 1)
    }
}
