import ArgumentParser
import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin audit blind`: what was asked blindly is opened, by chance and in part.
struct BlindAuditVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blind", abstract: "Have a member open some of what it had evaluated, and check it.",
        discussion: """
            An evaluator sees only blinded elements, and its record binds the member to what it asked. The evaluator draws some of \
            them, the member opens them, and the evaluator checks that they are what was evaluated. Which case justified each value is then \
            asked for in words. A refusal, or an opening that does not fit, is a breach of the agreement.

            A ROUND
              org.e:  tocsin audit blind challenge --member org.b --epoch 1 \\
                        --out challenge.json
              org.b:  tocsin audit blind open challenge.json --out opening.age
              org.e:  tocsin audit blind check challenge.json opening.age

            EXAMPLE
              tocsin audit blind challenge --member org.b --epoch 1 --out challenge.json
            """,
        subcommands: [ChallengeVerb.self, OpenBatchVerb.self, CheckOpeningVerb.self])
}

/// `tocsin audit blind challenge`: draw elements of a member.
struct ChallengeVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "challenge", abstract: "As an evaluator, draw elements that a member had evaluated here.",
        discussion: """
            EXAMPLE
              tocsin audit blind challenge --member org.b --epoch 1 --elements 40 \\
                --out challenge.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var grounds: GroundsOptions
    @Option(name: .long, help: "The member that has to open them.") var member: String
    @Option(name: .long, help: "The number of the epoch.") var epoch: UInt32
    @Option(name: .long, help: "How many elements of one message are drawn.") var elements = 20
    @Option(name: .long, help: "Where the signed challenge goes.", completion: .file()) var out: String

    func validate() throws {
        try ParserCheck.run {
            guard (1...BlindChallenge.mostIndexes).contains(elements) else {
                throw Failure(.usage, "--elements is out of range", hint: "1 to \(BlindChallenge.mostIndexes)")
            }
        }
    }

    func run() throws {
        let place = try OutputPlace.named(out)
        try place.requireWritable()
        let peer = try MemberOption.parse(member)
        let node = try home.node(for: .writing, secrets: secrets)
        node.actor = try grounds.person()
        _ = try AuditView(
            node, "blind", filter: ["epoch": .integer(Int64(epoch)), "member": .string(peer.name)],
            grounds: grounds.grounds("audit blind"))
        guard let envelope = try node.challengeBatch(of: peer, in: EpochNumber(epoch), elements: elements, at: clock.time())
        else {
            throw Failure(
                .clearNo, "the record of epoch \(epoch) has no answer to \(peer.name)", hint: "see tocsin-evaluator usage")
        }
        try DocumentFiles.write(envelope, to: place)
        let challenge = try BlindChallenge(parsing: envelope.payload)
        guard !output.json else {
            return Terminal.say(json: [
                "elements": .integer(Int64(challenge.indexes.count)), "file": .string(place.path),
                "of": .integer(Int64(challenge.count)),
            ])
        }
        Terminal.say("drawn  \(challenge.indexes.count) of \(challenge.count.grouped) elements of a message of \(peer.name)")
        Terminal.note("hand \(place.path) to \(peer.name)")
    }
}

/// `tocsin audit blind open`: open what was drawn.
struct OpenBatchVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open the elements that an evaluator drew, sealed to it.",
        discussion: """
            EXAMPLE
              tocsin audit blind open challenge.json --out opening.age
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "Where the sealed opening goes.", completion: .file()) var out: String
    @Argument(help: "The challenge.", completion: .file()) var challenge: String

    func run() throws {
        let place = try OutputPlace.named(out)
        try place.requireWritable()
        let node = try home.node(for: .writing, secrets: secrets)
        try clock.requireRealTime(in: node)
        node.actor = try who.person()
        let (sealed, count) = try node.openBatch(try DocumentFiles.envelope(challenge), at: clock.time())
        try DurableFile.write(sealed, to: place.path, replacing: true)
        guard !output.json else {
            return Terminal.say(json: ["elements": .integer(Int64(count)), "file": .string(place.path)])
        }
        Terminal.say("opened  \(count) elements")
        Terminal.note("hand \(place.path) to the evaluator; it shows what you asked about")
    }
}

/// `tocsin audit blind check`: hold an opening against the record.
struct CheckOpeningVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check that opened elements are what was evaluated.",
        discussion: """
            The values are shown, so that the member can be asked which case justified each. Exit code 1 when an element is not \
            what it is said to be.

            EXAMPLE
              tocsin audit blind check challenge.json opening.age
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var grounds: GroundsOptions
    @Argument(help: "The challenge.", completion: .file()) var challenge: String
    @Argument(help: "The sealed opening.", completion: .file()) var opening: String

    func run() throws {
        let node = try home.node(for: .writing, secrets: secrets)
        node.actor = try grounds.person()
        let envelope = try DocumentFiles.envelope(challenge)
        let drawn = try DocumentFiles.naming(challenge) { try BlindChallenge(parsing: envelope.payload) }
        _ = try AuditView(
            node, "blind", filter: ["epoch": .integer(Int64(drawn.epoch.value)), "member": .string(drawn.member.name)],
            grounds: grounds.grounds("audit blind"))
        let found = try findings(node, drawn, envelope)
        say(found, of: drawn)
        let bad = found.count { !$0.isTrue }
        guard bad > 0 else { return }
        throw Failure(
            .clearNo, "\(bad) of \(found.count) elements are not what was evaluated",
            hint: "\(drawn.member.name) has to explain itself; keep both files and the record")
    }

    private func findings(_ node: Node, _ drawn: BlindChallenge, _ envelope: DSSEEnvelope) throws -> [BlindAudit.Finding] {
        let sealed = try FileReader.contents(of: opening, limitBytes: BatchOpening.limitBytes * 2)
        let read = try node.readOpening(sealed, to: drawn, at: clock.time())
        do throws(BlindAuditFault) {
            return try BlindAudit.findings(of: read, to: drawn, digest: envelope.payloadDigest)
        } catch {
            throw Failure(
                .clearNo, "\(error)", hint: "\(drawn.member.name) has to explain itself; keep both files and the record")
        }
    }

    private func say(_ found: [BlindAudit.Finding], of drawn: BlindChallenge) {
        guard !output.json else {
            for finding in found {
                Terminal.say(json: [
                    "element": .integer(Int64(finding.index)), "input": .string(Self.text(finding)),
                    "kind": .string(finding.input?.kind.name ?? ""), "true": .bool(finding.isTrue),
                ])
            }
            return
        }
        var table = Table(columns: ["element", "kind", "value", "verdict"], cutting: [2])
        for finding in found {
            table.add(
                finding.index.grouped, finding.input?.kind.name ?? "none", Self.text(finding),
                finding.isTrue ? "evaluated" : "something else")
        }
        table.print()
        Terminal.note("ask \(drawn.member.name) which case justified each of them")
    }

    private static func text(_ finding: BlindAudit.Finding) -> String {
        finding.input.map { String(decoding: $0.canonical, as: UTF8.self) } ?? ""
    }
}
