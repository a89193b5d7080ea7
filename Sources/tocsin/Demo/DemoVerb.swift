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
            All values in the sample feeds are invented or reserved for examples. The homes are left for exploring. With --json the \
            figures are one document, and the story goes to standard error.

            EXAMPLE
              tocsin demo --dir demo-homes
            """)

    @Option(name: .long, help: "Where the homes go.", completion: .directory) var dir: String = "demo-homes"
    @Flag(name: .long, help: "Remove an earlier demo there first.") var replace = false
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let directory = dir.count > 1 && dir.hasSuffix("/") ? String(dir.dropLast()) : dir
        if Directory.exists(directory) { try clear(directory) }
        // The round lasts a minute of its own time and ends now, so that whoever explores it can publish on.
        let now = try clock.time()
        let start = clock.at == nil ? now.adding(seconds: -DemoStory.lengthSeconds) : now
        var story = try DemoStory(in: directory, at: start, isAside: output.json)
        let figures = try await story.tell()
        if output.json { Terminal.say(json: figures) }
    }

    /// Removes a directory only when a demo or lab left it: its notice and its root keys are there.
    private func clear(_ directory: String) throws {
        guard replace, Directory.exists("\(directory)/README.txt"), Directory.exists("\(directory)/root/officer-1.pem") else {
            throw Failure(
                .stateRefuses, "\(directory) exists", hint: "choose another --dir, or add --replace if an earlier demo made it")
        }
        try FileManager.default.removeItem(atPath: directory)
    }
}
