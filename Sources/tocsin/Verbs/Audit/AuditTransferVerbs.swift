import ArgumentParser
import CanonicalCoding
import Exchange
import LedgerFiles

/// `tocsin audit transfer`: why one transfer was allowed, and who approved it.
struct AuditTransferVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer",
        abstract: "Which agreement, rule, legal basis and purpose justified a transfer; who approved it.",
        discussion: """
            A transfer is named by its digest, eight characters of it or more, or by the index of its send.intent. --why \
            decides again from what was kept, and says whether the record is the same byte for byte.

            EXAMPLES
              tocsin audit transfer 9f3c0a77 --why
              tocsin audit transfer 1701 --approvals
            """)

    @OptionGroup var options: AuditOptions
    @Flag(name: .long, help: "What justified it.") var why = false
    @Flag(name: .long, help: "Who approved it, and whether before it was sent.") var approvals = false
    @Argument(help: "The transfer.") var transfer: String

    func validate() throws {
        try ParserCheck.run {
            guard why != approvals else { throw Failure(.usage, "one question at a time", hint: "--why, or --approvals") }
        }
    }

    func run() throws {
        let kept: JSONObject = ["transfer": .string(transfer)]
        try options.ask(why ? "transfer.why" : "transfer.approvals", kept) { view in
            try why ? view.reasons(ofTransfer: transfer) : view.approvals(ofTransfer: transfer)
        }
    }
}

/// `tocsin audit replay`: a decision made again.
struct AuditReplayVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Decide again from what was kept, and print the record. Exit code 1 when it is another one.",
        discussion: """
            Standard output gets the record and nothing else, so that it can be compared with what a partner kept.

            EXAMPLE
              tocsin audit replay 1700 > record.json
            """)

    @OptionGroup var options: AuditOptions
    @Argument(help: "The id of the decision, eight characters of it or more, or the index of its entry.") var decision: String

    func run() throws {
        let node = try options.node()
        let view = try AuditView(
            node, "replay", filter: ["decision": .string(decision)], grounds: options.grounds("replay"))
        guard let replay = try view.replay(decision) else {
            throw Failure(
                .clearNo, "no decision of that name is kept with its input", hint: "tocsin audit transfer T --why names decisions"
            )
        }
        if view.isWithholding {
            Terminal.say(json: [
                "entry": .integer(Int64(clamping: replay.entry)), "id": .string(replay.id),
                "identical": .bool(replay.isIdentical),
            ])
        } else {
            Terminal.write(replay.bytes + [UInt8(ascii: "\n")])
        }
        guard replay.isIdentical else {
            throw Failure(
                .clearNo, "the record of entry \(replay.entry) is not what the engine decides now",
                hint: "the log, the input or the agreement was changed, or the engine is another version")
        }
        Terminal.note("identical to the record of entry \(replay.entry)")
        Terminal.note(Terminal.plain(view.tree.sentence))
    }
}
