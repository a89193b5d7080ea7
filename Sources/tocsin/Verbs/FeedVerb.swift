import ArgumentParser
import Exchange
import FeedReading
import Indicators
import LedgerFiles

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
            It takes the options of `publish` that say how a feed is read, and its figures are those of a publication, except for \
            duplicates. When the home has an open epoch, kinds that the epoch does not serve are refused as well.

            EXAMPLES
              tocsin feed inspect feed.csv
              tocsin feed inspect --kind phone --region DE numbers.txt
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var feed: FeedFileOptions
    @OptionGroup var defaults: ReportDefaultOptions
    @OptionGroup var personal: PersonalDataOptions
    @Argument(help: "The feed, or - for standard input.", completion: .file()) var file: String

    func run() throws {
        let node = try home.isThere ? Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys) : nil
        let inspection = try FeedInspection(of: FeedSource(argument: file), for: request(node), at: node)
        if output.json { Terminal.say(json: inspection.json) } else { Terminal.say(inspection.table) }
    }

    private func request(_ node: Node?) throws -> PublishRequest {
        var request = PublishRequest(
            group: try GroupOption.parse("none"), feeds: [], options: try feed.options(), time: try clock.time())
        request.options.region = request.options.region ?? node?.settings.region
        request.personalData = try personal.mode()
        try defaults.apply(to: &request)
        return request
    }
}
