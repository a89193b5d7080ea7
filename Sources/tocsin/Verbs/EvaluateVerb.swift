import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MemberRegistry

/// `tocsin evaluate`: what is held in clear, compared with its match tags.
struct EvaluateVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Have evaluators evaluate what is held here in clear, so that it can be verified.",
        discussion: """
            Members may show values of guessable kinds, phone numbers, e-mail addresses, accounts, beside their match tags. Until a \
            value is evaluated here, nobody can say that it gives its tag: it is shown as unverified, and is in no export and no \
            list to enforce. The same goes for what the registry protects. Each value costs one evaluation, once; what remains of \
            the quota is shown before; --limit bounds it, and the next time goes on. Then every row is judged anew, as tocsin rebuild \
            does: one whose value does not give its tag has no effect from then on (E_TAG), and tocsin history names its publisher.

            EXAMPLES
              tocsin evaluate
              tocsin evaluate --limit 10000 --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @Option(name: .long, help: "What it is for, a purpose of the agreements; evaluators record it.") var purpose =
        "scam.prevention"
    @Option(name: .long, help: "Evaluate at most so many values of an epoch, 1 to 10,000,000.") var limit = Self.mostValues

    private static let mostValues = 10_000_000

    func validate() throws {
        try ParserCheck.run {
            guard (1...Self.mostValues).contains(limit) else {
                throw Failure(.usage, "--limit is out of range", hint: "a number from 1 to 10000000")
            }
        }
    }

    func run() async throws {
        let step = EvaluationStep(home: home, secrets: secrets, purpose: purpose, time: try clock.time())
        let epochs = try step.evaluableEpochs()
        if epochs.isEmpty { Terminal.note("no epoch here has evaluators: every value was compared when it came in") }
        var evaluated: [EpochNumber: Int] = [:]
        var failure: (any Error)?
        do {
            for epoch in epochs { evaluated[epoch.number] = try await step.run(overHeldIn: epoch, atMost: limit) }
        } catch { failure = error }
        // What was evaluated before something failed counts all the same.
        do { try judge(evaluated) } catch { throw failure ?? error }
        if let failure { throw failure }
    }

    @inline(never)
    private func judge(_ evaluated: [EpochNumber: Int]) throws {
        let node = try home.node(for: .writing)
        let verification = Verification.isDue(at: node) ? try Verification(judging: node) : nil
        for (epoch, count) in evaluated.sorted(by: { $0.key < $1.key }) {
            say(epoch, count, verification?.disprovedCounts[epoch] ?? 0)
        }
        if let verification { try RebuildReport.tell(verification.rebuild) }
    }

    private func say(_ epoch: EpochNumber, _ evaluated: Int, _ disproved: Int) {
        guard !output.json else {
            return Terminal.say(
                json: [
                    "disproved": .integer(Int64(disproved)), "epoch": .integer(Int64(epoch.value)),
                    "evaluated": .integer(Int64(evaluated)),
                ])
        }
        let values = "\(evaluated.grouped) \(evaluated == 1 ? "value" : "values")"
        Terminal.say("epoch \(epoch): \(evaluated == 0 ? "nothing to evaluate" : "\(values) evaluated")")
        guard disproved > 0 else { return }
        Terminal.say("  rows whose value gives another tag, without effect: \(disproved.grouped) (E_TAG)")
    }
}
