import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MergeEngine
import SignedBundles

/// `tocsin explain`: the steps that led to status, score and tier.
struct ExplainVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show the steps that lead to status, score and tier, each with its claim or rule.",
        discussion: """
            Asking about a phone number, an address or an account costs an evaluation where none is kept here.

            EXAMPLE
              tocsin explain +442079460123
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var grounds: GroundsOptions
    @Argument(help: "The value.") var value: String

    func run() async throws {
        try await EvaluationStep(home: home, secrets: secrets, purpose: grounds.purpose, time: clock.time()).run(value, question)
        try answer()
    }

    @inline(never)
    private func answer() throws {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        node.actor = try grounds.person()
        let why = try grounds.grounds("explain")
        let answer = try Lookup(node, at: clock.time(), for: why)
            .ask(value, kind: question.kind(of: value), region: question.regionCode())
        var log = try QueryLog(node, grounds: why)
        try log.note(answer.kind, answer.canonical, results: answer.logged, decisions: answer.decisions)
        try log.commit()
        WithheldClaims(answer.decisions, count: answer.withheldCount).tell()
        if output.json { Terminal.say(json: answer.explanation) } else { print(answer) }
        if !answer.isKnown { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

    private func print(_ answer: Lookup.Answer) {
        Terminal.say(Terminal.plain("\(answer.kind.name)  \(answer.canonical)"))
        if answer.matched != answer.canonical, !answer.matched.isEmpty {
            Terminal.say(Terminal.plain("matched  \(answer.matched)"))
        }
        Terminal.say(
            "status \(answer.state.status.rawValue), score \(answer.state.score.value), tier \(answer.state.tier.rawValue)")
        Terminal.say()
        for (number, step) in answer.state.why.enumerated() {
            let claim = step.claim.map { "  (\($0))" } ?? ""
            Terminal.say("\(number + 1). \(step.sentence)\(claim)")
        }
        for (number, split) in answer.splits.enumerated() {
            Terminal.say(Terminal.plain("\(answer.state.why.count + number + 1). \(split.sentence)"))
        }
    }

}
