import ArgumentParser
import Blinding
import CanonicalCoding
import Exchange
internal import FeedReading
import Indicators
import LedgerFiles

/// `tocsin retract`: this member takes its claims back.
struct RetractVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retract", abstract: "Take this member's claims about values back.",
        discussion: """
            A retraction travels in a segment that nobody may drop, and late copies do not revive what it took back. Without \
            --kind a value is read as what this member reported: a name as domain, host or address.

            EXAMPLE
              tocsin retract --group task-force --why false-positive +442079460123
            """)

    @OptionGroup var options: StatementOptions
    @OptionGroup var reason: ReasonOptions

    func run() async throws {
        let (why, since) = try reason.parsed()
        try await options.publish(.retract(why: why, since: since))
    }
}

/// `tocsin object`: this member contests others' claims.
struct ObjectVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "object", abstract: "Contest the claims of others about values.",
        discussion: """
            An objection names its author and pauses enforcement everywhere.

            EXAMPLE
              tocsin object --group task-force --why recycled \\
                --since 2026-11-01 +442079460123
            """)

    @OptionGroup var options: StatementOptions
    @OptionGroup var reason: ReasonOptions

    func run() async throws {
        let (why, since) = try reason.parsed()
        try await options.publish(.object(why: why, since: since))
    }
}

/// `tocsin outcome`: what was done about values.
struct OutcomeVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outcome", abstract: "Say what was done about values: account-removed, funds-frozen, false-positive, …",
        discussion: """
            EXAMPLE
              tocsin outcome --group task-force --act account-removed telegram:example
            """)

    @Option(name: .long, help: "What was done: \(Self.verbs.joined(separator: ", ")).") var act: String
    @OptionGroup var options: StatementOptions

    static let verbs = NamedStatement.outcomes

    func run() async throws {
        guard Self.verbs.contains(act) else {
            throw Failure(.usage, "--act is not an outcome", hint: "one of \(Self.verbs.joined(separator: ", "))")
        }
        try await options.publish(.outcome(act))
    }
}

/// What statements about named values have in common.
struct StatementOptions: ParsableArguments {
    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var grounds: GroundsOptions
    @Option(name: .long, help: "The group the statement is for.") var group: String
    @Option(name: .long, help: "Its marking: CLEAR, GREEN, AMBER, AMBER+STRICT; an outcome may be RED.") var tlp: String = "AMBER"
    @Option(name: .long, help: "One claim instead of the indicator as such: publisher/bundle.") var about: String?
    @Option(name: .long, help: "Where the full stream goes, 0600; default: the outbox.", completion: .file()) var out: String?
    @Flag(name: .long, help: "Read values from standard input, one a line.") var stdin = false
    @Argument(help: "Values, or - for standard input.") var values: [String] = []

    /// A statement names at most this many values at once.
    static let valueLimit = 100_000

    func publish(_ act: NamedStatement.Act) async throws {
        let work = try await prepare(act)
        let summary = try await FullStream.publishing {
            try await Publisher(work.node, for: work.request).publish(work.statements, request: work.request)
        }
        try finish(summary, work)
    }

    /// What is settled before anything is signed.
    private struct Work {
        let request: PublishRequest
        let node: Node
        let place: OutputPlace?
        let statements: [NamedStatement]
        let unreported: Int
    }

    // What waits stands apart from what throws: the release build of compiler 6.3.1 crashes on them together.
    private func prepare(_ act: NamedStatement.Act) async throws -> Work {
        let plan = try plan(act)
        let wiring = try await evaluated(plan)
        return try work(act, plan, wiring)
    }

    /// What is said on the command line.
    private struct Plan {
        let request: PublishRequest
        let place: OutputPlace?
        let values: [String]
        let inputs: [MatchInput]
    }

