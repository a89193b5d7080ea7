import Foundation
import Testing

@Suite struct `A named output file` {
    private static let places = ["link", "dangling", "pipe", "folder", "feed.csv", "other name", "-", ""]

    /// What must never be replaced: a link, a link to nothing, a pipe, a directory, the feed by two names.
    private func lab() throws -> TrialLab {
        let lab = try TrialLab()
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: lab.path("link"), withDestinationPath: lab.workplace.write("kept", to: "target"))
        try manager.createSymbolicLink(atPath: lab.path("dangling"), withDestinationPath: lab.path("nothing"))
        try manager.createDirectory(atPath: lab.path("folder"), withIntermediateDirectories: false)
        try manager.linkItem(atPath: lab.feed, toPath: lab.path("other name"))
        try #require(unsafe mkfifo(lab.path("pipe"), 0o600) == 0)
        return lab
    }

    private func argument(_ place: String, _ lab: TrialLab) -> String { ["-", ""].contains(place) ? place : lab.path(place) }

    @Test(arguments: places) func `of a publication replaces nothing but a regular file`(place: String) throws {
        let lab = try lab()
        let outcome = try lab.publish("--out", argument(place, lab))
        #expect(outcome.isUsageFault, "\(outcome.errors)")
        #expect(try lab.claims == 0)
        #expect(try String(contentsOfFile: lab.feed, encoding: .utf8) == "value,kind\na.example,host\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: lab.path("link")) == lab.path("target"))
    }

    @Test(arguments: ["folder", "feed.csv", "other name", ""]) func `is no report of rows either`(place: String) throws {
        let lab = try lab()
        #expect(try lab.publish("--report", argument(place, lab)).isUsageFault)
        #expect(try lab.claims == 0)
    }

    @Test func `is not two at once`() throws {
        let lab = try TrialLab()
        #expect(try lab.publish("--out", lab.path("x"), "--report", lab.path("./x")).isUsageFault)
        #expect(try lab.publish("--out", lab.path("x")).status == 0)
        #expect(try lab.publish("--out", lab.path("x")).status == 0, "a regular file is replaced")
    }

    @Test(arguments: ["-", "/dev/stdout"]) func `of rows may be the standard output`(place: String) throws {
        let lab = try TrialLab()
        let outcome = try lab.publish("--report", place, "--json")
        #expect(outcome.output.hasPrefix(#"{"line":2,"verdict":"accepted"}"#))
        #expect(try outcome.document["accepted"] as? Int == 1)
        #expect(try lab.publish("--report", "/dev/null").status == 0)
    }

    @Test(arguments: ["settings.toml", "ledger/imports.jsonl", "store.sqlite-wal", "registry/registry.json", "bundles/x/y"])
    func `is none of a node's own`(place: String) throws {
        let lab = try TrialLab()
        let before = try String(contentsOfFile: lab.home() + "/settings.toml", encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: lab.path("way"), withDestinationPath: lab.home())
        for home in [lab.home(), lab.path("way"), lab.home("org.b"), lab.path("lab/./org.b/keys/..")] {
            let outcome = try lab.publish("--out", "\(home)/\(place)")
            #expect(outcome.isUsageFault && outcome.errors.contains("belongs to the node"), "\(outcome.errors)")
        }
        #expect(try String(contentsOfFile: lab.home() + "/settings.toml", encoding: .utf8) == before)
        #expect(try lab.claims == 0)
    }

    @Test func `that a kill left without its copy is told of before the next publication`() throws {
        let lab = try TrialLab()
        #expect(try lab.publish("--out", lab.path("x")).status == 0)
        #expect(try !lab.publish("--out", lab.path("x")).errors.contains("not copied"))
        let marks = lab.home() + "/ledger/published.jsonl"
        let lines = try String(contentsOfFile: marks, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 6)
        try (lines.dropLast().joined(separator: "\n") + "\n").write(toFile: marks, atomically: false, encoding: .utf8)
        let repeated = try lab.publish("--out", lab.path("x"))
        #expect(repeated.status == 0 && repeated.errors.contains("number 2 for lab was published before"), "\(repeated.errors)")
        let path = try #require(repeated.errors.split(whereSeparator: \.isWhitespace).first { $0.contains("/bundles/") })
        #expect(FileManager.default.fileExists(atPath: String(path)))
        #expect(try !lab.publish("--out", lab.path("x")).errors.contains("not copied"))
    }

    @Test(arguments: ["outbox/x.six", "mine.six"]) func `may lie in a home where the node keeps nothing`(place: String) throws {
        let lab = try TrialLab()
        #expect(try lab.publish("--out", "\(lab.home())/\(place)").status == 0)
    }

    @Test func `of every other verb replaces nothing but a regular file`() throws {
        let lab = try lab()
        let full = lab.path("full.six")
        try #require(lab.publish("--out", full).status == 0)
        let registry = lab.path("lab/root/registry.json")
        let key = lab.path("lab/root/officer-1.pem")
        let verbs = [
            ["retract", "--home", lab.home(), "--group", "lab", "--why", "withdrawn", "a.example"],
            ["bundle", "redact", "--home", lab.home(), "--for", "org.b", full],
            ["bundle", "redact", "--home", lab.home(), "--drop-column", "value", full],
            ["chain", "heads", "--home", lab.home(), "--group", "lab"],
            ["registry", "sign", registry, "--key", key], ["registry", "combine", registry], ["registry", "next", registry],
            ["registry", "officer"], ["epoch", "make", "--epoch", "2", "--pepper-out", lab.path("pepper")],
        ]
        for verb in verbs {
            let outcome = try lab.program.run(verb + ["--out", lab.path("link")])
            #expect(outcome.isUsageFault, "\(verb): \(outcome.errors)")
        }
        #expect(try lab.claims == 1)
        let overwritten = try lab.program.run("bundle", "redact", "--home", lab.home(), "--for", "org.b", "--out", full, full)
        #expect(overwritten.isUsageFault)
        #expect(!FileManager.default.fileExists(atPath: lab.path("pepper")))
    }
}
