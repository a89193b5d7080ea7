import Agreements
import ArgumentParser
import CanonicalCoding
import Exchange
import LedgerFiles
import TransparencyLog
import Indicators
import CryptoPrimitives

/// `tocsin agreement suspend`: one party's word stops every flow at once.
struct SuspendAgreementVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend", abstract: "Stop everything under an agreement, at once.",
        discussion: """
            Nothing is sent, shown or taken in under it any more; what is held is frozen. The signed word goes to --out, for the \
            other parties: they take it in with `tocsin agreement take`.

            EXAMPLE
              tocsin agreement suspend harbour --why "a key was lost" --out suspension.json
            """)

    @OptionGroup var word: OwnWordOptions

    func run() throws { try word.say(.suspended) }
}

/// `tocsin agreement resume`: the same party's word that it goes on.
struct ResumeAgreementVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let an agreement go on that this member suspended.",
        discussion: """
            EXAMPLE
              tocsin agreement resume harbour --why "new keys are listed" \\
                --out resumption.json
            """)

    @OptionGroup var word: OwnWordOptions

    func run() throws { try word.say(.resumed) }
}

/// What suspending and resuming have in common.
struct OwnWordOptions: ParsableArguments {
    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The agreement: its name, name@version or digest.") var name: String
    @Option(name: .long, help: "Why, for the other parties; kept in the audit log.") var why: String
    @Option(name: .long, help: "Where the word goes; its signature goes beside it, with .note.", completion: .file())
    var out: String?
    @Option(name: .customLong("as"), help: "Your pseudonym in the audit log. Default: TOCSIN_ACTOR, else `operator`.")
    var pseudonym: String?

    func say(_ state: Suspension.State) throws {
        let place = try out.map { try OutputPlace.named($0) }
        let node = try home.node(for: .writing, secrets: secrets)
        try clock.requireRealTime(in: node)
        node.actor = try GroundsOptions.person(named: pseudonym, as: "officer")
        let held = try AgreementFiles.held(name, at: node)
        let said = try node.say(state, of: held, reason: why, at: clock.time())
        if let place {
            try DurableFile.write(said.word.canonicalBytes(), to: place.path, mode: 0o644, replacing: true)
            try DurableFile.write(said.note.bytes, to: place.path + ".note", mode: 0o644, replacing: true)
        }
        WordReport.say(said.word, of: held, asJSON: output.json)
    }
}

/// `tocsin agreement take`: another party's word.
struct TakeWordVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take", abstract: "Take in another party's suspension of an agreement, or its end.",
        discussion: """
            EXAMPLE
              tocsin agreement take suspension.json suspension.json.note
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The suspension.", completion: .file()) var file: String
    @Argument(help: "Its signature. Default: the file beside it with .note.", completion: .file()) var note: String?

    func run() throws {
        let word = try AgreementFiles.word(file)
        let path = note ?? file + ".note"
        let signature = try AgreementFiles.note(path)
        let node = try home.node(for: .writing)
        try clock.requireRealTime(in: node)
        let held = try AgreementFiles.naming(path) { try node.take(word, note: signature, at: clock.time()) }
        WordReport.say(word, of: held, asJSON: output.json)
    }
}

/// What is said of a word that counts now.
enum WordReport {
    static func say(_ word: Suspension, of held: HeldAgreement, asJSON: Bool) {
        guard !asJSON else {
            Terminal.say(json: [
                "by": .string(word.by.name), "digest": .string(held.agreement.digest.hex), "id": .string(held.agreement.id),
                "since": .string(word.since.rfc3339), "state": .string(word.state.rawValue),
                "version": .integer(held.agreement.version),
            ])
            return
        }
        Terminal.say(
            "\(held.agreement.id) version \(held.agreement.version): \(word.state.rawValue) by \(word.by.name) since "
                + word.since.rfc3339)
    }
}
