import Agreements
import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators

/// `tocsin agreement timers`: what ended, what freezes, what must go.
struct TimersAgreementVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timers", abstract: "Judge what is held by the timers of agreements: kept, frozen, or due to be deleted.",
        discussion: """
            Run it every day. What lost its legal basis or its agreement is frozen: neither sent nor shown, and not deleted for that. \
            What was held for as long as it may be is due to be deleted. Both are put on record, and so are agreements that have \
            ended. Exit 1 when there is something to see to.

            EXAMPLES
              tocsin agreement timers
              tocsin agreement timers --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var grounds: GroundsOptions

    func run() throws {
        let node = try home.node(for: .writing)
        try clock.requireRealTime(in: node)
        node.actor = try grounds.person()
        let time = try clock.time()
        let ended = try node.logEndedAgreements(at: time)
        let flows = try RetainStage(node, at: time, for: grounds.grounds("agreement timers")).decide()
        let tree = try node.treeStatement()
        if output.json {
            Terminal.say(json: [
                "ended": .array(ended.map { .string($0.agreement.digest.hex) }), "flows": .array(flows.map(Self.json)),
                "tree": tree.json,
            ])
        } else {
            Self.print(ended, flows)
            Terminal.say(tree.sentence)
        }
        guard ended.isEmpty, flows.allSatisfy({ $0.decision.outcome == .allow }) else {
            throw ExitCode(FailureCode.clearNo.rawValue)
        }
    }

    private static func print(_ ended: [HeldAgreement], _ flows: [RetainStage.Flow]) {
        for held in ended { Terminal.say("\(held.agreement.id) version \(held.agreement.version) has ended") }
        guard !flows.isEmpty else { return Terminal.say("nothing of others is held under an agreement") }
        var table = Table("from", "group", "agreement", "kept", "frozen", "to delete", "earliest end", "why")
        for flow in flows {
            table.add(
                flow.publisher.name, flow.group.name, flow.agreement?.agreement.id ?? "none", count(flow, .allow),
                count(flow, .freeze), count(flow, .deny), end(of: flow) ?? "none", reasons(of: flow).joined(separator: " "))
        }
        table.print()
    }

    private static func count(_ flow: RetainStage.Flow, _ outcome: DecisionOutcome) -> String {
        Int(flow.rowCount(outcome)).grouped
    }

    private static func end(of flow: RetainStage.Flow) -> String? {
        flow.decision.classes.compactMap(\.retainUntil).min()?.rfc3339
    }

    /// Why rows are not simply kept.
    private static func reasons(of flow: RetainStage.Flow) -> [String] {
        Set(flow.decision.classes.filter { $0.outcome != .allow }.map(\.reason.rawValue)).sorted()
    }

    private static func json(_ flow: RetainStage.Flow) -> JSONValue {
        [
            "agreement": .string(flow.agreement?.agreement.digest.hex ?? ""), "decision": .string(flow.decision.id.hex),
            "earliest_end": .string(end(of: flow) ?? ""), "from": .string(flow.publisher.name),
            "frozen": .integer(flow.rowCount(.freeze)), "group": .string(flow.group.name),
            "kept": .integer(flow.rowCount(.allow)), "outcome": .string(flow.decision.outcome.rawValue),
            "overdue": .array(
                flow.overdue.sorted { $0.key.hex < $1.key.hex }.map { manifest, end in
                    ["manifest": .string(manifest.hex), "until": .string(end.rfc3339)]
                }),
            "reasons": .array(reasons(of: flow).map(JSONValue.string)), "to_delete": .integer(flow.rowCount(.deny)),
        ]
    }
}
