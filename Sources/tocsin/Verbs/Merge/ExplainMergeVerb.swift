import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MergeEngine
import SignedBundles

/// `tocsin merge explain`: what brought claims together under a value.
struct ExplainMergeVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show every expression of a value with its claims and the indicators it leads to.",
        discussion: """
            A claim stands under the value's own tag, or its publisher joined an earlier tag to it (prev_tag). An indicator that \
            the value leads to is another one: it answers beside the value and is never folded into it. Exit code 1 when nothing \
            is known.

            EXAMPLE
              tocsin merge explain joe@gmail.com
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
        let why = try grounds.grounds("merge explain")
        let explanation = try Lookup(node, at: clock.time(), for: why).explainAliases(of: question.aliasQuestion(value))
        var log = try QueryLog(node, grounds: why)
        try log.note(explanation.kind, explanation.canonical, results: explanation.logged, decisions: explanation.decisions)
        try log.commit()
        WithheldClaims(explanation.decisions, count: explanation.withheldCount).tell()
        if output.json { Terminal.say(json: json(explanation)) } else { print(explanation) }
        if explanation.expressions.isEmpty { throw ExitCode(FailureCode.clearNo.rawValue) }
    }
}

extension ExplainMergeVerb {
    private func print(_ explanation: AliasExplanation) {
        Terminal.say(Terminal.plain("\(explanation.kind.name)  \(explanation.canonical)"))
        if explanation.expressions.isEmpty { Terminal.say("nothing is known of it") }
        for expression in explanation.expressions {
            Terminal.say()
            Terminal.say(Terminal.plain("asked as \(expression.kind.name)  \(expression.text)"))
            for joined in expression.claims {
                let join = joined.join == .tag ? "under its tag" : "joined by its publisher's prev_tag"
                Terminal.say("  \(join): \(Self.words(for: joined.claim))")
            }
            for alias in expression.aliases { print(alias) }
        }
    }

    private func print(_ alias: AliasExplanation.Alias) {
        let value = alias.value ?? "value not shown, tag \(alias.pair.row.tag) of epoch \(alias.pair.epoch)"
        Terminal.say(Terminal.plain("  \(Self.lead(of: alias)) \(alias.pair.row.kind.name)  \(value)"))
        for claim in alias.claims { Terminal.say("    named by \(Self.words(for: claim))") }
        if alias.claims.isEmpty { Terminal.say("    its tag was copied; nobody proved to know the name") }
        guard let judgement = alias.judgement else { return }
        let document = judgement.document
        let words = "judged \(document.act.rawValue) on \(document.time.rfc3339), line \(judgement.line): \(document.why)"
        Terminal.say(Terminal.plain("    \(words)"))
    }

    private static func lead(of alias: AliasExplanation.Alias) -> String {
        if alias.leads { return "leads to" }
        return alias.judgement?.document.act == .split ? "split from" : "does not lead to"
    }

    private static func words(for claim: Claim) -> String {
        "\(claim.origin.publisher.name), \(claim.statement.type.name), claim \(claim.id)"
    }
}

extension ExplainMergeVerb {
    private func json(_ explanation: AliasExplanation) -> JSONValue {
        let expressions = explanation.expressions.map { expression -> JSONValue in
            let claims = expression.claims.map { Self.json($0.claim, by: $0.join) }
            return [
                "aliases": .array(expression.aliases.map(Self.json)), "claims": .array(claims),
                "expression": .string(expression.text), "kind": .string(expression.kind.name),
            ]
        }
        return [
            "canonical": .string(explanation.canonical), "expressions": .array(expressions), "input": .string(value),
            "kind": .string(explanation.kind.name),
        ]
    }

    private static func json(_ alias: AliasExplanation.Alias) -> JSONValue {
        var object = JSONObject()
        object["claims"] = .array(alias.claims.map { json($0) })
        object["leads"] = .bool(alias.leads)
        object["pair"] = alias.pair.json
        object["value"] = .string(alias.value ?? "")
        if let judgement = alias.judgement {
            object["judgement"] = [
                "act": .string(judgement.document.act.rawValue), "line": .integer(Int64(judgement.line)),
                "node": .string(judgement.document.node.name), "time": .string(judgement.document.time.rfc3339),
                "why": .string(judgement.document.why),
            ]
        }
        return .object(object)
    }

    private static func json(_ claim: Claim, by join: AliasExplanation.Join? = nil) -> JSONValue {
        var object = JSONObject()
        object["bundle"] = .string(claim.origin.bundle)
        object["by"] = join.map { .string($0.rawValue) }
        object["claim"] = .string(claim.id.description)
        object["manifest"] = .string(claim.origin.manifest.hex)
        object["publisher"] = .string(claim.origin.publisher.name)
        object["type"] = .string(claim.statement.type.name)
        return .object(object)
    }
}
