import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import MergeEngine
import SignedBundles

/// `tocsin merge split`: a name does not lead to an indicator.
struct SplitVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Judge that a value is not the one that another leads to, for this node only.",
        discussion: """
            Of an e-mail address its mailbox is judged, so the judgement holds for every address of the mailbox that is asked \
            about. What is asked about under its own name stays as it is. The judgement is signed with this node's key and \
            recorded in ledger/judgements.jsonl; repeating it changes nothing. Exit code 1 when the two have nothing to do with \
            each other.

            EXAMPLES
              tocsin merge split joe@gmail.com --from j.o.e@gmail.com \\
                --why 'two people, the platform says'
              tocsin merge split joe@gmail.com --claim 5f…b1/0/17 --why 'a copied list'
            """)

    @OptionGroup var judgement: JudgementOptions
    @Option(name: .long, help: "The value it leads to.") var from: String?
    @Argument(help: "The value.") var value: String

    func validate() throws { try ParserCheck.run { _ = try judgement.row(from, option: "--from") } }

    func run() throws { try judgement.judge(.split, value, judgement.row(from, option: "--from")) }
}

/// `tocsin merge join`: what a split said is taken back.
struct JoinVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Take back a split, so that the value leads to the other one again.",
        discussion: """
            It brings nothing together that no publisher put side by side. The judgement is recorded beside the one it takes back. \
            Exit code 1 when nothing splits the two.

            EXAMPLE
              tocsin merge join joe@gmail.com --with j.o.e@gmail.com \\
                --why 'the platform was wrong'
            """)

    @OptionGroup var judgement: JudgementOptions
    @Option(name: .long, help: "The value it leads to again.") var with: String?
    @Argument(help: "The value.") var value: String

    func validate() throws { try ParserCheck.run { _ = try judgement.row(with, option: "--with") } }

    func run() throws { try judgement.judge(.join, value, judgement.row(with, option: "--with")) }
}

/// What both judgements take, and how they are carried out.
struct JudgementOptions: ParsableArguments {
    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var secrets: PassphraseOptions
    @Option(name: .long, help: "A claim that names the value, as merge explain prints it, where the other value is not known.")
    var claim: String?
    @Option(name: .long, help: "Why, for the record.") var why: String

    /// What the value leads to, by one of its two options.
    func row(_ value: String?, option: String) throws -> JudgedRow {
        guard JudgementDocument.whyBytes.contains(why.utf8.count) else {
            throw Failure(
                .usage, "--why is empty or too long", hint: "at most \(JudgementDocument.whyBytes.upperBound) bytes")
        }
        switch (value, claim) {
        case (let value?, nil): return .value(value)
        case (nil, let text?):
            guard let id = ClaimID(text) else {
                throw Failure(.usage, "--claim is no claim", hint: "copy it from tocsin merge explain VALUE")
            }
            return .claim(id)
        default: throw Failure(.usage, "name either \(option) or --claim", hint: "tocsin merge explain VALUE shows both")
        }
    }
}

extension QuestionOptions {
    /// The value as it is asked about.
    func aliasQuestion(_ value: String) throws -> AliasQuestion {
        AliasQuestion(value, kind: try kind(of: value), region: try regionCode())
    }
}

extension JudgementOptions {
    /// Carries out a judgement and says what came of it.
    func judge(_ act: JudgementDocument.Act, _ value: String, _ row: JudgedRow) throws {
        let node = try home.node(for: .writing, secrets: secrets)
        try clock.requireRealTime(in: node)
        var judgements = try NodeJudgements(node, at: clock.time())
        let outcome = try judgements.judge(act, question.aliasQuestion(value), row, why: why)
        guard output.json else {
            Terminal.say(Self.sentence(act, isNew: outcome.judgement != nil))
            return
        }
        var answer = JSONObject()
        answer["act"] = .string(act.rawValue)
        answer["line"] = outcome.judgement.map { .integer(Int64($0.line)) }
        answer["pairs"] = .array(outcome.pairs.map(\.json))
        answer["state"] = outcome.judgement == nil ? "known" : "judged"
        Terminal.say(json: .object(answer))
    }

    private static func sentence(_ act: JudgementDocument.Act, isNew: Bool) -> String {
        switch (act, isNew) {
        case (.split, true): "split: the one does not lead to the other here any more"
        case (.split, false): "they were split before; nothing changed"
        case (.join, true): "joined: the one leads to the other again, as far as rows say so"
        case (.join, false): "they were joined before; nothing changed"
        }
    }
}
