import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MergeEngine
import NodeStore
import SignedBundles

/// `tocsin history`: every claim and cell, oldest first, and to whom they were sent.
struct HistoryVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show every claim about a value with its cells, the oldest first; to whom it was sent, and what came back.",
        discussion: """
            Without --kind a name is read as what is reported under it: a domain, host or address. A transfer is listed when its \
            stream showed a row about the value: it is in doubt, received, applied (and its retraction with it), rejected with a \
            code, or failed. That is a look into the audit log and an entry of its own; kept streams are read to their ends for it, \
            which --claims-only saves. A value marked (unverified) could not be compared with its match tag yet, which tocsin evaluate \
            changes; one marked (disproved) does not give it. Asking about a phone number, an address or an account costs an evaluation where none is kept.

            EXAMPLES
              tocsin history +442079460123
              tocsin history --claims-only --json +442079460123
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var grounds: GroundsOptions
    @Flag(name: .long, help: "Leave out to whom it was sent.") var claimsOnly = false
    @Argument(help: "The value.") var value: String

    func run() async throws {
        try await EvaluationStep(home: home, secrets: secrets, purpose: grounds.purpose, time: clock.time()).run(value, question)
        try answer()
    }

    @inline(never)
    private func answer() throws {
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
        // What shows to whom it went is a look into the log, on record before anything is shown.
        let transfers =
            claimsOnly || claims.isEmpty ? nil : try transfers(of: AuditedItem(named, claims: claims, in: node), node, why)
        WithheldClaims(history.decisions, count: history.withheldCount).tell()
        for claim in claims {
            if output.json { Terminal.say(json: Self.json(claim)) } else { Self.print(claim) }
        }
        if let transfers { TransferSheet.show(transfers, asJSON: output.json) }
        guard claims.isEmpty else { return }
        if !output.json { Terminal.say("no claim about it is known") }
        throw ExitCode(FailureCode.clearNo.rawValue)
    }

    private func transfers(of item: AuditedItem, _ node: Node, _ why: QueryGrounds) throws -> ItemTransfers {
        try AuditView(node, "item.transfers", filter: item.filter, grounds: why).transfers(of: item)
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
            case .value(let bytes):
                let standing = cell.column == "value" ? stored.valueStanding : nil
                let mark = standing.flatMap { $0 == .verified ? nil : " (\($0.rawValue))" } ?? ""
                Terminal.say(Terminal.plain("  \(cell.column): \(String(decoding: bytes, as: UTF8.self))\(mark)"))
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
            "value_standing": .string(stored.valueStanding?.rawValue ?? ""),
        ]
    }
}
