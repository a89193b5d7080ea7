import ArgumentParser
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

    func run() async throws {
        let request = try request()
        try clock.requireRealTime(in: Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys))
        let node = try await evaluated(request)?.node(.writing) ?? home.node(for: .writing, secrets: secrets)
        node.actor = try grounds.person()
        for warning in try node.startWarnings() { Terminal.note("warning: \(warning)") }
        let summary = try await Publisher(node, for: request).renew(request, isLinked: link)
        if output.json { Terminal.say(json: .object(summary.json)) } else { SummaryTable.print(summary) }
        guard summary.accepted == 0, !output.json else { return }
        Terminal.note("nothing to renew: every live report is in the open epoch")
    }

    private func request() throws -> PublishRequest {
        var request = PublishRequest(
            group: try GroupOption.parse(group), feeds: [], options: FeedOptions(), time: try clock.time())
        request.lockedColumns = Set(lock)
        guard request.lockedColumns.isSubset(of: PublishRequest.lockableColumns) else {
            throw Failure(.usage, "--lock does not name a column that can be locked", hint: "note, source, ctx or impact")
        }
        request.grounds = try grounds.grounds("publish")
        return request
    }

    /// Has evaluators evaluate what the rows need, before the home is taken.
    private func evaluated(_ request: PublishRequest) async throws -> NodeWiring? {
        let node = try home.node(for: .writing, secrets: secrets)
        let epoch = try node.publishingEpoch(at: request.time)
        guard epoch.document.evaluators != nil else { return nil }
        let step = EvaluationStep(home: home, secrets: secrets, purpose: grounds.purpose, time: request.time)
        return try await step.run(try Publisher(node, for: request).renewalInputs(request))
    }
}
