import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles
import SignedBundles

/// `tocsin message send`.
struct SendMessageVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Write a message to a member; the text comes from a file or standard input.",
        discussion: """
            VERBS
              ask           a question
              answer        the answer to one: --re names it
              feedback      what you think of what was shared
              erase-ack     that something was erased as asked: --re names the request
              erase-refuse  that it will not be, and why: --re names the request

            The text may name indicators: it is sealed, and never an argument, which others on this machine could read. A message \
            that proves a fork is written by the node itself.

            EXAMPLES
              tocsin message send org.beta --verb ask question.txt
              tocsin message send org.beta --verb answer --re 5fb1…e0 < answer.txt
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "ask, answer, feedback, erase-ack or erase-refuse.") var verb: String
    @Option(name: .long, help: "What it is about: the name of a message, or the digest of a transfer or of a bundle's manifest.")
    var re = ""
    @Argument(help: "The member.") var member: String
    @Argument(help: "The text; standard input when none is named.", completion: .file()) var file = "-"

    func validate() throws { try ParserCheck.run { _ = try kind() } }

    func run() throws {
        let (to, kind) = (try MemberOption.parse(member), try kind())
        let draft = MessageDraft(to: to, verb: kind, regarding: re, content: .text(try text()))
        let node = try home.node(for: .writing, secrets: secrets)
        node.actor = try who.person()
        let id = try named(in: node, draft)
        if output.json {
            Terminal.say(json: ["id": .string(id.hex), "to": .string(to.name), "verb": .string(kind.rawValue)])
        } else {
            Terminal.say("\(id.hex)  waits for \(to.name)")
        }
        if node.settings.peers[to] == nil {
            Terminal.note("note: no address of \(to.name) is known here; tocsin peer add says where it is reached")
        }
    }

    private func named(in node: Node, _ draft: MessageDraft) throws -> MessageID {
        do {
            let sent = try node.send([draft], at: ClockOptions.now)
            guard let id = sent.first else { throw MessageError.unknown("") }
            return id
        } catch let error as BundleError {
            throw Failure(
                .usage, "that is no message: \(error.code == .limit ? "the text is too long" : "its parts do not go together")",
                hint:
                    "at most \(MessageDocument.textByteLimit.grouped) bytes of text; --re is a name of 32 hexadecimal digits or a "
                    + "digest of 64, and goes with answer, erase-ack and erase-refuse")
        }
    }

    private func kind() throws -> MessageDocument.Verb {
        guard let kind = MessageDocument.Verb(rawValue: verb), kind != .fork else {
            throw Failure(.usage, "--verb is none that people write", hint: "ask, answer, feedback, erase-ack or erase-refuse")
        }
        return kind
    }

    private func text() throws -> String {
        let bytes = try FileReader.contents(of: file, limitBytes: MessageDocument.textByteLimit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.inputRefused, "the text is not UTF-8", hint: "save it as UTF-8")
        }
        return text
    }
}
