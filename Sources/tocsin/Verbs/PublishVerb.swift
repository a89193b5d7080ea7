import ArgumentParser
import CanonicalCoding
import Exchange
import FeedReading
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin publish`: a feed becomes a signed bundle.
struct PublishVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Turn feeds into one signed bundle for a group.",
        discussion: """
            Every row ends as accepted, duplicate or refused; --report lists them with line and reason. What is written with \
            --out, or to the outbox, is this member's own full stream: what others may see comes from `bundle redact --for`.

            Kinds: \(FeedWords.kinds).

            Columns that need no --map: \(FeedWords.columns).

            EXAMPLES
              tocsin publish --group task-force feed.csv
              tocsin publish --group task-force --kind phone --region DE --tlp GREEN \\
                --report rows.jsonl numbers.txt
              tocsin publish --group task-force --map value=Number --map note==seen \\
                --json calls.csv
              tocsin publish --group task-force --dry-run --for org.beta \\
                --out for-beta.six feed.csv
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var feed: FeedFileOptions
    @OptionGroup var defaults: ReportDefaultOptions
    @OptionGroup var personal: PersonalDataOptions
    @OptionGroup var grounds: GroundsOptions
    @Option(name: .long, help: "The group the bundle is for.") var group: String
    @Option(
        name: .long,
        help: "Lock this column, so that only who knows a row's value reads it: note, source, ctx or impact; repeatable.")
    var lock: [String] = []
    @Option(name: .long, help: "For how many days others may take the bundle in for the first time.") var expiresInDays: Int64 =
        90
    @Option(
        name: .long,
        help: "Where the full stream goes, 0600; default: the outbox. With --dry-run: where the bytes go, - for standard output.",
        completion: .file())
    var out: String?
    @Option(
        name: .long, help: "Write what became of each row here, JSON Lines; - for standard output.", completion: .file())
    var report: String?
    @Flag(name: .long, help: "With --for: publish nothing; write the bytes that member would get.") var dryRun = false
    @Option(name: .customLong("for"), help: "With --dry-run: the member.") var recipient: String?
    @Argument(help: "Feed files, or - for standard input.", completion: .file()) var files: [String]

    func run() async throws {
        let work = try await prepare()
        if let trial = work.trial {
            try await trial.run(work.request, work.node, work.rows, to: work.place, asJSON: output.json)
        } else {
            try finish(try await publish(work.request, work.node, work.rows), work)
        }
    }

    /// What is settled before the first row is read.
    private struct Work {
        let request: PublishRequest
        let node: Node
        let rows: RowReport
        let trial: DryRun?
        let place: OutputPlace?
    }

    // What waits stands apart from what throws: the release build of compiler 6.3.1 crashes on them together.
    private func prepare() async throws -> Work {
        let plan = try plan()
        let wiring = try await evaluated(plan)
        return try work(plan, wiring)
    }

    /// What is said on the command line, with the places that results go to.
    private struct Plan {
        var request: PublishRequest
        let rows: RowReport
        let trial: DryRun?
        let place: OutputPlace?
        /// What has to be evaluated first.
        var step: EvaluationStep?
    }

    @inline(never)
    private func plan() throws -> Plan {
        let trial = try DryRun(isWanted: dryRun, for: recipient, out: out)
        let place = trial == nil ? try FullStream.place(out, reading: files) : try trial?.place(reading: files)
        var plan = Plan(
            request: try request(), rows: try RowReport(path: report, files: files, beside: place), trial: trial, place: place)
        plan.step = try step(&plan.request, isTrial: trial != nil)
        return plan
    }

    private func evaluated(_ plan: Plan) async throws -> NodeWiring? { try await plan.step?.run(plan.request) }

    @inline(never)
    private func work(_ plan: Plan, _ wiring: NodeWiring?) throws -> Work {
        var request = plan.request
        let node = try openHome(for: &request, isTrial: plan.trial != nil, wiring: wiring)
        return Work(request: request, node: node, rows: plan.rows, trial: plan.trial, place: plan.place)
    }

    @inline(never)
    private func finish(_ summary: PublishSummary, _ work: Work) throws {
        if !summary.path.isEmpty { try keep(summary, of: work.request.group, work.node) }
        if output.json { Terminal.say(json: .object(summary.json)) } else { SummaryTable.print(summary) }
        PublishReport.tellSkipped(summary)
        try PublishReport.requireAccepted(summary)
    }

    /// Has evaluators evaluate what the feeds need, before the home is taken: it can last, and others of this home go on meanwhile.
    private func step(_ request: inout PublishRequest, isTrial: Bool) throws -> EvaluationStep? {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        if !isTrial { try clock.requireRealTime(in: node) }
        request.options.region = request.options.region ?? node.settings.region
        // Without an open epoch, publishing says what is wrong.
        guard let epoch = try? node.publishingEpoch(at: request.time), epoch.document.evaluators != nil else { return nil }
        try request.readFeedsTwice()
        return EvaluationStep(home: home, secrets: secrets, purpose: grounds.purpose, time: request.time)
    }

    /// Opens the home and says what a person should know before the work begins.
    @inline(never)
    private func openHome(for request: inout PublishRequest, isTrial: Bool, wiring: NodeWiring?) throws -> Node {
        let node = try wiring?.node(.writing) ?? home.node(for: .writing, secrets: secrets)
        node.actor = try grounds.person()
        request.options.region = request.options.region ?? node.settings.region
        for warning in try node.startWarnings() { Terminal.note("warning: \(warning)") }
        if !isTrial { try FullStream.tellUncopied(of: request.group, in: node) }
        return node
    }

    @inline(never)
    private func request() throws -> PublishRequest {
        var request = PublishRequest(
            group: try GroupOption.parse(group), feeds: files.map { FeedSource(argument: $0) }, options: try feed.options(),
            time: try clock.time())
        try defaults.apply(to: &request)
        request.personalData = try personal.mode()
        guard (1...3_650).contains(expiresInDays) else {
            throw Failure(.usage, "--expires-in-days is out of range", hint: "1 to 3650")
        }
        request.lifeDays = expiresInDays
        request.lockedColumns = Set(lock)
        guard request.lockedColumns.isSubset(of: PublishRequest.lockableColumns) else {
            throw Failure(.usage, "--lock does not name a column that can be locked", hint: "note, source, ctx or impact")
        }
        request.grounds = try grounds.grounds("publish")
        return request
    }

    private func publish(_ request: PublishRequest, _ node: Node, _ rows: RowReport) async throws -> PublishSummary {
        let progress = Progress("publishing")
        defer { progress.end() }
        let summary = try await FullStream.publishing {
            try await Publisher(node, for: request).publish(request) { verdict in
                try rows.add(verdict)
                if rows.count.isMultiple(of: 4_096) { progress.update(rows.count, of: nil, unit: "rows") }
            }
        }
        try FullStream.afterPublishing(summary, rows.finish)
        return summary
    }

    /// Copies the stream the node keeps to where the person wants it.
    private func keep(_ summary: PublishSummary, of group: GroupID, _ node: Node) throws {
        let target = out ?? "\(node.paths.outbox)/\(group)-\(summary.sequence).six"
        try FullStream.copy(summary, of: group, from: node, to: target)
        if !output.json { Terminal.note("full stream: \(target)") }
    }
}
