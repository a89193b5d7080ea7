import Foundation
import Testing

/// Results that nobody gets are no success, and no crash either.
@Suite struct `Standard output` {
    private static let hasFullDevice = FileManager.default.fileExists(atPath: "/dev/full")

    private func lab() throws -> (workplace: Workplace, home: String) {
        let workplace = try Workplace()
        let program = try Program()
        let lab = workplace.path + "/lab"
        try program.run("lab", "--dir", lab, "--members", "org.a:platform,org.b:vendor")
        let feed = try workplace.write("value,kind\na.example,host\n", to: "feed.csv")
        let full = workplace.path + "/full.six"
        try program.run("publish", "--home", "\(lab)/org.a", "--group", "lab", "--out", full, feed)
        return (workplace, "\(lab)/org.a")
    }

    @Test(
        .enabled(if: hasFullDevice),
        arguments: [
            ["export"], ["export", "--format", "csv"], ["digest", "--json"], ["lookup", "a.example"],
            ["registry", "show"], ["epoch", "show"],
        ])
    func `that is full ends a verb with two lines and code 4`(verb: [String]) throws {
        let (_, home) = try lab()
        let outcome = try Program().run(verb + ["--home", home], output: "/dev/full")
        #expect(outcome.status == 4)
        #expect(outcome.errorLines.count { $0.hasPrefix("hint: ") } == 1, "\(outcome.errors.prefix(500))")
        #expect(outcome.errors.contains("no space left"))
    }

    @Test(.enabled(if: hasFullDevice)) func `that is full is no verdict`() throws {
        let (workplace, _) = try lab()
        let keys = try workplace.write("{}", to: "keys.json")
        let outcome = try Program("tocsin-verify").run(
            ["bundle", "--keys", keys, workplace.path + "/full.six"], output: "/dev/full")
        #expect(outcome.status == 3)
        #expect(outcome.errorLines.count == 2)
        let help = try Program("tocsin-verify").run(["--help"], output: "/dev/full")
        #expect(help.status == 70)
    }

    @Test func `that nobody reads still leaves the record of an export`() throws {
        let (_, home) = try lab()
        let decisions = home + "/ledger/decisions.jsonl"
        let before = (try? String(contentsOfFile: decisions, encoding: .utf8)) ?? ""
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let process = Process()
        process.executableURL = try Program().executable
        process.arguments = ["export", "--home", home]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus != 0)
        let after = try String(contentsOfFile: decisions, encoding: .utf8)
        #expect(after.split(separator: "\n").count > before.split(separator: "\n").count)
    }
}

@Suite struct `A faulty home or file` {
    private func lab() throws -> (workplace: Workplace, home: String, full: String) {
        let workplace = try Workplace()
        let program = try Program()
        let lab = workplace.path + "/lab"
        try program.run("lab", "--dir", lab, "--members", "org.a:platform,org.b:vendor")
        let feed = try workplace.write("value,kind\na.example,host\n", to: "feed.csv")
        let full = workplace.path + "/full.six"
        try program.run("publish", "--home", "\(lab)/org.a", "--group", "lab", "--out", full, feed)
        return (workplace, "\(lab)/org.b", full)
    }

    @Test(arguments: ["settings.toml", "registry/registry.json", "registry/root.json", "disclosure.json", "store.sqlite"])
    func `is the node's own state where a directory stands for a file`(name: String) throws {
        let (_, home, full) = try lab()
        try FileManager.default.removeItem(atPath: "\(home)/\(name)")
        try FileManager.default.createDirectory(atPath: "\(home)/\(name)", withIntermediateDirectories: false)
        let act = name == "disclosure.json" ? ["export"] : ["import", full]
        let outcome = try Program().run(act + ["--home", home])
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("it is a directory"), "\(outcome.errors)")
    }

    @Test func `is told how to close a directory`() throws {
        let (_, home, full) = try lab()
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home + "/keys")
        let outcome = try Program().run("import", "--home", home, full)
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("chmod 700 \(home)/keys"))
    }

    @Test(arguments: [([UInt8]([0x1F, 0x8B, 8, 0]), "gzip"), ([0x28, 0xB5, 0x2F, 0xFD, 0], "zstd")])
    func `is told that bundles travel unpacked`(bytes: [UInt8], name: String) throws {
        let (workplace, home, _) = try lab()
        let packed = workplace.path + "/packed"
        try Data(bytes).write(to: URL(filePath: packed))
        let outcome = try Program().run("import", "--home", home, packed)
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("packed with \(name)") && outcome.errors.contains("[E_ENVELOPE]"))
    }

    @Test(arguments: ["--out", "--report"], [("missing/file", Int32(3)), (".", 2)])
    func `is told before anything is published that a file has no place`(option: String, place: (name: String, status: Int32))
        throws
    {
        let (workplace, home, _) = try lab()
        let feed = try workplace.write("value,kind\nb.example,host\n", to: "more.csv")
        let outcome = try Program().run(
            "publish", "--home", home, "--group", "lab", option, "\(workplace.path)/\(place.name)", feed)
        #expect(outcome.status == place.status)
        #expect(!outcome.errors.contains("is published"))
        #expect(try Program().run("digest", "--home", home, "--json").output.contains(#""claims":0"#))
    }
}
