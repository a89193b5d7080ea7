import ArgumentParser
import CanonicalCoding
import Exchange
import Foundation
import Indicators
import LedgerFiles
import TransparencyLog

/// `tocsin witness`: members sign one another's audit logs, by exchanging files.
struct WitnessVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Have the heads of the audit log signed by other members, and sign theirs.",
        discussion: """
            A witness signs a head only when it continues the one it signed before. So a log that was rewritten, or put back from a \
            backup, is noticed by whoever asks a witness.

            A ROUND
              org.a:  tocsin witness policy org.b org.c
              org.a:  tocsin witness request --witness org.b --out for-b.request
              org.b:  tocsin witness add-checkpoint for-b.request --out for-a.answer
              org.a:  tocsin witness merge for-a.answer
              org.a:  tocsin audit witnesses
              org.a:  tocsin witness overdue --after 24h
            """,
        subcommands: [
            WitnessPolicyVerb.self, WitnessRequestVerb.self, AddCheckpointVerb.self, MergeAnswerVerb.self, CompareHeadVerb.self,
            WitnessedHeadVerb.self, OverdueWitnessVerb.self, ReadmitVerb.self,
        ])
}

/// `tocsin witness policy`: who has to sign.
struct WitnessPolicyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Name the witnesses of this node's log, with the usual quorum; or show the policy.",
        discussion: """
            The quorum is half of the witnesses and more, of two organisations and two roles; where the witnesses are not of two \
            organisations and two roles, none is asked for. The change is an entry of the log. The file is ledger/policy.txt, and can \
            be handed to whoever verifies the log.

            EXAMPLES
              tocsin witness policy org.b org.c
              tocsin witness policy
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Argument(help: "The members that witness; none shows the policy.") var members: [String] = []

    func run() throws {
        let node = try home.node(for: members.isEmpty ? .reading : .writing)
        node.actor = try who.person()
        guard !members.isEmpty else {
            let path = "\(node.paths.ledger)/\(LedgerLayout.policy)"
            return try say(String(decoding: FileReader.contents(of: path, limitBytes: WitnessPolicy.limitBytes), as: UTF8.self))
        }
        let named = try members.map { try MemberOption.parse($0) }
        try say(node.setWitnesses(named, at: ClockOptions.now))
    }

    private func say(_ text: String) throws {
        guard output.json else { return Terminal.write(Array(text.utf8)) }
        let policy = try WitnessPolicy(parsing: text)
        Terminal.say(json: [
            "log": .array(policy.logs.map { .string($0.text) }), "policy": .string(text),
            "quorum": policy.isSatisfied(by: []) ? "none" : "asked",
            "witnesses": .array(policy.witnesses.map { ["key": .string($0.text), "name": .string($0.name)] }),
        ])
    }
}

/// `tocsin witness request`: ask for a signature.
struct WitnessRequestVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Write what one witness has to see to sign this log's newest head.",
        discussion: """
            The file is the body of add-checkpoint of C2SP tlog-witness. It holds the head and a proof, and nothing of any entry.

            EXAMPLE
              tocsin witness request --witness org.b --out for-b.request
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "The member that witnesses.") var witness: String
    @Option(name: .long, help: "The size of the head the witness has, as it answered; default: what it signed last here.")
    var old: UInt64?
    @Option(name: .long, help: "Where the request goes.", completion: .file()) var out: String

    func run() throws {
        let place = try OutputPlace.named(out)
        try place.requireWritable()
        let node = try home.node(for: .reading)
        node.actor = try who.person()
        let request = try node.witnessRequest(to: MemberOption.parse(witness), oldSize: old)
        try DurableFile.write(request.bytes, to: place.path, mode: 0o644, replacing: true)
        let size = (try? Checkpoint(parsing: request.checkpoint.text))?.size ?? 0
        if output.json {
            Terminal.say(json: [
                "file": .string(out), "new": .integer(Int64(clamping: size)), "old": .integer(Int64(clamping: request.oldSize)),
                "witness": .string(witness),
            ])
        } else {
            Terminal.say("request from size \(request.oldSize) to \(size): \(Terminal.plain(out))")
        }
    }
}
