import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin evaluator plan`: what the three agree on.
struct PlanCeremonyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Draft the plan of a key ceremony, or of a refresh of the shares.",
        discussion: """
            The plan says everything about the epoch but its key. Its digest is in every message, so all three must have the \
            same: compare it by telephone. For phone, email, mbox, acct, handle and iban the epoch needs the evaluators, for \
            the other kinds the pepper alone. A refresh is planned in the home of a party and needs no other option.

            EXAMPLES
              tocsin evaluator plan --epoch 2 --parties org.a,org.b,org.c \\
                --pepper-digest 3f5a… --out plan.json
              tocsin evaluator plan --refresh --epoch 2 --out plan.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @Option(name: .long, help: "The epoch's number.") var epoch: UInt32
    @Option(name: .long, help: "The three members, in the order of their numbers: org.a,org.b,org.c") var parties: String?
    @Option(name: .long, help: "The digest of the pepper: tocsin epoch pepper prints it.") var pepperDigest: String?
    @Option(name: .long, help: "When publishing begins; default: now.") var from: String?
    @Flag(name: .long, help: "New shares of the key that the epoch has.") var refresh = false
    @Option(name: .long, help: "Where the plan goes.", completion: .file()) var out: String

    func validate() throws {
        try ParserCheck.run {
            guard refresh == (parties == nil), refresh == (pepperDigest == nil), !refresh || from == nil else {
                throw Failure(
                    .usage, "a new key needs --parties and --pepper-digest, a refresh takes neither",
                    hint: "see the examples of tocsin evaluator plan --help")
            }
        }
    }

    func run() throws {
        let place = try OutputPlace.named(out)
        let plan = try refresh ? home.node(for: .reading).refreshPlan(of: EpochNumber(epoch)) : newKey()
        try DurableFile.write(plan.canonicalBytes() + [UInt8(ascii: "\n")], to: place.path, mode: 0o644, replacing: true)
        guard !output.json else {
            Terminal.say(json: ["epoch": .integer(Int64(epoch)), "file": .string(place.path), "plan": .string(plan.digest.hex)])
            return
        }
        Terminal.say("plan  \(plan.digest.hex)")
        Terminal.note("next: each of \(plan.parties.map(\.name).joined(separator: ", ")): tocsin evaluator begin \(place.path)")
    }

    private func newKey() throws -> CeremonyPlan {
        let members = try (parties ?? "").split(separator: ",").map { try MemberOption.parse(String($0)) }
        guard let digest = pepperDigest.flatMap({ Digest256(hex: $0) }) else {
            throw Failure(
                .usage, "--pepper-digest is not a digest", hint: "64 hexadecimal digits: tocsin epoch pepper prints them")
        }
        var start = try clock.time()
        if let from {
            guard let time = Timestamp(rfc3339: from) else {
                throw Failure(.usage, "--from is not a time", hint: "write it as 2026-12-01T00:00:00Z")
            }
            start = time
        }
        return try CeremonyPlan.newKey(of: EpochNumber(epoch), parties: members, from: start, pepperDigest: digest)
    }
}

/// `tocsin evaluator begin`: takes part by a plan.
struct BeginCeremonyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "begin", abstract: "Begin this member's part in a ceremony, by the plan that all three have.",
        discussion: """
            The registry must list all three with the role evaluator, under different owners, with sign and seal keys in force. \
            Read the digest of the plan to the others by telephone.

            EXAMPLE
              tocsin evaluator begin plan.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The plan.", completion: .file()) var file: String

    func run() throws {
        let bytes = try FileReader.contents(of: file, limitBytes: RegistryLimits.ceremonyPayloadBytes)
        let plan = try DocumentFiles.naming(file) { try CeremonyPlan(parsing: bytes) }
        let node = try home.node(for: .writing, secrets: secrets)
        try clock.requireRealTime(in: node)
        let ceremony = try node.beginCeremony(plan, at: clock.time())
        if !output.json { Terminal.say("plan  \(plan.digest.hex)") }
        CeremonyReport(ceremony).tell(asJSON: output.json)
    }
}

/// `tocsin evaluator abandon`: gives an attempt up.
struct AbandonVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "abandon", abstract: "Give a ceremony up: erase its secrets here, so that another can begin.",
        discussion: """
            A share that is in use stays; one that waits for its document is erased. The messages are kept aside, and the same plan is \
            not begun again. Tell the others.

            EXAMPLE
              tocsin evaluator abandon --epoch 2
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var which: CeremonyOption

    func run() throws {
        let ceremony = try which.ceremony(home, clock, secrets)
        let digest = ceremony.plan.digest.hex
        try ceremony.abandon()
        if output.json {
            Terminal.say(json: ["epoch": .integer(Int64(which.epoch)), "plan": .string(digest), "state": "abandoned"])
        } else {
            Terminal.say("given up  \(digest)")
        }
    }
}
