import ArgumentParser
import CanonicalCoding
import Exchange
import LedgerFiles

/// `tocsin ledger heal`: put published files back from somebody's copy.
struct HealLedgerVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heal",
        abstract:
            "Put published files of the audit log that are missing or damaged back from a copy that a partner or mirror has.",
        discussion: """
            The copy is a directory with the published files: checkpoint, checkpoints/, tile/. It has to verify and to give the \
            root of the head that this log committed last, so nobody has to be believed. What was put back is an entry (restore). \
            Details are in no copy: where they are lost, or where this log is an older copy itself, the next generation begins \
            (tocsin ledger next-generation). Exit code 1 when nothing was missing.

            EXAMPLE
              tocsin ledger heal --from copy-of-b --as officer.1 --reason 'a bad block' \\
                --approved-by officer.1 --approved-by officer.2
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "The copy.", completion: .directory) var from: String
    @Option(name: .long, help: "What happened; kept in the audit log.") var reason: String
    @Option(name: .long, help: "The pseudonym of an officer who approved it; once for each.") var approvedBy: [String] = []

    func validate() throws {
        try ParserCheck.run {
            _ = try LedgerWords.required(reason, "--reason")
            for officer in approvedBy { _ = try GroundsOptions.person(named: officer, as: "officer") }
        }
    }

    func run() throws {
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        let healed = try node.healLedger(from: from, because: reason, approvedBy: approvedBy)
        if output.json {
            var document = JSONObject()
            document["entry"] = healed.entry.map { .integer(Int64(clamping: $0)) }
            document["files"] = .array(healed.paths.map(JSONValue.string))
            Terminal.say(json: .object(document))
        } else {
            for path in healed.paths { Terminal.say(path) }
            Terminal.say(healed.paths.isEmpty ? "nothing was missing" : "\(healed.paths.count) files put back")
        }
        if healed.paths.isEmpty { throw ExitCode(FailureCode.clearNo.rawValue) }
    }
}
