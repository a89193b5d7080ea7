import Blinding
import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry
import PeerClient
import Synchronization

/// Has evaluators evaluate what a verb needs and the home does not hold, before the verb does its work on the home.
struct EvaluationStep {
    let home: HomeOptions
    let secrets: PassphraseOptions
    /// What evaluators record, from the agreement.
    let purpose: String
    let time: Timestamp

    /// Evaluates what feeds need, a part at a time.
    ///
    /// - Returns: what opens the home for the verb, when somebody was asked: a passphrase is asked for once.
    func run(_ request: PublishRequest) async throws -> NodeWiring? {
        let node = try reading()
        let epoch = try node.publishingEpoch(at: time)
        guard epoch.document.evaluators != nil else { return nil }
        try node.requireNorm(of: epoch)
        let count = try FeedInputs(request, at: node).count()
        guard count > 0 else { return nil }
        let inputs = try FeedInputs(request, at: node)
        return try await withClient(for: epoch, expecting: count) { client in
            while case let some = try inputs.next(), !some.isEmpty { try await client.ensure(some) }
        }
    }

    /// Evaluates what the home holds in clear and cannot compare with the match tags of an epoch.
    ///
    /// - Returns: how many values were evaluated.
    func run(overHeldIn epoch: VerifiedEpoch, atMost limit: Int) async throws -> Int {
        let node = try reading()
        let count = try HeldInputs(node, in: epoch, at: time).count(atMost: limit)
        guard count > 0 else { return 0 }
        let inputs = try HeldInputs(node, in: epoch, at: time)
        try Verification.begin(at: node)
        var left = count
        _ = try await withClient(for: epoch, expecting: count) { client in
            while case let some = try inputs.next(atMost: min(left, FeedInputs.evaluatedTogether)), !some.isEmpty {
                try await client.ensure(some)
                left -= some.count
            }
        }
        return count - left
    }

    /// The epochs whose evaluators can be asked.
    func evaluableEpochs() throws -> [VerifiedEpoch] { try reading().evaluableEpochs(at: time) }

    /// Evaluates single inputs in every epoch whose evaluators can still be asked.
    ///
    /// - Parameter known: the wiring of an earlier step of this verb.
    func run(_ inputs: [MatchInput], known: NodeWiring? = nil) async throws -> NodeWiring? {
        let node = try reading()
        var wiring = known
        for epoch in try node.evaluableEpochs(at: time) {
            let missing = try node.unevaluated(inputs, in: epoch)
            guard !missing.isEmpty else { continue }
            wiring = try await withClient(for: epoch, expecting: missing.count, known: wiring) { try await $0.ensure(missing) }
        }
        return wiring
    }

    /// Evaluates what a question about one value needs.
    func run(_ value: String, _ question: QuestionOptions) async throws {
        let inputs = try question.inputs(of: [value], home)
        _ = try await run(inputs)
    }

    /// Whether any epoch has evaluators that can be asked: a verb that reads line by line then reads ahead.
    func isNeeded() throws -> Bool { try !evaluableEpochs().isEmpty }

    private func reading() throws -> Node { try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys) }

    private func withClient(
        for epoch: VerifiedEpoch, expecting count: Int, known: NodeWiring? = nil, _ work: (EvaluationClient) async throws -> Void
    ) async throws -> NodeWiring {
        let wiring = try known ?? NodeWiring(home, secrets, isQuiet: true)
        let progress = Mutex(Progress("evaluating"))
        try await wiring.withClient { peers in
            let client = try EvaluationClient(
                wiring.opening(.reading), for: epoch, purpose: purpose, at: time, over: peers, expecting: count
            ) { state in progress.withLock { $0.update(state.done, of: state.total, unit: "values") } }
            if count >= Self.budgetShownFrom { await Self.tellBudget(client, count, epoch) }
            do { try await work(client) } catch {
                progress.withLock { $0.end() }
                throw error
            }
            progress.withLock { $0.end() }
            for fault in await client.faults { Terminal.note("warning: \(fault)") }
        }
        return wiring
    }

    /// A question about one value is asked at once; what is left is shown before larger jobs.
    private static let budgetShownFrom = 2

    private static func tellBudget(_ client: EvaluationClient, _ count: Int, _ epoch: VerifiedEpoch) async {
        let left = await client.budgets().map { budget in
            "\(budget.member.name) \(budget.remaining.map { Int($0).grouped } ?? "did not say")"
        }
        Terminal.note("evaluating \(count.grouped) values in epoch \(epoch.number); left at \(left.joined(separator: ", "))")
    }
}
