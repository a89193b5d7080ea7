import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry
import SignedBundles

/// `tocsin chain heads`: what this node says of the chains of a group.
struct HeadsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heads", abstract: "Sign the newest bundle of every chain of a group, for its members.",
        discussion: """
            One document a day for each group lets members notice a publisher that tells them different things. A late joiner \
            begins this member's chain at the head named here. Hand it to members of the group only: it tells how much each \
            publishes.

            EXAMPLE
              tocsin chain heads --group task-force --out heads.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @Option(name: .long, help: "The group.") var group: String
    @OptionGroup var output: OutputOptions
    @Option(name: .long, help: "Where the document goes; default: standard output.", completion: .file()) var out: String?

    func run() throws {
        let group = try GroupOption.parse(group)
        let place = try out == "-" ? nil : out.map { try OutputPlace.named($0) }
        try place?.requireWritable()
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys, passphrase: secrets.passphrase)
        try clock.requireRealTime(in: node)
        let envelope = try NodeChains(node, at: clock.time()).heads(for: group)
        guard let place else {
            Terminal.say(json: envelope.jsonValue)
            return
        }
        try DurableFile.write(envelope.fileBytes(), to: place.path, replacing: true)
        if output.json {
            Terminal.say(json: ["aud": .string(group.name), "file": .string(place.path)])
        } else {
            Terminal.note("heads: \(place.path)")
        }
    }
}

/// `tocsin chain begin`: where a late joiner starts.
struct BeginChainVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "begin", abstract: "Begin the chains of publishers at the heads that they signed themselves.",
        discussion: """
            Each file begins the one chain of the member that signed it, and only where none has begun. What a member says of \
            others' chains counts for nothing here.

            EXAMPLE
              tocsin chain begin heads-a.json heads-b.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "Heads documents.", completion: .file()) var files: [String]

    func run() throws {
        let node = try home.node(for: .writing)
        try clock.requireRealTime(in: node)
        let chains = try NodeChains(node, for: .writing, at: clock.time())
        var answers: [JSONValue] = []
        // What was begun stays begun when a later file is refused.
        defer { if output.json { Terminal.say(json: ["chains": .array(answers)]) } }
        for file in files {
            let begun = try HeadsFile.reading(file) { try chains.begin(at: $0) }
            if output.json {
                answers.append([
                    "aud": .string(begun.audience.name), "digest": .string(begun.place.digest.hex), "file": .string(file),
                    "pub": .string(begun.publisher.name), "seq": .integer(Int64(begun.place.sequence)),
                    "state": begun.isNew ? "begun" : "known",
                ])
                continue
            }
            let chain = "\(begun.publisher.name) for \(begun.audience.name)"
            Terminal.say(
                begun.isNew
                    ? "\(chain): begins after number \(begun.place.sequence)"
                    : "\(chain): had begun, and stands at number \(begun.place.sequence); nothing changed")
        }
    }
}

/// `tocsin chain compare`: do two nodes know the same chains?
struct CompareHeadsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare the heads another node signed with the chains here. Exit 1 when one differs.",
        discussion: """
            same: the same bundle stands there. ahead: the other node knows more; ask it for the bundles. differs: another bundle \
            stands there, so the publisher forked its chain or one of the two errs; the proof is the two first lines. set-aside: \
            a reset put it out of the chain. unknown: before the beginning of the chain here.

            EXAMPLE
              tocsin chain compare heads-b.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "Heads documents.", completion: .file()) var files: [String]

    func run() throws {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        let chains = try NodeChains(node, at: clock.time())
        var table = Table("file", "publisher", "number", "digest", "verdict")
        var heads: [JSONValue] = []
        var isDifferent = false
        for file in files {
            for head in try HeadsFile.reading(file, { try chains.compare(with: $0) }) {
                isDifferent = isDifferent || head.verdict == .differs
                if output.json {
                    heads.append([
                        "digest": .string(head.place.digest.hex), "file": .string(file), "pub": .string(head.publisher.name),
                        "seq": .integer(Int64(head.place.sequence)), "verdict": .string(head.verdict.rawValue),
                    ])
                } else {
                    table.add(
                        file, head.publisher.name, "\(head.place.sequence)", head.place.digest.hex, head.verdict.rawValue)
                }
            }
        }
        if output.json { Terminal.say(json: ["heads": .array(heads)]) } else { table.print() }
        if isDifferent { throw ExitCode(FailureCode.clearNo.rawValue) }
    }
}

/// A heads document on disk.
enum HeadsFile {
    /// Reads one and does something with it; what is refused names the file.
    static func reading<Result>(_ path: String, _ body: (DSSEEnvelope) throws -> Result) throws -> Result {
        do {
            let bytes = try FileReader.contents(of: path, limitBytes: RegistryLimits.envelopeBytes)
            return try body(DSSEEnvelope(parsing: bytes, isDraft: false))
        } catch let error as RegistryError {
            let hint = "ask the member that signed it for the document again"
            throw Failure(.inputRefused, "\(path): \(error)", hint: hint, protocolCode: ErrorCode.envelope.rawValue)
        } catch let error as BundleError {
            throw Failure(explaining: error).naming(path, line: nil)
        }
    }
}
