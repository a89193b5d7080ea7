import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MemberRegistry
import SignedBundles

/// `tocsin message list`.
struct ListMessagesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what came and what was written, without what it says. With --json a line for each.",
        discussion: """
            waiting: rounds have yet to deliver it. delivered: the other member's node has it. failed: it will not be delivered, and \
            why. received: it came.

            EXAMPLES
              tocsin message list
              tocsin message list --waiting --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Flag(name: .long, help: "Only what rounds have yet to deliver.") var waiting = false

    func run() throws {
        let messages = try home.node(for: .reading).messages().filter { !waiting || $0.state == .waiting }
        var table = Table("message", "with", "verb", "time", "state", "why")
        for message in messages {
            if output.json {
                Terminal.say(json: MessageWording.json(message))
            } else {
                table.add(
                    message.id.hex, message.peer.name, message.verb.rawValue, message.time.rfc3339, message.state.rawValue,
                    message.reason)
            }
        }
        if !output.json { table.print() }
    }
}

/// `tocsin message show`.
struct ShowMessageVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Open a message and print what it says.",
        discussion: """
            EXAMPLE
              tocsin message show 5fb1…e0
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @Argument(help: "The name of the message, or the beginning of it.") var id: String

    func run() throws {
        let node = try home.node(for: .reading, secrets: secrets)
        let found = try node.messages().filter { $0.id.hex.hasPrefix(id) }
        guard let message = found.last, Set(found.map(\.id)).count == 1 else {
            guard found.isEmpty else {
                throw Failure(.usage, "more than one message begins so", hint: "give more of its name; see tocsin message list")
            }
            throw MessageError.unknown(id)
        }
        let document = try node.document(of: message)
        guard !output.json else {
            var object = MessageWording.json(message).object ?? JSONObject()
            object["body"] = MessageWording.body(document.content)
            object["re"] = .string(document.regarding)
            object["signed"] = .string(document.time.rfc3339)
            return Terminal.say(json: .object(object))
        }
        say(message, document)
    }

    private func say(_ message: LoggedMessage, _ document: MessageDocument) {
        Terminal.say("\(document.verb.rawValue) from \(document.from.name) to \(document.to.name), \(document.time.rfc3339)")
        if !document.regarding.isEmpty { Terminal.say("about \(document.regarding)") }
        Terminal.say("\(message.state.rawValue)\(message.reason.isEmpty ? "" : ": \(Terminal.plain(message.reason))")")
        Terminal.say()
        switch document.content {
        case .text(let text):
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                Terminal.say(Terminal.plain(String(line)))
            }
        case .fork(let first, let second):
            Terminal.say("two bundles stand at one place of a chain:")
            for envelope in [first, second] { Terminal.say("  \(envelope.payloadDigest.hex)") }
        }
    }
}

/// Messages for programs.
enum MessageWording {
    static func json(_ message: LoggedMessage) -> JSONValue {
        [
            "digest": .string(message.digest.hex), "entry": .integer(Int64(clamping: message.entry)),
            "id": .string(message.id.hex), "member": .string(message.peer.name), "reason": .string(message.reason),
            "side": message.isSent ? "sent" : "received", "state": .string(message.state.rawValue),
            "time": .string(message.time.rfc3339), "verb": .string(message.verb.rawValue),
        ]
    }

    static func body(_ content: MessageDocument.Content) -> JSONValue {
        switch content {
        case .text(let text): .string(text)
        case .fork(let first, let second): [first.jsonValue, second.jsonValue]
        }
    }
}
