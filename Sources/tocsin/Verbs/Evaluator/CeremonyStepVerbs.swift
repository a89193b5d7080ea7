import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Exchange
import LedgerFiles
import MemberRegistry

/// `tocsin evaluator commit`: round 0.
struct CommitVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commit", abstract: "Draw this party's secret numbers, and commit to what will be shown of them.",
        discussion: """
            EXAMPLE
              tocsin evaluator commit --epoch 2 --out for-others
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var which: CeremonyOption
    @OptionGroup var speaking: SpeakingOption

    func run() throws { try speaking.step(which.ceremony(home, clock, secrets), output) { [try $0.commit()] } }
}

/// `tocsin evaluator reveal`: round 1.
struct RevealVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reveal", abstract: "Show the points, once all three have committed to theirs.",
        discussion: """
            EXAMPLE
              tocsin evaluator reveal --epoch 2 --out for-others
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var which: CeremonyOption
    @OptionGroup var speaking: SpeakingOption

    func run() throws { try speaking.step(which.ceremony(home, clock, secrets), output) { [try $0.reveal()] } }
}

/// `tocsin evaluator deal`: round 2.
struct DealVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deal", abstract: "Seal to each of the others its part of a share; one file for each.",
        discussion: """
            EXAMPLE
              tocsin evaluator deal --epoch 2 --out for-others
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var which: CeremonyOption
    @OptionGroup var speaking: SpeakingOption

    func run() throws { try speaking.step(which.ceremony(home, clock, secrets), output) { try $0.deal() } }
}

/// `tocsin evaluator finish`: round 3.
struct FinishVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish", abstract: "Check what was dealt, keep the share, erase the secret numbers and confirm the keys.",
        discussion: """
            When a part does not fit what its dealer showed, the ceremony ends: a signed complaint is written for the others, and \
            the code is 1.

            EXAMPLE
              tocsin evaluator finish --epoch 2 --out for-others
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var which: CeremonyOption
    @OptionGroup var speaking: SpeakingOption

    func run() throws { try speaking.step(which.ceremony(home, clock, secrets), output) { [try $0.finish()] } }
}

/// `tocsin evaluator take`: messages of the others.
struct TakeCeremonyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take", abstract: "Take messages of the others, in any order; those that are known change nothing.",
        discussion: """
            Each is checked: signature, epoch, plan, turn, and what it says against what was said before. A party that is caught \
            ends the ceremony: a signed complaint is written for the others, and the code is 1. Code 3: the message is not one \
            that can be taken now, and nothing changed.

            EXAMPLE
              tocsin evaluator take --epoch 2 from-others/*.json --out for-others
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var which: CeremonyOption
    @OptionGroup var speaking: SpeakingOption
    @Argument(help: "Files of the others.", completion: .file()) var files: [String]

    func run() throws {
        guard files.count <= Self.mostFiles else {
            throw Failure(.usage, "\(files.count) files are more than a ceremony has", hint: "name at most \(Self.mostFiles)")
        }
        let envelopes = try files.map { path in
            try DocumentFiles.naming(path) {
                try DSSEEnvelope(
                    parsing: FileReader.contents(of: path, limitBytes: RegistryLimits.ceremonyFileBytes), isDraft: false)
            }
        }
        var ceremony = try which.ceremony(home, clock, secrets)
        let taken = try CeremonyFolderOption.complaining(&ceremony, in: speaking.out) { try $0.take(envelopes) }
        if output.json {
            var object = CeremonyReport(ceremony).json
            object["messages"] = .array(
                taken.map { ["name": .string($0.file.name), "state": .string($0.outcome.rawValue)] })
            Terminal.say(json: .object(object))
        } else {
            for message in taken { Terminal.say("\(message.outcome.rawValue)  \(message.file.name)") }
            Terminal.note("next: \(CeremonyReport(ceremony).next)")
        }
    }

    /// Four rounds of three, three more that were dealt, and as many complaints.
    private static let mostFiles = 64
}

/// `tocsin evaluator epoch`: the document.
struct CeremonyEpochVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "epoch", abstract: "Make the epoch's document with the keys of the ceremony, signed by this party.",
        discussion: """
            All three make the same document. tocsin epoch combine puts their signatures together; then the root officers sign it as \
            any epoch, and list it in the registry.

            EXAMPLE
              tocsin evaluator epoch --epoch 2 --out epoch-by-org.a.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var which: CeremonyOption
    @Option(name: .long, help: "Where the document goes.", completion: .file()) var out: String

    func run() throws {
        let place = try OutputPlace.named(out)
        let ceremony = try which.ceremony(home, clock, secrets)
        let envelope = try ceremony.document()
        try DocumentFiles.write(envelope, to: place)
        if output.json {
            Terminal.say(json: [
                "digest": .string(envelope.payloadDigest.hex), "epoch": .integer(Int64(which.epoch)),
                "file": .string(place.path),
            ])
        } else {
            Terminal.say("document  \(envelope.payloadDigest.hex)")
            Terminal.note("next: tocsin epoch combine FILE FILE FILE --out epoch.json; then the root officers: tocsin epoch sign")
        }
    }
}
