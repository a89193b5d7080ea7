import ArgumentParser
import CanonicalCoding
import Exchange
import FeedReading
import Indicators
import LedgerFiles

/// `tocsin publish`: a feed becomes a signed bundle.
struct PublishVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Turn feeds into one signed bundle for a group.",
        discussion: """
            Every row ends as accepted, duplicate or refused; --report lists them with line and reason. What is written with
            --out, or to the outbox, is this member's own full stream: what others may see comes from `bundle redact --for`.

            EXAMPLES
              tocsin publish --group task-force feed.csv
              tocsin publish --group task-force --kind phone --region DE --tlp GREEN --report rows.jsonl numbers.txt
              tocsin publish --group task-force --map value=Number --map note==seen --json calls.csv
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var feed: FeedFileOptions
    @OptionGroup var defaults: ReportDefaultOptions
    @Option(name: .long, help: "The group the bundle is for.") var group: String
    @Option(name: .long, help: "What to do with URLs that carry a victim's address or number: keep, cut or refuse.")
    var personal: String = "cut"
    @Option(name: .long, help: "For how many days others may take the bundle in for the first time.") var expiresInDays: Int64 =
        90
    @Option(name: .long, help: "Where the full stream goes, 0600; default: the outbox.", completion: .file()) var out: String?
    @Option(name: .long, help: "Write what became of each row here, JSON Lines.", completion: .file()) var report: String?
    @Flag(name: .long, help: "With --for: publish nothing; write the bytes that member would get.") var dryRun = false
    @Option(name: .customLong("for"), help: "With --dry-run: the member.") var recipient: String?
    @Argument(help: "Feed files, or - for standard input.", completion: .file()) var files: [String]

    func run() async throws {
        let request = try request()
        let node = try home.node(for: .writing, secrets: secrets)
        if !dryRun { try clock.requireRealTime(in: node) }
        for warning in try node.guessableWarnings() { Terminal.note("warning: \(warning)") }
        if dryRun {
            try await DryRun(request, recipient: recipient, out: out).run(node, asJSON: output.json)
            return
        }
        if let out { try FullStream.requirePlace(out) }
        let summary = try await publish(request, node)
        if !summary.path.isEmpty { try keep(summary, node) }
        try finish(summary)
    }

    private func request() throws -> PublishRequest {
        guard let mode = PersonalData.Mode(rawValue: personal) else {
            throw Failure(.usage, "--personal is not a choice", hint: "keep, cut or refuse")
        }
        var request = PublishRequest(
            group: try GroupOption.parse(group), feeds: files.map { FeedSource(argument: $0) }, options: try feed.options(),
            time: try clock.time())
        try defaults.apply(to: &request)
        request.personalData = mode
        guard (1...3_650).contains(expiresInDays) else {
            throw Failure(.usage, "--expires-in-days is out of range", hint: "1 to 3650")
        }
        request.lifeDays = expiresInDays
        return request
    }

    private func publish(_ request: PublishRequest, _ node: Node) async throws -> PublishSummary {
        let rows = try RowReport(path: report, files: files)
        let progress = Progress("publishing")
        defer { progress.end() }
        let summary = try await Publisher(node, for: request).publish(request) { verdict in
            try rows.add(verdict)
            if rows.count.isMultiple(of: 4_096) { progress.update(rows.count, of: nil, unit: "rows") }
        }
        try FullStream.afterPublishing(summary, rows.finish)
        return summary
    }

    /// Copies the stream the node keeps to where the person wants it.
    private func keep(_ summary: PublishSummary, _ node: Node) throws {
        let target = out ?? "\(node.paths.outbox)/\(group)-\(summary.sequence).six"
        try FullStream.copy(summary, to: target)
        if !output.json { Terminal.note("full stream: \(target)") }
    }

    private static let skippedShown = 16

    private func finish(_ summary: PublishSummary) throws {
        if output.json {
            Terminal.say(json: [
                "accepted": .integer(Int64(summary.accepted)), "bundle": .string(summary.bundle),
                "duplicate": .integer(Int64(summary.duplicate)), "read": .integer(Int64(summary.read)),
                "refused": .integer(Int64(summary.refused)), "seq": .integer(Int64(summary.sequence)),
            ])
        } else {
            SummaryTable.print(summary)
        }
        if !summary.skippedLists.isEmpty {
            Terminal.note("lists that were not read: \(summary.skippedLists.prefix(Self.skippedShown).joined(separator: ", "))")
        }
        guard summary.accepted > 0 else {
            throw Failure(.inputRefused, "no row could be published", hint: RefusalHint.hint(for: summary))
        }
    }
}

/// What holds where the feed is silent.
struct ReportDefaultOptions: ParsableArguments {
    @Option(name: .long, help: "Marking of rows that carry none: CLEAR, GREEN, AMBER, AMBER+STRICT, RED.") var tlp: String =
        "AMBER"
    @Option(name: .long, help: "Confidence in percent of rows that carry none.") var conf: Int = 50
    @Option(name: .long, help: "Scam code of rows that carry none, for example investment.pig-butchering.") var scam: String =
        "unknown"
    @Option(name: .long, help: "First day of rows that carry none, for example 2026-11-01; default: today.") var first: String?

    func apply(to request: inout PublishRequest) throws {
        guard let marking = Marking(tlp) else {
            throw Failure(.usage, "--tlp is not a marking", hint: "CLEAR, GREEN, AMBER, AMBER+STRICT or RED")
        }
        guard (0...100).contains(conf) else { throw Failure(.usage, "--conf is out of range", hint: "0 to 100") }
        guard scam.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }),
            (1...64).contains(scam.utf8.count)
        else { throw Failure(.usage, "--scam is not a scam code", hint: "see schemas/v1/scam-taxonomy.json") }
        request.marking = marking
        request.confidencePercent = conf
        request.scam = scam
        if let first {
            guard let day = CalendarDay(iso8601: first) else {
                throw Failure(.usage, "--first is not a day", hint: "write it as 2026-11-01")
            }
            request.first = day
        }
    }
}

/// What a publication leaves beside the home: when it cannot be written, the bundle is published all the same, and publishing
/// once more would be another one.
enum FullStream {
    /// Says before anything is published that the copy could not be written.
    static func requirePlace(_ target: String) throws(FileError) { _ = try DurableFile(creating: target) }

    /// Copies the stream that the home keeps to where the person wants it.
    static func copy(_ summary: PublishSummary, to target: String) throws {
        try afterPublishing(summary) { () throws(FileError) in try FileCopy.copy(summary.path, to: target) }
    }

    /// Words a failed write so that nobody repeats the publication.
    static func afterPublishing(_ summary: PublishSummary, _ write: () throws(FileError) -> Void) throws {
        do throws(FileError) {
            try write()
        } catch {
            guard !summary.path.isEmpty else { throw error }
            throw Failure(
                Failure(explaining: error).exitCode, "number \(summary.sequence) is published, but \(error)",
                hint: "do not publish again; the full stream is \(summary.path)")
        }
    }
}

/// What became of a feed, for people.
enum SummaryTable {
    static func print(_ summary: PublishSummary) {
        var table = Table("rows", "count")
        table.add("read", summary.read.grouped)
        table.add("accepted", summary.accepted.grouped)
        table.add("duplicate", summary.duplicate.grouped)
        table.add("refused", summary.refused.grouped)
        table.print()
        if summary.cut > 0 { Terminal.say("cut before personal data: \(summary.cut.grouped)") }
        for (reason, count) in RefusalHint.ordered(summary.refusals) {
            Terminal.say("  \(reason): \(count.grouped)\(RefusalHint.hint(for: reason).map { " – \($0)" } ?? "")")
        }
        if !summary.bundle.isEmpty { Terminal.say("bundle \(summary.bundle), number \(summary.sequence)") }
    }
}

/// What the person who publishes can do about refused rows.
enum RefusalHint {
    /// The reasons, the most frequent first.
    static func ordered(_ refusals: [String: Int]) -> [(reason: String, count: Int)] {
        refusals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    /// What to do when nothing was left, judged by the most frequent reason.
    static func hint(for summary: PublishSummary) -> String {
        guard let first = ordered(summary.refusals).first else { return "the feed holds no rows; see tocsin feed inspect FILE" }
        let remedy = hint(for: first.reason) ?? "see tocsin feed inspect FILE"
        return "\(first.count.grouped) of \(summary.read.grouped) rows are refused as \(first.reason): \(remedy)"
    }

    /// What to do about one reason; nothing for those that are not the feed's fault.
    static func hint(for reason: String) -> String? {
        let name = String(reason.prefix { $0 != ":" })
        if let known = FeedRefusalReason(rawValue: name) { return known.hint }
        return IndicatorError.Reason(rawValue: name).map { IndicatorError($0, byteCount: 0).hint }
    }
}
