import ArgumentParser
import CanonicalCoding
import Evaluation
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin-evaluator status`: which shares the home holds, and for how long.
struct StatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say which shares are held, and until when they answer.",
        discussion: """
            EXAMPLE
              tocsin-evaluator status --home evaluator --json
            """)

    @OptionGroup var options: EvaluatorOptions
    @Flag(name: .long, help: "One JSON document.") var json = false

    func run() throws {
        let time = machineClock()
        let reading = try options.opened(options.keys()).reading(at: time)
        let standing = reading.standing
        let shares = standing.shares.sorted { $0.key < $1.key }.map { HeldShareRow($0.value, at: time) }
        let refused = reading.refused.sorted { $0.key < $1.key }
        let document: JSONValue = [
            "expires": .string(standing.registry.document.expires.rfc3339), "member": .string(standing.member.name),
            "refused": .array(refused.map { ["epoch": .integer(Int64($0.key.value)), "why": .string($0.value)] }),
            "registry": .integer(standing.registry.document.version), "shares": .array(shares.map(\.jsonValue)),
        ]
        var lines = [
            "\(standing.member.name), registry \(standing.registry.document.version) until \(standing.registry.document.expires)"
        ]
        lines += shares.map(\.line) + refused.map { "epoch \($0.key): no share is used: \($0.value)" }
        if shares.isEmpty, refused.isEmpty { lines.append("no share is held") }
        try say(document, orLines: lines, asJSON: json)
    }
}

/// What is said of one share.
private struct HeldShareRow {
    let share: EvaluatorStanding.HeldShare
    let isOpen: Bool

    init(_ share: EvaluatorStanding.HeldShare, at time: Timestamp) {
        self.share = share
        isOpen = share.epoch.acceptsBundles(at: time)
    }

    private var times: EpochTimes { share.epoch.document.times }

    var jsonValue: JSONValue {
        [
            "destroy_after": .string(times.destroyAfter.rfc3339), "epoch": .integer(Int64(share.epoch.number.value)),
            "evaluator": .integer(Int64(share.evaluator)), "match_until": .string(times.matchUntil.rfc3339),
            "open": .bool(isOpen), "publish_from": .string(times.publishFrom.rfc3339),
        ]
    }

    var line: String {
        "epoch \(share.epoch.number): evaluator \(share.evaluator), \(isOpen ? "open" : "closed"), "
            + "answers from \(times.publishFrom) until \(times.matchUntil)"
    }
}
