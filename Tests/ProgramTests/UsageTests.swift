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
