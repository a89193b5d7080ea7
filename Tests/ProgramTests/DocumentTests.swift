import Foundation
import Testing

/// One document of JSON from every verb that has a result.
@Suite struct `JSON` {
    private func document(_ program: Program, _ arguments: String..., status: Int32 = 0) throws -> [String: Any] {
        let outcome = try program.run(arguments + ["--json"])
        #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
        #expect(outcome.output.split(separator: "\n").count == 1, "\(arguments): \(outcome.output)")
        return try outcome.document
    }

    @Test func `tells of every step of a ceremony`() throws {
        let place = try Workplace()
        let program = try Program()
        func path(_ name: String) -> String { "\(place.path)/\(name)" }
        for name in ["alice", "bob"] {
            let officer = try document(program, "registry", "officer", "--out", path("\(name).pem"))
            #expect(officer["file"] as? String == path("\(name).pem"))
            #expect(officer["public_file"] as? String == path("\(name).pem.pub.json"))
        }
        for member in ["org.a", "org.b"] {
            let made = try document(program, "init", "--home", path(member), "--member", member, "--role", "platform")
            #expect(made["member"] as? String == member)
            let card = try program.run("registry", "card", "--home", path(member)).output
            _ = try place.write(card, to: member + ".json")
        }
        let epoch = try document(
            program, "epoch", "make", "--epoch", "1", "--out", path("epoch.json"), "--pepper-out", path("pepper"))
        #expect(epoch["pepper_file"] as? String == path("pepper"))
        let made = try document(
            program, "registry", "make", "--root", path("alice.pem.pub.json"), "--root", path("bob.pem.pub.json"), "--card",
            path("org.a.json"), "--card", path("org.b.json"), "--group", "g=org.a,org.b", "--epoch", path("epoch.json"), "--out",
            path("registry.json"))
        #expect(made["version"] as? Int == 1 && made["members"] as? Int == 2)
        for name in ["alice", "bob"] {
            let key = path("\(name).pem")
            let signed = try document(
                program, "registry", "sign", path("registry.json"), "--key", key, "--out", path("registry-\(name).json"))
            #expect((signed["signatures"] as? [Any])?.count == 1)
            _ = try document(program, "epoch", "sign", path("epoch.json"), "--key", key)
        }
        let combined = try document(
            program, "registry", "combine", path("registry-alice.json"), path("registry-bob.json"), "--out", path("registry.json")
        )
        #expect((combined["signatures"] as? [Any])?.count == 2)
        let root = try #require(made["root"] as? String)
        let installed = try document(
            program, "registry", "install", "--home", path("org.a"), path("registry.json"), "--trust-root", root)
        #expect(installed["state"] as? String == "installed")
        let pepper = try document(
            program, "epoch", "install", "--home", path("org.a"), path("epoch.json"), "--pepper", path("pepper"))
        #expect(pepper["epoch"] as? Int == 1)
        #expect((try document(program, "epoch", "show", "--home", path("org.a"))["epochs"] as? [Any])?.count == 1)
    }

    @Test func `tells of registries, chains and labs`() throws {
        let lab = try TrialLab()
        let registry = lab.path("lab/root/registry.json")
        let next = try document(lab.program, "registry", "next", registry, "--remove", "org.b", "--out", lab.path("next.json"))
        #expect(next["version"] as? Int == 2)
        let changes = try document(lab.program, "registry", "diff", registry, lab.path("next.json"))["changes"] as? [String]
        #expect(changes?.contains("- member org.b") == true)
        let lint = try document(lab.program, "registry", "lint", registry, status: 1)["findings"] as? [String]
        #expect(lint?.isEmpty == false)
        try #require(lab.publish().status == 0)
        let heads = lab.path("heads.json")
        let made = try document(lab.program, "chain", "heads", "--home", lab.home(), "--group", "lab", "--out", heads)
        #expect(made["file"] as? String == heads)
        let begun = try document(lab.program, "chain", "begin", "--home", lab.home("org.b"), heads)["chains"] as? [[String: Any]]
        #expect(begun?.first?["state"] as? String == "begun")
        let compared = try document(lab.program, "chain", "compare", "--home", lab.home("org.b"), heads)["heads"] as? [Any]
        #expect(compared?.count == 1)
        #expect((try document(lab.program, "chain", "show", "--home", lab.home())["chains"] as? [Any])?.count == 1)
    }

    @Test func `tells the figures of the demo`() throws {
        let place = try Workplace()
        let figures = try document(Program(), "demo", "--leave-no-nodes", "--dir", place.path + "/demo")
        #expect((figures["published"] as? [[String: Any]])?.count == 3)
        #expect((figures["digest"] as? String)?.count == 64)
        #expect((figures["homes"] as? [String: String])?["org.police"] == place.path + "/demo/org.police")
    }
}
