import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange

/// `tocsin pending`: what waits for officers, and what is in doubt.
struct PendingVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pending", abstract: "List hand-overs that wait for officers, or transfers of which nothing is known since.",
        discussion: """
            A transfer is in doubt from the moment the audit log has it until the receiver's receipt is taken in: ask the \
            receiver for it by the digest.

            EXAMPLES
              tocsin pending
              tocsin pending --in-doubt --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Flag(name: .long, help: "List transfers that nobody confirmed yet.") var inDoubt = false

    func run() throws {
        let node = try home.node(for: .reading)
        if inDoubt { try sayTransfers(node) } else { try sayWaiting(node) }
    }

    private func sayWaiting(_ node: Node) throws {
        var table = Table("name", "act", "to", "rows", "purpose", "missing", "approved by", "file")
        for waiting in try node.waitingTransfers(at: ClockOptions.now) {
            let missing = waiting.rejected.map { "rejected by \($0)" } ?? waiting.missing.joined(separator: ", ")
            guard !output.json else {
                Terminal.say(json: [
                    "approved": .array(waiting.approved.map(JSONValue.string)), "file": .string(waiting.file),
                    "missing": .array(waiting.missing.map(JSONValue.string)), "name": .string(waiting.name),
                    "purpose": .string(waiting.purpose), "rejected": .string(waiting.rejected ?? ""),
                    "rows": .integer(waiting.rowCount), "stage": .string(waiting.stage), "to": .string(waiting.recipient),
                ])
                continue
            }
            table.add(
                waiting.name, waiting.stage, waiting.recipient, Int(waiting.rowCount).grouped, waiting.purpose,
                missing.isEmpty ? "nothing" : missing, waiting.approved.joined(separator: ", "), waiting.file)
        }
        if !output.json { table.print() }
    }

    private func sayTransfers(_ node: Node) throws {
        var table = Table("transfer", "to", "since", "entry")
        for sent in try node.sentTransfers() where sent.state == .inDoubt {
            guard !output.json else {
                Terminal.say(json: [
                    "entry": .integer(Int64(clamping: sent.entry)), "manifest": .string(sent.manifest),
                    "time": .string(sent.time), "to": .string(sent.recipient), "x": .string(sent.transfer.hex),
                ])
                continue
            }
            table.add(sent.transfer.hex, sent.recipient, sent.time, String(sent.entry))
        }
        if !output.json { table.print() }
    }
}

/// `tocsin approve`: an officer lets a held hand-over pass.
struct ApproveVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a hand-over that waits: signed with your key, and logged.",
        discussion: """
            When no approval is missing any more, ask for the hand-over again: it passes once.

            EXAMPLES
              tocsin approve 3f6c0a9b12d4e8f7 --as kim --acting-as officer \\
                --justification 'seen case 7'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var word: OfficerWordOptions

    func run() throws { try word.speak(approving: true, home, clock, output, secrets) }
}

/// `tocsin reject`: an officer stops a held hand-over.
struct RejectVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Reject a hand-over that waits: signed with your key, and logged.",
        discussion: """
            EXAMPLES
              tocsin reject 3f6c0a9b12d4e8f7 --as kim --acting-as officer \\
                --justification 'too wide'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var word: OfficerWordOptions

    func run() throws { try word.speak(approving: false, home, clock, output, secrets) }
}

/// What an officer says about a held hand-over.
struct OfficerWordOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "Your pseudonym, as your key was made under.") var pseudonym: String
    @Option(name: .long, help: "In which capacity, as the agreement asks: officer, analyst, …") var actingAs = "officer"
    @Option(name: .long, help: "Why, in your own words; kept in the audit log.") var justification: String
    @Argument(help: "The name of the hand-over; see tocsin pending.") var name: String

    func speak(
        approving isApproval: Bool, _ home: HomeOptions, _ clock: ClockOptions, _ output: OutputOptions,
        _ secrets: PassphraseOptions
    ) throws {
        guard let officer = Actor(name: pseudonym, role: actingAs, authentication: "key"),
            (1...QueryGrounds.limitBytes).contains(justification.utf8.count)
        else {
            throw Failure(
                .usage, "--as, --acting-as or --justification is not usable",
                hint:
                    "roles are \(Actor.roles.joined(separator: ", ")); a justification has at most \(QueryGrounds.limitBytes) bytes"
            )
        }
        let node = try home.node(for: .writing, secrets: secrets)
        try clock.requireRealTime(in: node)
        node.actor = officer
        let missing = try node.speak(
            approving: isApproval, of: name, justification: justification, at: clock.time(), passphrase: secrets.passphrase)
        guard !output.json else {
            Terminal.say(json: [
                "missing": .array(missing.map(JSONValue.string)), "name": .string(name),
                "verdict": .string(isApproval ? "approve" : "reject"),
            ])
            return
        }
        guard isApproval else { return Terminal.say("\(name) is rejected; it will not pass") }
        Terminal.say(missing.isEmpty ? "\(name) may pass once" : "\(name) still waits: \(missing.joined(separator: ", "))")
    }
}
