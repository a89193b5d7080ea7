import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin evaluator destroy`: the end of an epoch.
struct DestroyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destroy", abstract: "Erase everything secret of an epoch in this home, and sign that.",
        discussion: """
            Share, pepper, and what a ceremony kept: afterwards nobody can test guesses against bundles of the epoch with what \
            was here. It is done after the time that the epoch's document names; earlier with a reason. Members without a \
            share erase their pepper the same way. Backups are yours to erase.

            EXAMPLES
              tocsin evaluator destroy --epoch 2 --out destroyed-2.json
              tocsin evaluator destroy --epoch 2 --early 'the disk was stolen' \\
                --out destroyed-2.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var which: CeremonyOption
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "Why it is done before the time.") var early: String?
    @Option(name: .long, help: "Where the signed statement goes.", completion: .file()) var out: String

    func run() throws {
        let place = try OutputPlace.named(out)
        try place.requireWritable()
        let node = try which.node(home, clock, secrets)
        node.actor = try who.person()
        let epoch = EpochNumber(which.epoch)
        let envelope = try EpochDestruction(of: epoch, at: node, time: clock.time()).run(earlyBecause: early)
        try DocumentFiles.write(envelope, to: place)
        let statement = try DestructionStatement(parsing: envelope.payload)
        let what = statement.what.map(\.rawValue)
        if output.json {
            Terminal.say(json: [
                "epoch": .integer(Int64(which.epoch)), "erased": .array(what.map { .string($0) }), "file": .string(place.path),
                "time": .string(statement.time.rfc3339),
            ])
        } else {
            Terminal.say("erased  \(what.joined(separator: ", "))")
            Terminal.note("hand \(place.path) to the other members; erase backups of the home from before, too")
        }
    }
}

/// `tocsin evaluator destroyed`: what others said they erased.
struct DestroyedVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destroyed", abstract: "Check statements of other members that they erased the secrets of an epoch.",
        discussion: """
            Each must be signed by its member. It is that member's word: nobody can prove that no copy is left.

            EXAMPLE
              tocsin evaluator destroyed destroyed-by-*.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "Statements.", completion: .file()) var files: [String]

    func run() throws {
        let registry = try home.node(for: .reading).registry()
        let statements = try files.map { path in
            let envelope = try DocumentFiles.envelope(path, isDraft: false)
            return try DocumentFiles.naming(path) { try DestructionStatement(verifying: envelope, under: registry) }
        }
        guard !output.json else {
            Terminal.say(json: ["statements": .array(try statements.map { try StrictJSON.parse($0.draft().payload) })])
            return
        }
        var table = Table("epoch", "member", "erased", "time", "early because")
        for statement in statements {
            let what = statement.what.map(\.rawValue).joined(separator: " ")
            table.add(
                "\(statement.epoch.value)", statement.member.name, what, statement.time.rfc3339, statement.earlyBecause ?? "")
        }
        table.print()
    }
}

/// `tocsin evaluator status`: what is under way.
struct CeremonyStatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How far the ceremonies of this home are, and what comes next.",
        discussion: """
            EXAMPLES
              tocsin evaluator status
              tocsin evaluator status --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let node = try home.node(for: .reading)
        let reports = try node.ceremonies().map { epoch in
            try node.ceremony(of: epoch, isForLooking: true, at: clock.time())
        }
        guard !output.json else {
            Terminal.say(json: ["ceremonies": .array(reports.map { .object(CeremonyReport($0).json) })])
            return
        }
        var table = Table("epoch", "purpose", "plan", "next")
        for ceremony in reports {
            let purpose = ceremony.plan.isRefresh ? "refresh" : "new key"
            table.add("\(ceremony.plan.epoch.value)", purpose, ceremony.plan.digest.hex, CeremonyReport(ceremony).next)
        }
        if reports.isEmpty { Terminal.note("no ceremony was begun here: tocsin evaluator begin PLAN") } else { table.print() }
    }
}
