import ArgumentParser
import CanonicalCoding
import Exchange
import Foundation
import LedgerFiles

/// `tocsin demo`: three members do the whole round on this machine.
struct DemoVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Three members on this machine do the whole round: publish, redact, exchange, merge, look up, retract.",
        discussion: """
            Each member runs a node of its own, a process that listens on this machine and takes only the keys that the registry lists. \
            The homes are left for exploring, and the nodes go on until they are stopped. All values in the sample feeds are invented \
            or reserved for examples. With --json the figures are one document, and the story goes to standard error.

            EXAMPLES
              tocsin demo --dir demo-homes
              tocsin demo --dir demo-homes --stop
            """)

    @Option(name: .long, help: "Where the homes go.", completion: .directory) var dir: String = "demo-homes"
    @Flag(name: .long, help: "Remove an earlier demo there first.") var replace = false
    @Flag(name: .long, help: "Stop the nodes of an earlier demo there, and do nothing else.") var stop = false
    @Flag(name: .long, help: "Stop the nodes when the story is told.") var leaveNoNodes = false
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let directory = dir.count > 1 && dir.hasSuffix("/") ? String(dir.dropLast()) : dir
        if stop { return try stopNodes(in: directory) }
        if Directory.exists(directory) { try clear(directory) }
        // The round lasts a minute of its own time and ends now, so that whoever explores it can publish on.
        let now = try clock.time()
        let start = clock.at == nil ? now.adding(seconds: -DemoStory.lengthSeconds) : now
        var story = try DemoStory(in: directory, at: start, isAside: output.json, leavesNodes: !leaveNoNodes)
        defer { if leaveNoNodes { _ = try? DemoNodes.stop(in: directory) } }
        let figures = try await story.tell()
        if output.json { Terminal.say(json: figures) }
    }

    private func stopNodes(in directory: String) throws {
        guard Directory.isDirectory(directory) else {
            throw Failure(.clearNo, "there is no demo at \(directory)", hint: "name its --dir")
        }
        let count = try DemoNodes.stop(in: directory)
        if output.json { Terminal.say(json: ["stopped": .integer(Int64(count))]) } else { Terminal.say("\(count) nodes stopped") }
    }

    /// Removes a directory only when a demo or lab left it: its notice and its root keys are there.
    private func clear(_ directory: String) throws {
        guard replace, Directory.exists("\(directory)/README.txt"), Directory.exists("\(directory)/root/officer-1.pem") else {
            throw Failure(
                .stateRefuses, "\(directory) exists", hint: "choose another --dir, or add --replace if an earlier demo made it")
        }
        _ = try DemoNodes.stop(in: directory)
        try FileManager.default.removeItem(atPath: directory)
    }
}
