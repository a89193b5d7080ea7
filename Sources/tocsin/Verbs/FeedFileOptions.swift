import ArgumentParser
import FeedReading

/// How a feed is to be read.
struct FeedFileOptions: ParsableArguments {
    @Option(name: .long, help: "The kind of all values, `wallet` for any wallet, or `auto` to guess value by value.")
    var kind: String = "auto"

    @Option(name: .long, help: "field=column, field=3 or field==constant; repeat. `rows=member` names the list in a JSON feed.")
    var map: [String] = []

    @Option(name: .long, help: "Numbering plan for national phone numbers, for example GB.")
    var region: String?

    @Option(name: .long, help: "The format, when recognising it by content goes wrong: \(FeedWords.formats).")
    var format: String?

    func options() throws -> FeedOptions {
        var options = FeedOptions()
        options.kind = try FeedKind(parsing: kind)
        options.mappings = try map.map { try FieldMapping(parsing: $0) }
        options.region = try RegionOption.parse(region)
        options.format = try format.map { try FeedFormat(parsing: $0) }
        return options
    }
}
