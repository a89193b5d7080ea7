import ArgumentParser
import Blinding
import CanonicalCoding
import Exchange
import FeedReading
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin epoch renew`: own live reports go on in the epoch that is open.
struct RenewEpochVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Publish own live reports of earlier epochs once more, under the tags of the epoch that is open.",
        discussion: """
            Tags of different epochs are not alike, so what is reported under one ends with it. While two epochs overlap, each publisher \
            renews its reports; what is renewed already is passed over, so the verb can be repeated. Retracted and expired reports stay behind, and \
            connections whose other end has no value here.

            With --link each row names its earlier tag as well. Whoever sees both rows then knows them for one, which others can use \
            to follow an indicator they cannot name: so only where the agreement lets prev_tag be published.

            EXAMPLES
              tocsin epoch renew --group task-force
              tocsin epoch renew --group task-force --link --lock note
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var grounds: GroundsOptions
    @Option(name: .long, help: "The group whose reports are renewed.") var group: String
    @Flag(name: .long, help: "Have each row name its earlier tag.") var link = false
    @Option(name: .long, help: "Lock this column again, where it was locked: note, source, ctx or impact; repeatable.") var lock:
        [String] = []

    // What waits stands apart from what throws: the release build of compiler 6.3.1 crashes on them together.
    func run() async throws {
        let request = try request()
        let inputs = try inputs(request)
        let wiring = try await evaluated(inputs, request)
        let node = try opened(wiring)
        say(try await Publisher(node, for: request).renew(request, isLinked: link))
    }

    @inline(never)
    private func opened(_ wiring: NodeWiring?) throws -> Node {
        let node = try wiring?.node(.writing) ?? home.node(for: .writing, secrets: secrets)
        node.actor = try grounds.person()
        for warning in try node.startWarnings() { Terminal.note("warning: \(warning)") }
        return node
    }

    private func say(_ summary: PublishSummary) {
        if output.json { Terminal.say(json: .object(summary.json)) } else { SummaryTable.print(summary) }
        guard summary.accepted == 0, !output.json else { return }
        Terminal.note("nothing to renew: every live report is in the open epoch")
    }

    @inline(never)
    private func request() throws -> PublishRequest {
        try clock.requireRealTime(in: Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys))
        var request = PublishRequest(
            group: try GroupOption.parse(group), feeds: [], options: FeedOptions(), time: try clock.time())
        request.lockedColumns = Set(lock)
        guard request.lockedColumns.isSubset(of: PublishRequest.lockableColumns) else {
            throw Failure(.usage, "--lock does not name a column that can be locked", hint: "note, source, ctx or impact")
        }
        request.grounds = try grounds.grounds("publish")
        return request
    }

    /// What evaluators have to evaluate before the home is taken; nothing in an epoch without them.
    @inline(never)
    private func inputs(_ request: PublishRequest) throws -> [MatchInput] {
        let node = try home.node(for: .writing, secrets: secrets)
        guard try node.publishingEpoch(at: request.time).document.evaluators != nil else { return [] }
        return try Publisher(node, for: request).renewalInputs(request)
    }

    private func evaluated(_ inputs: [MatchInput], _ request: PublishRequest) async throws -> NodeWiring? {
        guard !inputs.isEmpty else { return nil }
        let step = EvaluationStep(home: home, secrets: secrets, purpose: grounds.purpose, time: request.time)
        return try await step.run(inputs)
    }
}
