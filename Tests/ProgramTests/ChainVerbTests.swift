import Foundation
import Testing

/// A lab whose member org.a has published a few hosts, each in a bundle of its own.
private struct PublishingLab {
    let workplace: Workplace
    let program: Program

    init() throws {
        workplace = try Workplace()
        program = try Program()
        try program.run("lab", "--dir", lab, "--members", "org.a:platform,org.b:vendor,org.c:bank")
    }

    var lab: String { workplace.path + "/lab" }

    func home(_ member: String) -> String { "\(lab)/\(member)" }

    /// Publishes a host; the path of the full stream.
    func publish(_ host: String, by member: String = "org.a") throws -> String {
        let feed = try workplace.write("value,kind\n\(host).example,host\n", to: "\(host).csv")
        let stream = "\(workplace.path)/\(host).six"
        let outcome = try program.run("publish", "--home", home(member), "--group", "lab", "--out", stream, feed)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return stream
    }

    /// Cuts a stream for a member and seals it; the path of the sealed file.
    func seal(_ stream: String, for member: String) throws -> String {
        let outcome = try program.run(
            "bundle", "redact", "--home", home("org.a"), "--for", member, "--out", stream + ".age", stream)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return stream + ".age"
    }

    func run(_ verb: [String], at member: String, _ arguments: String...) throws -> Program.Outcome {
        try program.run(verb + ["--home", home(member)] + arguments)
    }
}

@Suite struct `The chain verbs` {
    @Test func `let a late joiner begin at the publisher's heads`() throws {
        let lab = try PublishingLab()
        for host in ["one", "two"] { _ = try lab.publish(host) }
        let heads = lab.workplace.path + "/heads.json"
        #expect(try lab.run(["chain", "heads"], at: "org.a", "--group", "lab", "--out", heads).status == 0)
        let sealed = try lab.seal(lab.publish("three"), for: "org.b")
        let refused = try lab.run(["import"], at: "org.b", sealed)
        #expect(refused.status == 3)
        #expect(refused.errors.contains("[E_GAP]"))
        let begun = try lab.run(["chain", "begin"], at: "org.b", heads)
        #expect(begun.output == "org.a for lab: begins after number 2\n")
        #expect(try lab.run(["import"], at: "org.b", sealed).status == 0)
        #expect(try lab.run(["lookup"], at: "org.b", "three.example").status == 0)
        let again = try lab.run(["chain", "begin"], at: "org.b", "--json", heads)
        #expect(again.status == 0)
        #expect(again.output.contains(#""seq":3,"state":"known""#))
        let compared = try lab.run(["chain", "compare"], at: "org.b", "--json", heads)
        #expect(compared.status == 0)
        #expect(compared.output.contains(#""verdict":"same""#))
    }

    @Test func `let an officer go on after a gap`() throws {
        let lab = try PublishingLab()
        let first = try lab.publish("one")
        _ = try lab.publish("two")
        let third = try lab.seal(lab.publish("three"), for: "org.b")
        #expect(try lab.run(["import"], at: "org.b", first).status == 0)
        #expect(try lab.run(["import"], at: "org.b", third).status == 3)
        #expect(try lab.run(["chain", "accept-gap"], at: "org.b", third).status == 2)
        let why = ["--officer", "R. Example", "--why", "org.a lost it"]
        let accepted = try lab.run(["chain", "accept-gap"] + why, at: "org.b", "--json", third)
        #expect(accepted.status == 0)
        #expect(accepted.output.contains(#""seq":2,"state":"accepted""#))
        #expect(try lab.run(["import"], at: "org.b", third).status == 0)
        let none = try lab.run(["chain", "accept-gap"] + why, at: "org.b", third)
        #expect(none.status == 3)
        #expect(none.errorLines.count == 2)
    }

    @Test func `show what a registry officer resets a stolen chain to`() throws {
        let lab = try PublishingLab()
        let first = try lab.publish("one")
        let shown = try lab.run(["chain", "show"], at: "org.a", "--json").output
        let digest = try #require(shown.firstMatch(of: /"digest":"([0-9a-f]{64})"/)?.1)
        try FileManager.default.copyItem(atPath: lab.home("org.a"), toPath: lab.home("thief"))
        let own = try lab.publish("own")
        let thiefs = try lab.publish("thiefs", by: "thief")
        #expect(try lab.program.run("import", "--home", lab.home("org.b"), first, own).status == 0)
        #expect(try lab.run(["import"], at: "org.b", thiefs).errors.contains("[E_FORK]"))
        #expect(try lab.run(["chain", "show"], at: "org.b").output.contains("quarantined: forked at 2"))
        let before = try lab.run(["lookup"], at: "org.b", "one.example")
        #expect(before.output.contains("expired"))
        #expect(before.errors.contains("set aside with quarantined chains: 1"))
        #expect(try lab.run(["explain"], at: "org.b", "one.example").output.contains("is set aside"))
        try install(reset: "org.a,lab,1,\(digest)", in: lab, at: ["org.a", "org.b"])
        #expect(try lab.run(["lookup"], at: "org.b", "one.example").output.contains("asserted"))
        let next = try lab.publish("next")
        #expect(try lab.run(["import"], at: "org.b", next).status == 0)
        #expect(try lab.run(["lookup"], at: "org.b", "own.example").output.contains("expired"))
    }

    private func install(reset: String, in lab: PublishingLab, at members: [String]) throws {
        let next = lab.workplace.path + "/next.json"
        let officers = [lab.lab, "root", "officer-"].joined(separator: "/")
        let registry = [lab.lab, "root", "registry.json"].joined(separator: "/")
        try #require(lab.program.run("registry", "next", registry, "--reset", reset, "--out", next).status == 0)
        for number in 1...2 {
            try #require(lab.program.run("registry", "sign", next, "--key", "\(officers)\(number).pem").status == 0)
        }
        for member in members {
            let installed = try lab.run(["registry", "install"], at: member, next)
            #expect(installed.status == 0, "\(installed.errors)")
        }
    }
}
