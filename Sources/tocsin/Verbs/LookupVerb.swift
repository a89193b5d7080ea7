import ArgumentParser
import CanonicalCoding
import Exchange
import FeedReading
import Indicators
import LedgerFiles
import MergeEngine

/// `tocsin lookup`: what is known, how sure, who says so.
struct LookupVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup",
        abstract: "Say what is known of values: status, score, tier, number of owners.",
        discussion: """
            A URL is also looked up by its path prefixes, hosts and domain; a number by the ranges it lies in; an e-mail by \
            its mailbox. A value that is - stands for standard input. Exit code 1 when nothing asked for is known.

            EXAMPLES
              tocsin lookup +442079460123 'hxxps://login[.]bank.example/verify'
              tocsin lookup --stdin --kind phone --region GB --json < numbers.txt
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var grounds: GroundsOptions
    @Flag(name: .long, help: "Read values from standard input, one a line.") var stdin = false
    @Argument(help: "Values, or - for standard input.") var values: [String] = []

    func run() throws {
        guard stdin || !values.isEmpty else { throw Failure(.usage, "nothing to look up", hint: "name values, or use --stdin") }
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        for warning in try node.startWarnings() { Terminal.note("warning: \(warning)") }
        node.actor = try grounds.person()
        let why = try grounds.grounds("lookup")
        let lookup = try Lookup(node, at: clock.time(), for: why)
        var report = LookupReport(asJSON: output.json, log: try QueryLog(node, grounds: why))
        let named = values.filter { $0 != "-" }
        for value in named { try ask(lookup, value, &report) }
        if stdin || named.count < values.count {
            var lines = try LineReader(opening: "-", dropsMark: true)
            while let line = try lines.next() {
                guard case .text(let bytes) = line, !bytes.isEmpty else { continue }
                try ask(lookup, String(decoding: bytes, as: UTF8.self), &report)
                if lines.waitsForInput { try report.show() }
            }
        }
        try report.end()
        if !report.foundAny { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

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

    func regionCode() throws -> RegionCode? { try RegionOption.parse(region) }

    /// The kind of one value; nil leaves the guess to whoever asks.
    func kind(of value: String) throws -> IndicatorKind? {
        try FeedKind(parsing: kind).kind(of: value)
    }
}

/// Answers of a lookup: a table for people, a JSON line each for programs. Nothing is shown before the audit log has it.
struct LookupReport {
    private let asJSON: Bool
    private var log: QueryLog
    private var lines: [JSONValue] = []
    private var table = Table("value", "kind", "status", "score", "tier", "owners", "matched")
    private(set) var foundAny = false
    private var quarantinedReports = 0
    private var withheld = WithheldClaims()
    private var splits: Set<RecordedJudgement> = []

    init(asJSON: Bool, log: QueryLog) {
        self.asJSON = asJSON
        self.log = log
    }

    mutating func add(_ answer: Lookup.Answer) throws {
        foundAny = foundAny || answer.isKnown
        quarantinedReports += answer.state.quarantinedReportCount
        splits.formUnion(answer.splits)
        withheld.note(answer.decisions, count: answer.withheldCount)
        try log.note(answer.kind, answer.canonical, results: answer.logged, decisions: answer.decisions)
        if asJSON { lines.append(answer.json) } else { addRow(answer) }
        try showWhenFull()
    }

    /// A text that is no indicator is known to nobody.
    mutating func add(_ error: IndicatorError, input: String, kind: String) throws {
        log.noteUnusable()
        if asJSON {
            lines.append(Lookup.Answer.json(of: error, input: input, kind: kind))
        } else {
            table.add(input, kind, "not usable: \(error.reason.rawValue)", "-", "-", "-", "-")
        }
        try showWhenFull()
    }

    private mutating func addRow(_ answer: Lookup.Answer) {
        let status = answer.state.isUnchecked ? "\(answer.state.status.rawValue) (unchecked)" : answer.state.status.rawValue
        let matched = answer.matched == answer.canonical ? "=" : answer.matched
        table.add(
            answer.input, answer.kind.name, status, String(answer.state.score.value), answer.state.tier.rawValue,
            String(answer.state.owners.count), matched.isEmpty ? "-" : matched)
    }

    private mutating func showWhenFull() throws { if log.waitingCount >= QueryLog.batchLimit { try show() } }

    /// Commits the questions asked so far, then shows their answers; a table waits for its last row.
    mutating func show() throws {
        try log.commit()
        for line in lines { Terminal.say(json: line) }
        lines.removeAll(keepingCapacity: true)
    }

    mutating func end() throws {
        try show()
        if !asJSON { table.print() }
        withheld.tell()
        if !splits.isEmpty {
            Terminal.note(
                "note: judgements of this node that keep names apart here: \(splits.count.grouped); see tocsin merge explain")
        }
        guard quarantinedReports > 0 else { return }
        Terminal.note(
            "note: reports set aside with quarantined chains: \(quarantinedReports.grouped); see tocsin explain and tocsin chain show"
        )
    }
}
