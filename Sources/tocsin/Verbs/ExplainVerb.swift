import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MergeEngine
import SignedBundles

/// `tocsin explain`: the steps that led to status, score and tier.
struct ExplainVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show the steps that lead to status, score and tier, each with its claim or rule.",
        discussion: """
            EXAMPLE
              tocsin explain +442079460123
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var grounds: GroundsOptions
    @Argument(help: "The value.") var value: String

    func run() throws {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        node.actor = try grounds.person()
        let why = try grounds.grounds("explain")
        let answer = try Lookup(node, at: clock.time(), for: why)
            .ask(value, kind: question.kind(of: value), region: question.regionCode())
        var log = try QueryLog(node, grounds: why)
        try log.note(answer.kind, answer.canonical, results: answer.logged, decisions: answer.decisions)
        try log.commit()
        WithheldClaims(answer.decisions, count: answer.withheldCount).tell()
        if output.json { Terminal.say(json: json(answer)) } else { print(answer) }
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
            Terminal.say(Terminal.plain("\(answer.state.why.count + number + 1). \(Self.sentence(for: split))"))
        }
    }

    /// What a judgement of this node kept out of the answer.
    private static func sentence(for split: RecordedJudgement) -> String {
        "a local judgement of \(split.document.time.rfc3339) keeps an indicator apart that is named beside it: "
            + "\(split.document.why)  (tocsin merge list, line \(split.line))"
    }

    private static func json(_ split: RecordedJudgement) -> JSONValue {
        [
            "bundle": "", "claim": "", "manifest": "", "publisher": .string(split.document.node.name), "rule": "judgement",
            "sentence": .string(sentence(for: split)),
        ]
    }

    private func json(_ answer: Lookup.Answer) -> JSONValue {
        let bundles = Dictionary(
            answer.state.standings.map { ($0.claim.id.manifest, $0.claim.origin.bundle) }, uniquingKeysWith: { first, _ in first }
        )
        return [
            "canonical": .string(answer.canonical), "kind": .string(answer.kind.name), "matched": .string(answer.matched),
            "owners": .array(answer.state.owners.map { .string($0.owner.name) }),
            "score": .integer(Int64(answer.state.score.value)),
            "status": .string(answer.state.status.rawValue), "tier": .string(answer.state.tier.rawValue),
            "why": .array(
                answer.state.why.map { step in
                    [
                        "bundle": .string(step.claim.flatMap { bundles[$0.manifest] } ?? ""),
                        "claim": .string(step.claim?.description ?? ""),
                        "manifest": .string(step.claim?.manifest.hex ?? ""), "publisher": .string(step.publisher?.name ?? ""),
                        "rule": .string(step.rule.rawValue), "sentence": .string(step.sentence),
                    ]
                } + answer.splits.map(Self.json)),
        ]
    }
}
