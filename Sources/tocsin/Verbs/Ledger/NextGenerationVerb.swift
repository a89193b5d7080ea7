import ArgumentParser
import CanonicalCoding
import Exchange
import Foundation
import LedgerFiles
import TransparencyLog

/// `tocsin ledger next-generation`: end the audit log and begin the next.
struct NextGenerationVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next-generation",
        abstract: "End the audit log and begin the next one, with a new key: for a new key, or after a fork, a rollback, a loss.",
        discussion: """
            A log that can be signed ends with an entry that says so; of one that cannot, the last known head is kept. The first \
            entry of the next log holds that head, the newest one that witnesses signed, and the reason. The old files stay in \
            ledger/ended. The old key is replaced by the new one and gone: no origin and no key is ever used again. Witnesses are \
            taken over; they can sign once the registry lists the new key.

            End transfers in doubt before, where there is time: their entries stay with the old log. A change that was cut off is \
            finished by the same command.

            EXAMPLES
              tocsin ledger next-generation --as officer.1 --reason 'key of 2026 retired'
              tocsin ledger next-generation --as officer.1 --reason 'an old backup' \\
                --head head-kept-by-b.note
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "Why the log ends; the first entry of the next one says it.") var reason: String
    @Option(name: .long, help: "The newest head that a witness keeps, when it is larger than this log.", completion: .file())
    var head: String?

    func validate() throws { try ParserCheck.run { _ = try LedgerWords.required(reason, "--reason") } }

    func run() throws {
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        let kept = try head.map { file in
            guard let note = try? SignedNote(parsing: FileReader.contents(of: file, limitBytes: SignedNote.limitBytes)) else {
                throw Failure(.inputRefused, "\(file) is no signed note", hint: "ask the witness for the file again")
            }
            return note
        }
        let next = try node.beginNextGeneration(because: reason, head: kept)
        if output.json { Terminal.say(json: Self.json(next)) } else { Self.print(next) }
        Terminal.note("next: tocsin registry card > card.json, and have the root officers list it (tocsin registry next --add)")
    }

    private static func json(_ next: NextGeneration) -> JSONValue {
        var object = JSONObject()
        object["ended"] = .string(next.ended)
        object["ended_properly"] = .bool(next.isEndedProperly)
        object["key"] = .string(next.key.text)
        object["origin"] = .string(next.key.name)
        object["previous_origin"] = .string(next.previous.origin)
        object["previous_size"] = .integer(Int64(clamping: next.previous.size))
        object["witnessed_size"] = next.witnessedSize.map { .integer(Int64(clamping: $0)) }
        return .object(object)
    }

    private static func print(_ next: NextGeneration) {
        let manner = next.isEndedProperly ? "ended by an entry of its own" : "could not be signed any more"
        Terminal.say("origin    \(next.key.name)")
        Terminal.say("key       \(next.key.text)")
        Terminal.say("before    \(next.previous.origin), \(next.previous.size) entries, \(manner)")
        Terminal.say("kept in   \(Terminal.plain(next.ended))")
    }
}
