import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import LedgerFiles
import TransparencyLog

/// `tocsin witness compare`: hold what a witness keeps against the log.
struct CompareHeadVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Hold a head of this log that a witness keeps against the log. Exit code 4 when they contradict each other.",
        discussion: """
            Do this after a restore: a larger head, or one of another history, means that this log may not be signed any more. Both \
            heads are kept as proof. Exit code 0: the head is one of this log's history. 3: it is none of this log, or not signed by \
            its key, and says nothing. 4: this log is an older copy, or has two histories.

            EXAMPLE
              tocsin witness compare head-kept-by-b.note
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Argument(help: "The head, a signed note.", completion: .file()) var head: String

    func run() throws {
        let bytes = try FileReader.contents(of: head, limitBytes: SignedNote.limitBytes)
        guard let note = try? SignedNote(parsing: bytes) else {
            throw Failure(.inputRefused, "\(head) is no signed note", hint: "ask the witness for the file again")
        }
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        switch try node.compare(with: note) {
        case .ofThisHistory(let size):
            guard !output.json else {
                return Terminal.say(json: ["size": .integer(Int64(clamping: size)), "standing": "history"])
            }
            Terminal.say("the head of size \(size) is one of this log's history")
        case .ofAnotherLog(let origin): try refuse("it is one of the log \(origin)")
        case .unsigned: try refuse("this log's key has not signed it, or a signature is wrong")
        case .noHead: try refuse("it is a signed note of another kind")
        }
    }

    private func refuse(_ why: String) throws {
        throw Failure(
            .inputRefused, "\(head) is no head of this log: \(why)",
            hint: "ask the witness for the head it keeps of this log: there, tocsin witness head MEMBER")
    }
}

/// `tocsin witness head`: what this node's witness keeps of another member's log.
struct WitnessedHeadVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "head", abstract: "As a witness: print the newest head of another member's log that this node signed.",
        discussion: """
            Hand it to a member that put its log back from a backup: tocsin witness compare holds it against the log.

            EXAMPLE
              tocsin witness head org.a > head-kept-by-b.note
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The member.") var member: String

    func run() throws {
        let note = try home.node(for: .reading).witnessedHead(of: MemberOption.parse(member))
        guard output.json else { return Terminal.write(note.bytes) }
        let head = try Checkpoint(parsing: note.text)
        Terminal.say(json: [
            "note": .string(String(decoding: note.bytes, as: UTF8.self)), "origin": .string(head.origin),
            "root": .string(head.root.hex), "size": .integer(Int64(clamping: head.size)),
        ])
    }
}
