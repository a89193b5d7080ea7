import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import SignedBundles

/// `tocsin chain`: where the chains of publishers stand, begin and go on.
struct ChainVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chain",
        abstract: "Show the chains of publishers, begin them for a late joiner, go on after a gap.",
        discussion: """
            The bundles of one publisher for one group form a chain, numbered from 1. A node takes them in order, so a member \
            that joins late, or lost one for good, has to be told where to go on.

            A MEMBER JOINS LATE
              publishers:  tocsin chain heads --group task-force --out heads-a.json
              new member:  tocsin chain begin heads-a.json heads-b.json
              new member:  tocsin import next.age

            A BUNDLE IS LOST AND NOBODY HAS IT
              tocsin chain accept-gap number-7.age --officer 'R. Example' \\
                --why 'org.a lost number 6 in a fire'
              tocsin import number-7.age
            """,
        subcommands: [ShowChainsVerb.self, HeadsVerb.self, BeginChainVerb.self, CompareHeadsVerb.self, AcceptGapVerb.self])
}

/// `tocsin chain show`: every chain this node knows.
struct ShowChainsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show every chain this node knows: its newest bundle, forks, resets.",
        discussion: """
            The digest is what `registry next --reset` asks for.

            EXAMPLE
              tocsin chain show --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        let chains = try NodeChains(node, at: clock.time()).all()
        guard !output.json else {
            Terminal.say(json: ["chains": .array(chains.map(Self.json))])
            return
        }
        var table = Table("publisher", "group", "number", "digest", "state")
        for chain in chains {
            table.add(
                chain.publisher.name, chain.audience.name, chain.head.map { "\($0.sequence)" } ?? "-",
                chain.head?.digest.hex ?? "-", Self.words(for: chain))
        }
        table.print()
    }

    private static func words(for chain: ChainState) -> String {
        var words: [String] = []
        if chain.isQuarantined {
            words.append("quarantined: forked at \(chain.forks.sorted().map(String.init).joined(separator: ", "))")
        }
        if !chain.quarantined.isEmpty { words.append("\(chain.quarantined.count) set aside by a reset") }
        if chain.head == nil { words.append("not begun") }
        return words.isEmpty ? "in order" : words.joined(separator: "; ")
    }

    private static func json(_ chain: ChainState) -> JSONValue {
        let head = chain.head
        return [
            "aud": .string(chain.audience.name), "digest": .string(head?.digest.hex ?? ""),
            "forks": .array(chain.forks.sorted().map { .integer(Int64($0)) }), "pub": .string(chain.publisher.name),
            "quarantined": .bool(chain.isQuarantined),
            "resets": .array(
                chain.resets.sorted { ($0.sequence, $0.digest) < ($1.sequence, $1.digest) }.map {
                    [.integer(Int64($0.sequence)), .string($0.digest.hex)]
                }),
            "seq": .integer(Int64(head?.sequence ?? 0)), "set_aside": .integer(Int64(chain.quarantined.count)),
        ]
    }
}

/// `tocsin chain accept-gap`: an officer steps over bundles that nobody has.
struct AcceptGapVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept-gap", abstract: "Go on after bundles that nobody can supply, as an officer of this member decides.",
        discussion: """
            Ask the publisher and the other members first: what is stepped over may hold retractions. The file is the bundle that \
            was refused with E_GAP; it is checked to its end and not taken in. The decision is recorded with name and reason in \
            ledger/chains.jsonl. A missing bundle that turns up later may still be taken in when the next one names its digest.

            EXAMPLE
              tocsin chain accept-gap number-7.age --officer 'R. Example' \\
                --why 'org.a lost number 6 in a fire'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @Option(name: .long, help: "Who decides.") var officer: String
    @Option(name: .long, help: "Why, for the record.") var why: String
    @Option(name: .long, help: "The most missing bundles to step over.") var skip = 10
    @Argument(help: "The bundle after the gap.", completion: .file()) var file: String

    /// Long enough for a name or a sentence.
    static let textBytes = 1...1_000

    func run() throws {
        for (option, text) in [("--officer", officer), ("--why", why)] where !Self.textBytes.contains(text.utf8.count) {
            throw Failure(.usage, "\(option) is empty or too long", hint: "at most \(Self.textBytes.upperBound) bytes")
        }
        let node = try home.node(for: .writing, secrets: secrets)
        try clock.requireRealTime(in: node)
        let chains = try NodeChains(node, for: .writing, at: clock.time())
        let place: ChainPlace
        do {
            place = try chains.acceptGap(before: file, officer: officer, why: why, skipLimit: skip)
        } catch let error as BundleError {
            throw Failure(explaining: error).naming(file, line: error.line)
        }
        if output.json {
            Terminal.say(json: ["digest": .string(place.digest.hex), "seq": .integer(Int64(place.sequence)), "state": "accepted"])
        } else {
            Terminal.say("the chain goes on after number \(place.sequence); now import \(file)")
        }
    }
}
