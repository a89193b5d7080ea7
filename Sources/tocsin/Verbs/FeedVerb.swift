import ArgumentParser
import FeedReading

/// `tocsin feed`: look into a feed before anything is published.
struct FeedVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed", abstract: "Look into feeds.",
        discussion: """
            EXAMPLE
              tocsin feed inspect feed.csv
            """,
        subcommands: [InspectFeedVerb.self])
}

/// `tocsin feed inspect FILE`: what would be read.
struct InspectFeedVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what would be read of a feed, what is guessed, and examples of what would be refused.",
        discussion: """
            EXAMPLES
              tocsin feed inspect feed.csv
              tocsin feed inspect --kind phone --region DE numbers.txt
            """)

    @OptionGroup var feed: FeedFileOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The feed, or - for standard input.", completion: .file()) var file: String

    func run() throws {
        let inspection = try FeedInspection(of: FeedSource(argument: file), options: feed.options())
        if output.json { Terminal.say(json: inspection.json) } else { Terminal.say(inspection.table) }
    }
}
