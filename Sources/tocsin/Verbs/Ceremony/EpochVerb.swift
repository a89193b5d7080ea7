import ArgumentParser
import Blinding
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin epoch`: how tags are made, and for how long.
struct EpochVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "epoch", abstract: "Make, sign, install and read epochs.",
        discussion: """
            EXAMPLE
              tocsin epoch make --epoch 1 --accept-guessable --out epoch.json \\
                --pepper-out pepper.key
              tocsin epoch sign epoch.json --key officer-1.pem
              tocsin epoch install epoch.json --pepper pepper.key
            """,
        subcommands: [
            MakeEpochVerb.self, MakePepperVerb.self, SignVerb.self, CombineVerb.self, InstallEpochVerb.self, ShowEpochVerb.self,
            RenewEpochVerb.self,
        ])
}

/// `tocsin epoch make`: a document to be signed, and its pepper.
struct MakeEpochVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Draft an epoch and make its pepper.",
        discussion: """
            Without evaluators every kind is served by the keyed suite. Kinds whose values can be guessed (phone, email, \
            mbox, acct, handle, iban) are left out unless --accept-guessable is given: every member could test guesses.

            EXAMPLE
              tocsin epoch make --epoch 1 --accept-guessable --out epoch.json \\
                --pepper-out pepper.key
            """)

    @Option(name: .long, help: "The epoch's number.") var epoch: UInt32
    @Option(name: .long, help: "When publishing begins; default: now.") var from: String?
    @Flag(name: .long, help: "Serve guessable kinds by the keyed suite too.") var acceptGuessable = false
    @Option(name: .long, help: "Where the draft goes.", completion: .file()) var out: String
    @Option(name: .long, help: "Where the pepper goes: a secret file for members only.", completion: .file()) var pepperOut:
        String
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let place = try OutputPlace.named(out)
        try OutputPlace.named(pepperOut).requireOther(than: place)
        try place.requireWritable()
        var start = try clock.time()
        if let from {
            guard let time = Timestamp(rfc3339: from) else {
                throw Failure(.usage, "--from is not a time", hint: "write it as 2026-12-01T00:00:00Z")
            }
            start = time
        }
        let draft = try EpochDraft(epoch: epoch, from: start, acceptsGuessable: acceptGuessable)
        try draft.writePepper(to: pepperOut)
        try DocumentFiles.write(draft.envelope, to: place)
        if output.json {
            Terminal.say(json: [
                "epoch": .integer(Int64(epoch)), "file": .string(out), "pepper_file": .string(pepperOut),
                "publish_from": .string(start.rfc3339),
            ])
        } else {
            Terminal.say("epoch \(epoch): publish from \(start.rfc3339), to be signed by at least two officers")
        }
        if acceptGuessable {
            Terminal.note("warning: every member can test guesses of phone, email, mbox, acct, handle and iban")
        }
    }
}

/// `tocsin epoch install`: the signed document, and its pepper.
struct InstallEpochVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Install a signed epoch that the registry lists, with its pepper.",
        discussion: """
            EXAMPLE
              tocsin epoch install epoch.json --pepper pepper.key
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Argument(help: "The signed document.", completion: .file()) var file: String
    @Option(name: .long, help: "The pepper's secret file, 0600.", completion: .file()) var pepper: String?

    func run() throws {
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        let secret = try pepper.map { path in
            var bytes = try SecretFile.read(path)
            return SecretBytes(erasing: &bytes)
        }
        let envelope = try DocumentFiles.envelope(file, isDraft: false)
        let rebuilt = try DocumentFiles.naming(file) { try node.installEpoch(envelope, pepper: secret) }
        for warning in try node.startWarnings() { Terminal.note("warning: \(warning)") }
        if let rebuilt {
            Terminal.note("note: rows came before the pepper, so all \(rebuilt.streams.grouped) streams were judged again")
        }
        if output.json {
            let document = try EpochDocument(parsing: envelope.payload)
            var answer = JSONObject()
            answer["epoch"] = .integer(Int64(document.epoch.value))
            answer["pepper"] = .bool(pepper != nil)
            answer["rebuilt"] = rebuilt.map(RebuildReport.json)
            answer["state"] = "installed"
            Terminal.say(json: .object(answer))
        } else {
            Terminal.say("installed")
        }
        if let rebuilt { try RebuildReport.tell(rebuilt) }
    }
}
