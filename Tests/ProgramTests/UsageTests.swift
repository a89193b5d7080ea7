import Foundation
import Testing

@Suite struct `A fault of usage` {
    @Test(arguments: [
        (["pubish"], "tocsin --help"), (["bundle", "shw"], "tocsin bundle --help"),
        (["digest", "--jsn"], "tocsin digest --help"),
        (["publish", "--group", "g"], "tocsin publish --help"), (["export", "--format", "xml"], "tocsin export --help"),
        (["publish", "--group"], "tocsin publish --help"), (["epoch", "make", "--epoch", "-1"], "tocsin epoch make --help"),
        (["registry", "make"], "tocsin registry make --help"), (["--generate-completion-script", "none"], "tocsin --help"),
    ])
    func `of the parser is two lines and code 2`(arguments: [String], help: String) throws {
        let outcome = try Program().run(arguments)
        #expect(outcome.isUsageFault, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("tocsin: ") && outcome.errors.hasSuffix("hint: see \(help)\n"), "\(outcome.errors)")
    }

    @Test(arguments: [
        ["canonicalize", "--kind", "host"], ["tag", "--kind", "host"],
        ["registry", "card", "--at", "2026-12-01T00:00:00Z"], ["export"],
    ])
    func `is not --json, which every verb takes, those whose results are JSON anyway, too`(verb: [String]) throws {
        let lab = try TrialLab()
        let verb = verb[0] == "canonicalize" ? verb : verb + ["--home", lab.home()]
        let plain = try lab.program.run(verb, input: Data("a.example\n".utf8))
        let json = try lab.program.run(verb + ["--json"], input: Data("a.example\n".utf8))
        #expect(json.status == 0 && json.output == plain.output, "\(json.errors)")
    }

    @Test func `is a format that is not JSON beside --json`() throws {
        #expect(try Program().run("export", "--format", "csv", "--json").isUsageFault)
    }

    @Test(arguments: [[], ["bundel"], ["bundle"], ["bundle", "--none"]])
    func `of the verifier is two lines and code 2`(arguments: [String]) throws {
        let outcome = try Program("tocsin-verify").run(arguments)
        guard !arguments.isEmpty else {
            #expect(outcome.status == 0, "the program alone shows its help")
            return
        }
        #expect(outcome.isUsageFault, "\(outcome.errors)")
        #expect(outcome.errors.contains("--help"))
    }

    @Test(arguments: [
        ["lookup", "--at", "noon", "a.example"], ["history", "--region", "xx", "a.example"], ["retract", "--kind", "fax"],
        ["digest", "--at", "2026"], ["registry", "card", "--owner", "Org A"], ["chain", "heads", "--group", "A Group"],
    ])
    func `is told before the home is looked for`(arguments: [String]) throws {
        let place = try Workplace()
        var words = arguments + ["--home", place.path + "/none"]
        if arguments[0] == "retract" { words += ["--group", "g", "--why", "withdrawn", "a.example"] }
        let outcome = try Program().run(words)
        #expect(outcome.isUsageFault, "\(outcome.errors)")
    }

    @Test func `is none where a file is at fault, and the file is named`() throws {
        let lab = try TrialLab()
        let verbs = [
            ["registry", "show"], ["registry", "lint"], ["epoch", "show"], ["registry", "install", "--home", lab.home()],
            ["epoch", "install", "--home", lab.home()], ["bundle", "show", "--home", lab.home()],
            ["bundle", "redact", "--home", lab.home(), "--drop-column", "note"], ["chain", "begin", "--home", lab.home()],
        ]
        for verb in verbs {
            let outcome = try lab.program.run(verb + [lab.feed])
            #expect(outcome.status == 3 && outcome.errorLines.count == 2)
            #expect(outcome.errors.hasPrefix("tocsin: \(lab.feed)"), "\(verb): \(outcome.errors)")
        }
        let keys = try Program("tocsin-verify").run("bundle", "--keys", lab.feed, lab.feed)
        #expect(keys.status == 3 && keys.errors.hasPrefix("tocsin-verify: \(lab.feed)"))
    }

    @Test func `shows a terminal nothing that steers it`() throws {
        let outcome = try Program().run("digest", "--x\u{1B}[2J")
        #expect(outcome.isUsageFault)
        #expect(!outcome.errors.contains("\u{1B}"))
    }

    @Test(arguments: [
        ("{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[]}", "STIX"), ("{\"Event\":{\"Attribute\":[]}}", "MISP"),
    ])
    func `is told nothing that leads nowhere`(text: String, name: String) throws {
        let lab = try TrialLab(feed: text)
        let outcome = try lab.publish()
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains(name) && !outcome.errors.contains("tocsin import"), "\(outcome.errors)")
    }

    @Test func `in a kind is answered with the kinds`() throws {
        let outcome = try Program().run("canonicalize", "--kind", "fax")
        #expect(outcome.isUsageFault)
        #expect(outcome.errors.contains("phone-range") && outcome.errors.contains("iban") && outcome.errors.contains("wallet"))
        let help = try Program().run("publish", "--help").output
        #expect(help.contains("phone-range") && help.contains("campaign") && help.contains("victims"))
    }
}
