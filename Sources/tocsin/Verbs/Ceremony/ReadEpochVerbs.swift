import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin epoch pepper`: the pepper of an epoch whose document comes from a key ceremony.
struct MakePepperVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pepper",
        abstract: "Make the pepper of an epoch with evaluators; its digest goes into the plan of their ceremony.",
        discussion: """
            One root officer makes it, and sends it to each member sealed to its key: not to evaluators as such.

            EXAMPLE
              tocsin epoch pepper --out pepper.key
            """)

    @OptionGroup var output: OutputOptions
    @Option(name: .long, help: "Where the pepper goes: a secret file for members only.", completion: .file()) var out: String

    func run() throws {
        let pepper = NewPepper()
        try pepper.write(to: OutputPlace.named(out).path)
        guard !output.json else {
            Terminal.say(json: ["pepper_digest": .string(pepper.digest.hex), "pepper_file": .string(out)])
            return
        }
        Terminal.say(pepper.digest.hex)
    }
}

/// `tocsin epoch show`: what an epoch says.
struct ShowEpochVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the installed epochs, or the one in a file.",
        discussion: """
            EXAMPLE
              tocsin epoch show --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "An epoch document.", completion: .file()) var file: String?

    func run() throws {
        let documents =
            try file.map { [try DocumentFiles.epoch($0)] }
            ?? Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys).installedEpochs().map(\.document)
        guard !output.json else {
            Terminal.say(json: ["epochs": .array(try documents.map { try StrictJSON.parse($0.canonicalBytes()) })])
            return
        }
        for document in documents {
            Terminal.say("epoch      \(document.epoch)")
            Terminal.say("publish    \(document.times.publishFrom.rfc3339) to \(document.times.publishUntil.rfc3339)")
            Terminal.say("match      until \(document.times.matchUntil.rfc3339)")
            Terminal.say("destroy    after \(document.times.destroyAfter.rfc3339)")
            Terminal.say(
                "norm       phone \(document.norm.phone), psl \(document.norm.publicSuffixes), unicode \(document.norm.unicode)")
            Terminal.say(
                "guessable  \(document.acceptsGuessable ? "accepted under the keyed suite" : "not under the keyed suite")")
            guard let keys = document.evaluators else { continue }
            let parties = keys.shares.map { "\($0.index) \($0.party.name)" }.joined(separator: ", ")
            Terminal.say("evaluators \(keys.threshold) of: \(parties)\(document.isDealt ? " (one dealer made the key)" : "")")
        }
    }
}
