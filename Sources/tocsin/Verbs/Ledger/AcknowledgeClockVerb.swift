import ArgumentParser
import CanonicalCoding
import Exchange
import Foundation
import TransparencyLog

/// `tocsin ledger acknowledge-clock`: go on after a step of the clock.
struct AcknowledgeClockVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge-clock",
        abstract: "Let the audit log go on although the clock is behind its last entry.",
        discussion: """
            A clock that was ahead leaves entries with a time that is still to come, and the log takes no more until the clock has \
            caught up. When the clock is right now, say so: the step is an entry. Until the clock has caught up, entries carry the \
            time of the last one before the step, and the time the clock showed stands in their details.

            EXAMPLE
              tocsin ledger acknowledge-clock --as operator.2 \\
                --justification 'the clock was three hours ahead until 14:00; set by NTP'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "How you know that the clock is right now; kept in the audit log.") var justification: String

    func validate() throws {
        try ParserCheck.run { _ = try LedgerWords.required(justification, "--justification") }
    }

    func run() throws {
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        let step = try node.acknowledgeClock(because: justification)
        if output.json {
            Terminal.say(json: [
                "clock": .string(step.after.description), "entry": .integer(Int64(clamping: step.entry)),
                "last_entry": .string(step.before.description), "seconds_behind": .integer(step.secondsBehind),
            ])
        } else {
            Terminal.say("acknowledged: the clock is \(step.secondsBehind) seconds behind the last entry (entry \(step.entry))")
        }
    }
}

/// Words that a person gives to an act on the ledger.
enum LedgerWords {
    /// Refuses words that say nothing, or too much.
    static func required(_ text: String, _ option: String) throws -> String {
        guard !text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty, text.utf8.count <= QueryGrounds.limitBytes else {
            throw Failure(.usage, "\(option) is empty or too long", hint: "say it in at most \(QueryGrounds.limitBytes) bytes")
        }
        return text
    }
}
