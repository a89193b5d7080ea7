import ArgumentParser
import Blinding
import CanonicalCoding
import Exchange
import FeedReading
import Indicators
import LedgerFiles
import MergeEngine

/// `tocsin lookup`: what is known, how sure, who says so.
struct LookupVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup",
        abstract: "Say what is known of values: status, score, tier, number of owners.",
        discussion: """
            A URL is also looked up by its path prefixes, hosts and domain; a number by the ranges it lies in; an e-mail by \
            its mailbox. A value that is - stands for standard input. Exit code 1 when nothing asked for is known.

            With --at-peer another member's node is asked for everything whose tag begins as that of the value: it learns \
            neither the value nor its tag, and the comparison is made here. Only the value itself is asked for.

            EXAMPLES
              tocsin lookup +442079460123 'hxxps://login[.]bank.example/verify'
              tocsin lookup --stdin --kind phone --region GB --json < numbers.txt
              tocsin lookup +442079460123 --at-peer org.beta --justification 'case 17'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var grounds: GroundsOptions
    @Flag(name: .long, help: "Read values from standard input, one a line.") var stdin = false
    @Option(name: .long, help: "Ask this member's node instead of this home.") var atPeer: String?
    @Argument(help: "Values, or - for standard input.") var values: [String] = []

    // What waits stands apart from what throws: the release build of compiler 6.3.1 crashes on them together.
    func run() async throws {
        guard stdin || !values.isEmpty else { throw Failure(.usage, "nothing to look up", hint: "name values, or use --stdin") }
        let node = try opened()
        let (why, time) = (try grounds.grounds("lookup"), try clock.time())
        let named = values.filter { $0 != "-" }
        if let lookup = try peerLookup(named) { return try await lookup.run(named, node, why, at: time) }
        var evaluation = try readAhead(time)
        let inputs = try question.inputs(of: named, home)
        try await evaluation.take(inputs)
        let lookup = try Lookup(node, at: time, for: why)
        var report = LookupReport(asJSON: output.json, log: try QueryLog(node, grounds: why))
        for value in named { try ask(lookup, value, &report) }
        if stdin || named.count < values.count { try await askLines(lookup, &evaluation, &report) }
        try report.end()
        if !report.foundAny { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

    @inline(never)
    private func opened() throws -> Node {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        for warning in try node.startWarnings() { Terminal.note("warning: \(warning)") }
        node.actor = try grounds.person()
        return node
    }

    @inline(never)
    private func readAhead(_ time: Timestamp) throws -> ReadAhead {
        try ReadAhead(step: EvaluationStep(home: home, secrets: secrets, purpose: grounds.purpose, time: time))
    }

    @inline(never)
    private func peerLookup(_ named: [String]) throws -> PeerLookup? {
        guard let atPeer else { return nil }
        guard !stdin, named.count == values.count else {
            throw Failure(.usage, "--at-peer takes values from the command line", hint: "name each value")
        }
        return PeerLookup(
            peer: try MemberOption.parse(atPeer), home: home, secrets: secrets, question: question, asJSON: output.json)
    }

    private func askLines(_ lookup: Lookup, _ evaluation: inout ReadAhead, _ report: inout LookupReport) async throws {
        var lines = try LineReader(opening: "-", dropsMark: true)
        while case let page = try Self.page(&lines, atMost: evaluation.lineCount), !page.isEmpty {
            try await evaluation.take(question.inputs(of: page, home))
            for value in page { try ask(lookup, value, &report) }
            if lines.waitsForInput { try report.show() }
        }
    }

    /// The next lines that are there, without waiting for more.
    @inline(never)
    static func page(_ lines: inout LineReader, atMost limit: Int) throws -> [String] {
        var page: [String] = []
        while page.count < limit, let line = try lines.next() {
            if case .text(let bytes) = line, !bytes.isEmpty { page.append(String(decoding: bytes, as: UTF8.self)) }
            if lines.waitsForInput, !page.isEmpty { break }
        }
        return page
    }

    @inline(never)
    private func ask(_ lookup: Lookup, _ value: String, _ report: inout LookupReport) throws {
        do {
            try report.add(lookup.ask(value, kind: try question.kind(of: value), region: try question.regionCode()))
        } catch let error as IndicatorError {
            try report.add(error, input: value, kind: question.kind)
        }
    }
}

/// What kind a value is taken for.
struct QuestionOptions: ParsableArguments {
    @Option(name: .long, help: "The kind, `wallet` for any wallet, or `auto` to guess.") var kind: String = "auto"
    @Option(name: .long, help: "Numbering plan for national phone numbers, for example GB.") var region: String?

    func validate() throws {
        try ParserCheck.run {
            _ = try FeedKind(parsing: kind)
            _ = try regionCode()
        }
    }

    /// The same for a verb whose option `--kind` is its own.
    static func named(kind: String, region: String?) -> QuestionOptions {
        var options = QuestionOptions()
        options.kind = kind
        options.region = region
        return options
    }

    /// What evaluators have to evaluate before values can be looked up.
    @inline(never)
    func inputs(of values: [String], _ home: HomeOptions) throws -> [MatchInput] {
        let region = try regionCode() ?? Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys).settings.region
        return try values.flatMap { MatchInput.ofLookup($0, kind: try kind(of: $0), region: region) }
    }

    func regionCode() throws -> RegionCode? { try RegionOption.parse(region) }

    /// The kind of one value; nil leaves the guess to whoever asks.
    func kind(of value: String) throws -> IndicatorKind? {
        try FeedKind(parsing: kind).kind(of: value)
    }
}
