import ArgumentParser
import CanonicalCoding
import Exchange

/// `tocsin rebuild`: the store anew from the bundle files.
struct RebuildVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Make the store anew from the bundle files, after it was lost or damaged.",
        discussion: """
            EXAMPLE
              tocsin rebuild --home node
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let result = try StoreRebuild.run(Node(opening: home.path, for: .writing, allowsExampleKeys: home.allowExampleKeys))
        if output.json {
            Terminal.say(json: [
                "refused": .array(result.refused.map { .string($0) }), "streams": .integer(Int64(result.streams)),
            ])
        } else {
            Terminal.say("\(result.streams.grouped) streams taken in")
        }
        for path in result.refused { Terminal.note("no longer verifies: \(path)") }
        if !result.refused.isEmpty { throw ExitCode(FailureCode.clearNo.rawValue) }
    }
}
