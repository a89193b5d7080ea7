import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MergeEngine
import NodeStore
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

/// `tocsin history`: every claim and cell, oldest first.
struct HistoryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show every claim about a value with its cells, the oldest first.",
        discussion: """
            Without --kind a name is read as what is reported under it: a domain, host or address.

            EXAMPLE
              tocsin history --json +442079460123
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
        let why = try grounds.grounds("history")
        let region = try question.regionCode() ?? node.settings.region
        let named = try StatementAim(node, at: clock.time(), for: why).find(
            value, kind: question.kind(of: value), region: region, for: nil
        ).named
        let history = try Lookup(node, at: clock.time(), for: why).history(of: value, kind: named.kind, region: region)
        let claims = history.claims.sorted { Self.order($0) < Self.order($1) }
        var log = try QueryLog(node, grounds: why)
        try log.note(
            named.kind, String(decoding: named.canonical, as: UTF8.self), results: ["claims": .integer(Int64(claims.count))],
            decisions: history.decisions)
        try log.commit()
        WithheldClaims(history.decisions, count: history.withheldCount).tell()
        for claim in claims {
            if output.json { Terminal.say(json: Self.json(claim)) } else { Self.print(claim) }
        }
        guard claims.isEmpty else { return }
        if !output.json { Terminal.say("no claim about it is known") }
        throw ExitCode(FailureCode.clearNo.rawValue)
    }

    /// The oldest first, and of one time as the publishers numbered what they signed.
    private static func order(_ stored: StoredClaim) -> (Timestamp, String, UInt64, UInt32, UInt32) {
        let claim = stored.claim
        return (claim.origin.created, claim.origin.publisher.name, claim.origin.sequence, claim.segment, claim.row)
    }

    private static func print(_ stored: StoredClaim) {
        let claim = stored.claim
        let exclusion = claim.exclusion.map { ", kept out: \($0.rawValue)" } ?? ""
        Terminal.say(
            "\(claim.origin.created.rfc3339)  \(claim.origin.publisher.name)  \(claim.statement.type.name)  TLP:\(stored.marking)  "
                + "pop \(claim.pop)\(exclusion)")
        Terminal.say("  claim \(claim.id)")
        Terminal.say("  bundle \(claim.origin.bundle)")
        for cell in stored.cells {
            switch cell.content {
            case .absent: Terminal.say("  \(cell.column): absent")
            case .value(let bytes): Terminal.say(Terminal.plain("  \(cell.column): \(String(decoding: bytes, as: UTF8.self))"))
            }
        }
    }

    private static func json(_ stored: StoredClaim) -> JSONValue {
        var cells = JSONObject()
        for cell in stored.cells {
            guard case .value(let bytes) = cell.content, let value = try? StrictJSON.parse(bytes) else { continue }
            cells[cell.column] = value
        }
        let origin = stored.claim.origin
        return [
            "aud": .string(origin.audience.name), "bundle": .string(origin.bundle), "cells": .object(cells),
            "claim": .string(stored.claim.id.description),
            "created": .string(origin.created.rfc3339), "excluded": .string(stored.claim.exclusion?.rawValue ?? ""),
            "kind": .string(stored.key.kind.name), "manifest": .string(origin.manifest.hex),
            "pop": .string("\(stored.claim.pop)"), "pub": .string(origin.publisher.name),
            "seq": .integer(Int64(origin.sequence)), "tlp": .string(stored.marking),
            "type": .string(stored.claim.statement.type.name),
        ]
    }
}
