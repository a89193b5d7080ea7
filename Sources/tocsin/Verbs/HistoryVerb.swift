import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MergeEngine
import NodeStore
import SignedBundles

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
