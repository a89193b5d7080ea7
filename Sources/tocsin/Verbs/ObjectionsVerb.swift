import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import MergeEngine

/// `tocsin objections`: what members object beyond the limit of a day.
struct ObjectionsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "objections",
        abstract: "Show and accept objections beyond the thousand of a member and day that count.",
        discussion: """
            An objection keeps an indicator from warnings and blocks, so a member that objects to everything could stop \
            enforcement. Of each member and day the first 1,000 objections count; the rest waits for an officer.

            EXAMPLE
              tocsin objections show
              tocsin objections accept org.b 2026-11-21 --officer 'R. Example' \\
                --why 'org.b cleaned up after a wrong import'
            """,
        subcommands: [ShowObjectionsVerb.self, AcceptObjectionsVerb.self])
}

/// `tocsin objections show`: whose objections wait.
struct ShowObjectionsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the members and days some of whose objections wait for an officer.",
        discussion: """
            EXAMPLE
              tocsin objections show --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        let waiting = try NodeObjections(node, at: clock.time()).waiting()
        guard !output.json else {
            let items = waiting.map { ["day": .string($0.day.iso8601), "pub": .string($0.publisher.name)] as JSONValue }
            Terminal.say(json: ["waiting": .array(items)])
            return
        }
        guard !waiting.isEmpty else {
            Terminal.say("no objections wait")
            return
        }
        var table = Table("publisher", "day")
        for item in waiting { table.add(item.publisher.name, item.day.iso8601) }
        table.print()
    }
}

/// `tocsin objections accept`: an officer lets all objections of a member and day count.
struct AcceptObjectionsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Let all objections of a member and day count, as an officer of this member decides.",
        discussion: """
            Ask the objector first. The decision holds at this node only and is recorded with name and reason in \
            ledger/objections.jsonl.

            EXAMPLE
              tocsin objections accept org.b 2026-11-21 --officer 'R. Example' \\
                --why 'org.b cleaned up after a wrong import'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @Option(name: .long, help: "Who decides.") var officer: String
    @Option(name: .long, help: "Why, for the record.") var why: String
    @Argument(help: "Who objects.") var member: String
    @Argument(help: "The day of the bundles, as objections show prints it.") var day: String

    func run() throws {
        for (option, text) in [("--officer", officer), ("--why", why)] where !AcceptGapVerb.textBytes.contains(text.utf8.count) {
            throw Failure(.usage, "\(option) is empty or too long", hint: "at most \(AcceptGapVerb.textBytes.upperBound) bytes")
        }
        let publisher = try MemberOption.parse(member)
        guard let day = CalendarDay(iso8601: day) else {
            throw Failure(.usage, "\(self.day) is not a day", hint: "write it as 2026-11-21")
        }
        let node = try home.node(for: .writing)
        try clock.requireRealTime(in: node)
        try NodeObjections(node, at: clock.time())
            .accept(ObjectionDay(publisher: publisher, day: day), officer: officer, why: why)
        if output.json {
            Terminal.say(json: ["day": .string(day.iso8601), "pub": .string(publisher.name), "state": "accepted"])
        } else {
            Terminal.say("all objections of \(publisher.name) of \(day.iso8601) count")
        }
    }
}
