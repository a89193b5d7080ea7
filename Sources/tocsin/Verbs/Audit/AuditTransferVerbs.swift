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
            Standard output gets the record and nothing else, so that it can be compared with what a partner kept; with --json it \
            stands in one document with the tree. A question or an export rests on several decisions: by the index of its entry all \
            of them are made again, a line each.

            EXAMPLES
              tocsin audit replay 1700 > record.json
              tocsin audit replay 1702 --json
            """)

    @OptionGroup var options: AuditOptions
    @Argument(help: "The id of the decision, eight characters of it or more, or the index of its entry.") var decision: String

    func run() throws {
        let filter: JSONObject = ["decision": .string(decision)]
        let view = try options.view("replay", filter, of: options.node())
        let replay = try view.replay(decision)
        guard !replay.decisions.isEmpty else {
            throw Failure(
                .clearNo, "no decision of that name is kept with its input", hint: "tocsin audit transfer T --why names decisions"
            )
        }
        let report = AuditReport(question: "replay", filter: filter, view: view)
        if options.output.json {
            report.say(document: document(replay, view))
        } else {
            for made in replay.decisions {
                Terminal.write(view.isWithholding ? Self.outline(made).canonicalBytes() : made.bytes)
                Terminal.say()
            }
        }
        for made in replay.decisions where made.isIdentical { Terminal.note("identical to the record of entry \(made.entry)") }
        Terminal.noteWrapped(view.tree.sentence)
        report.noteRefusal()
        try require(replay)
        try report.end(isClearNo: false)
    }

    private func document(_ replay: Replay, _ view: AuditView) -> JSONObject {
        var document = JSONObject()
        document["missing"] = .array(replay.missing.map(JSONValue.string))
        document["rows"] = .array(
            replay.decisions.map { made in
                var row = Self.outline(made)
                if !view.isWithholding { row["record"] = made.record }
                return .object(row)
            })
        return document
    }

    private static func outline(_ made: RepeatedDecision) -> JSONObject {
        ["entry": .integer(Int64(clamping: made.entry)), "id": .string(made.id), "identical": .bool(made.isIdentical)]
    }

    private func require(_ replay: Replay) throws {
        if let other = replay.decisions.first(where: { !$0.isIdentical }) {
            throw Failure(
                .clearNo, "the record of entry \(other.entry) is not what the engine decides now",
                hint: "the log, the input or the agreement was changed, or the engine is another version")
        }
        guard let missing = replay.missing.first else { return }
        throw Failure(
            .clearNo, "decision \(missing) is not kept with its input", hint: "\(replay.missing.count) of the entry's are not")
    }
}