    @inline(never)
    private func plan(_ act: NamedStatement.Act) throws -> Plan {
        guard let marking = Marking(tlp) else {
            throw Failure(.usage, "--tlp is not a marking", hint: "CLEAR, GREEN, AMBER, AMBER+STRICT or RED")
        }
        var request = PublishRequest(group: try GroupOption.parse(group), feeds: [], options: .init(), time: try clock.time())
        request.marking = marking
        request.grounds = try grounds.grounds("state")
        try act.requireStatable(marking, at: request.time)
        let place = try FullStream.place(out)
        let values = try named()
        try clock.requireRealTime(in: Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys))
        return Plan(request: request, place: place, values: values, inputs: try question.inputs(of: values, home))
    }

    /// Has evaluators evaluate the values, before the home is taken.
    private func evaluated(_ plan: Plan) async throws -> NodeWiring? {
        let step = EvaluationStep(home: home, secrets: secrets, purpose: grounds.purpose, time: plan.request.time)
        return try await step.run(plan.inputs)
    }

    @inline(never)
    private func work(_ act: NamedStatement.Act, _ plan: Plan, _ wiring: NodeWiring?) throws -> Work {
        let node = try wiring?.node(.writing) ?? home.node(for: .writing, secrets: secrets)
        node.actor = try grounds.person()
        let (statements, unreported) = try statements(act, about: plan.values, node)
        try FullStream.tellUncopied(of: plan.request.group, in: node)
        return Work(request: plan.request, node: node, place: plan.place, statements: statements, unreported: unreported)
    }

    @inline(never)
    private func finish(_ summary: PublishSummary, _ work: Work) throws {
        let target = work.place?.path ?? "\(work.node.paths.outbox)/\(group)-\(summary.sequence).six"
        try FullStream.copy(summary, of: work.request.group, from: work.node, to: target)
        guard !output.json else {
            var answer = summary.json
            answer["unreported"] = .integer(Int64(work.unreported))
            Terminal.say(json: .object(answer))
            return
        }
        let noun = summary.accepted == 1 ? "value" : "values"
        Terminal.say("bundle \(summary.bundle), number \(summary.sequence): \(summary.accepted.grouped) \(noun)")
        Terminal.note("full stream: \(target)")
    }

    /// The statements, and how many of them are about what nobody, or for a retraction not this member, reported.
    private func statements(
        _ act: NamedStatement.Act, about named: [String], _ node: Node
    ) throws -> ([NamedStatement], unreported: Int) {
        var target: NamedStatement.Target?
        if let about {
            target = NamedStatement.Target(about)
            guard target != nil else {
                throw Failure(.usage, "--about does not name a claim", hint: "write it as publisher/bundle")
            }
        }
        let region = try question.regionCode() ?? node.settings.region
        let why = try grounds.grounds("state")
        let values = try named.map { StatementFindings.Named($0, kind: try question.kind(of: $0), region: region) }
        let findings = try StatementFindings(values, act, target: target, at: node, time: clock.time(), for: why)
        return (findings.statements, Self.warn(of: findings, act))
    }

    private static func warn(of findings: StatementFindings, _ act: NamedStatement.Act) -> Int {
        if !findings.otherKinds.isEmpty {
            let kinds = findings.otherKinds.joined(separator: ", ")
            Terminal.note("note: the same text is also reported as \(kinds), which stays; name it with --kind")
        }
        let unreported = findings.unreportedCount
        guard unreported > 0 else { return 0 }
        let whose = if case .retract = act { "this member has no report" } else { "no report is known here" }
        Terminal.note(
            "warning: \(whose) about \(unreported.grouped) of the values; was it published as another kind or cut shorter? "
                + "See tocsin lookup and tocsin history")
        return unreported
    }

    @inline(never)
    private func named() throws -> [String] {
        var named = values.filter { $0 != "-" }
        if stdin || named.count < values.count {
            var lines = try LineReader(opening: "-", dropsMark: true)
            while let line = try lines.next() {
                if case .text(let bytes) = line, !bytes.isEmpty { named.append(String(decoding: bytes, as: UTF8.self)) }
            }
        }
        guard !named.isEmpty else { throw Failure(.usage, "no value is named", hint: "name values, or use --stdin") }
        guard named.count <= Self.valueLimit else {
            throw Failure(.inputRefused, "too many values at once", hint: "at most \(Self.valueLimit) in one statement")
        }
        return named
    }
}
