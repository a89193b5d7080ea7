import Foundation
import Testing

@Suite struct `The key for TLS` {
    private let audit: AuditLab
    private var lab: TrialLab { audit.lab }

    init() throws { audit = try AuditLab() }

    private func tls(_ arguments: String..., at member: String = "org.a") throws -> Program.Outcome {
        try lab.run(["tls"] + arguments, at: member)
    }

    private func shown(_ which: String) throws -> [String: Any] {
        try #require(try tls("show", "--json").document[which] as? [String: Any])
    }

    /// The days that the first key has left, told at a time of its own: the machine's clock may step between making and showing.
    ///
    /// A lab's keys are good from a day before it was made.
    private func daysLeft(secondsAfterMaking seconds: TimeInterval) throws -> Int? {
        let form = ISO8601DateFormatter()
        let from = try #require((try shown("current")["from"] as? String).flatMap(form.date))
        let time = form.string(from: from + 86_400 + seconds)
        return (try tls("show", "--json", "--at", time).document["current"] as? [String: Any])?["days_left"] as? Int
    }

    /// Has the officers of the lab list a card, and both members install that version.
    private func list(_ card: String) throws {
        let next = lab.path("next.json")
        let drafted = try lab.program.run("registry", "next", lab.path("lab/root/registry.json"), "--card", card, "--out", next)
        try #require(drafted.status == 0, "\(drafted.errors)")
        for officer in 1...2 {
            let key = lab.path("lab/root/officer-\(officer).pem")
            try #require(try lab.program.run("registry", "sign", next, "--key", key).status == 0)
        }
        for member in ["org.a", "org.b"] {
            let installed = try lab.run(["registry", "install", next], at: member)
            try #require(installed.status == 0, "\(installed.errors)")
        }
    }

    @Test func `is changed in four steps, on record and by name`() throws {
        let old = try #require(try shown("current")["key"] as? String)
        #expect(try shown("current")["state"] as? String == "usable")
        #expect(try [daysLeft(secondsAfterMaking: 0), daysLeft(secondsAfterMaking: 1)] == [400, 399])
        let made = try tls("next", "--days", "200")
        #expect(made.status == 0, "\(made.errors)")
        #expect(try made.document["type"] as? String == "tocsin-member-card")
        #expect(try shown("next")["state"] as? String == "not listed")
        try list(lab.workplace.write(made.output, to: "card.json"))
        let next = try #require(try shown("next")["key"] as? String)
        #expect(try shown("next")["state"] as? String == "usable" && next != old)
        let outcome = try tls("switch", "--as", "kim", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect((try outcome.document["current"] as? [String: Any])?["key"] as? String == next)
        #expect(try shown("current")["key"] as? String == next)
        #expect(try tls("show", "--json").document["next"] == nil)
        #expect(try audit.ask("actor", "kim").column("type") == ["config.change"])
        #expect(try lab.run(["registry", "card"]).status == 0)
    }

    @Test func `is refused what the state of the node does not allow, with a hint`() throws {
        let early = try tls("switch")
        #expect(early.status == 4 && early.errors.contains("there is no next key for TLS"), "\(early.errors)")
        #expect(early.errors.contains("hint: make it: tocsin tls next"))
        #expect(try tls("next").status == 0)
        let twice = try tls("next")
        #expect(twice.status == 4 && twice.output.isEmpty && twice.errorLines.count == 2, "\(twice.errors)")
        let unlisted = try tls("switch")
        #expect(unlisted.status == 4 && unlisted.errors.contains("hint: have the root officers list it"), "\(unlisted.errors)")
        #expect(try tls("next", "--days", "0").isUsageFault)
    }

    @Test func `is shown with a clear no while others would refuse it`() throws {
        let text = try tls("show")
        #expect(text.status == 0 && text.output.contains("usable"), "\(text.errors)")
        let late = try tls("show", "--at", "2099-01-01T00:00:00Z", "--json")
        #expect(late.status == 1)
        #expect((try late.document["current"] as? [String: Any])?["state"] as? String == "registry expired")
        let alone = lab.path("alone")
        #expect(try lab.program.run("init", "--home", alone, "--member", "org.z", "--role", "bank").status == 0)
        let unlisted = try lab.program.run("tls", "show", "--home", alone, "--json")
        #expect(unlisted.status == 1)
        #expect((try unlisted.document["current"] as? [String: Any])?["state"] as? String == "not listed")
        let card = try lab.program.run("registry", "card", "--home", alone)
        #expect(card.output.contains("\"use\":\"tls\"") && card.output.contains("ecdsa-p256-sha256"))
    }

    @Test func `is no question to whoever looks a registry over`() throws {
        let findings = try lab.program.run("registry", "lint", lab.path("lab/root/registry.json")).output
        #expect(!findings.contains("tls"), "\(findings)")
    }
}
