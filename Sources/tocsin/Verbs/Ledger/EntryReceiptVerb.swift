import ArgumentParser
import CanonicalCoding
import Exchange
import Foundation
import LedgerFiles
import TransparencyLog

/// `tocsin ledger receipt`: what shows an outsider that an entry is in the log.
struct EntryReceiptVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Write the receipt of an entry for somebody outside: its bytes, the proof, and chosen details.",
        discussion: """
            Makes N.entry, N.tlog-proof and, with --fields, N.fields.json in the directory: the chosen fields with their salts, the \
            digests of all others. The receipt stands under the newest head over the entry that enough witnesses signed; when \
            there is none, under the newest head, and a note says so. That a receipt was made is an entry of the log first.

            VERIFY.md checks the files by hand, tocsin-verify receipt by program. The policy is not among them: whoever verifies \
            has to have it from elsewhere.

            EXAMPLES
              tocsin ledger receipt 258 --out receipts
              tocsin ledger receipt 258 --out receipts --fields org,outcome --case C-17 \\
                --justification 'order of the court of 3 December'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "What it is for.") var purpose = "compliance.audit"
    @Option(name: .long, help: "Why, in your own words; kept in the audit log.") var justification: String?
    @Option(name: .customLong("case"), help: "The case it belongs to.") var caseReference: String?
    @Option(name: .long, help: "The directory for the files.", completion: .directory) var out: String
    @Option(name: .long, help: "Details to show, by name, with commas between.") var fields: String?
    @Option(name: .long, help: "The number of a log that has ended; default: the one that is written.") var generation: Int64?
    @Argument(help: "The number of the entry.") var index: UInt64

    func validate() throws { try ParserCheck.run { _ = try grounds() } }

    func run() throws {
        let names = fields?.split(separator: ",").map { String($0).trimmingCharacters(in: .whitespaces) } ?? []
        let places = try [".tlog-proof", ".entry", ".fields.json"].map { try OutputPlace.named("\(out)/\(index)\($0)") }
        let node = try home.node(for: .reading)
        node.actor = try who.person()
        try Directory.create(out)
        for place in places { try place.requireWritable() }
        let receipt = try node.receipt(of: index, generation: generation, showing: names, for: grounds())
        let contents = [receipt.proof.bytes, receipt.entry, receipt.fields]
        var written: [String] = []
        for (place, bytes) in zip(places, contents) {
            guard let bytes else { continue }
            try DurableFile.write(bytes, to: place.path, replacing: true)
            written.append(place.path)
        }
        try say(receipt, written)
    }

    private func grounds() throws -> QueryGrounds {
        try GroundsOptions.grounds(
            of: "ledger receipt", purpose: purpose, justification: justification, caseReference: caseReference)
    }

    private func say(_ receipt: EntryReceipt, _ written: [String]) throws {
        let head = try Checkpoint(parsing: receipt.proof.checkpoint.text)
        if output.json {
            Terminal.say(json: [
                "entry": .integer(Int64(clamping: receipt.index)), "files": .array(written.map(JSONValue.string)),
                "origin": .string(head.origin), "size": .integer(Int64(clamping: head.size)),
                "witnessed": .bool(receipt.isWitnessed),
            ])
        } else {
            for path in written { Terminal.say(Terminal.plain(path)) }
        }
        if !receipt.isWitnessed {
            Terminal.note("note: no head over this entry has enough signatures of witnesses yet; see tocsin witness --help")
        }
    }
}
