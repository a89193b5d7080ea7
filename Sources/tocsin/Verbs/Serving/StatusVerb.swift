import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import NodeStore

/// `tocsin status`: how the node stands with its peers.
struct StatusVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the peers, how far behind each is, the last receipts, and what is owed.",
        discussion: """
            `reached` and `receipt` say how long ago; `done` are hand-overs that the peer confirmed. `owed` are this member's \
            bundles that a peer has not confirmed. Retractions and objections among them that are older than a minute \
            are alarmed: the peer may still act on what was taken back. A peer that runs tocsin-evaluator alone takes no bundles. A peer whose audit log shows two histories is suspended and \
            alarmed until an officer readmits it. The exit code is 1 when there is an alarm.

            EXAMPLES
              tocsin status
              tocsin status --owed
              tocsin status --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @Flag(name: .long, help: "List every bundle that a peer has not confirmed.") var owed = false

    func run() async throws {
        let (path, allowsExamples) = (home.path, home.allowExampleKeys)
        let desk = HomeDesk { try Node(opening: path, for: $0, allowsExampleKeys: allowsExamples) }
        let standings = try await desk.standings()
        try say(standings, at: clock.time())
    }

    private func say(_ standings: [PeerStanding], at time: Timestamp) throws {
        if output.json {
            for standing in standings { Terminal.say(json: standing.json(at: time)) }
        } else if owed {
            sayOwed(standings, at: time)
        } else {
            sayTable(standings, at: time)
        }
        try sayWaiting(at: time)
        let suspended = standings.filter(\.isSuspended)
        guard suspended.isEmpty else {
            throw Failure(
                .clearNo, "the audit log shows two histories of \(suspended.map(\.peer.name).joined(separator: ", "))",
                hint:
                    "no bundle passes to or from them; see tocsin audit witnesses, and tocsin witness readmit once it is explained"
            )
        }
        let late = standings.filter { !$0.alarms(at: time).isEmpty }
        guard !late.isEmpty else { return }
        throw Failure(
            .clearNo, "retractions or objections are not confirmed by \(late.map(\.peer.name).joined(separator: ", "))",
            hint: "see tocsin status --owed; reach the members by another way when their nodes do not answer")
    }

    /// Bundles that wait for an officer are no alarm: what they retract takes effect.
    private func sayWaiting(at time: Timestamp) throws {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        let waiting = try NodeQuarantine(node, at: time).bundles().count { $0.state == "waiting" }
        if waiting > 0 { Terminal.note("note: bundles that wait for an officer: \(waiting.grouped); see tocsin quarantine list") }
        for excess in try node.budgetExcesses() {
            Terminal.note(
                "note: \(excess.owner.name) reported under \(Int(excess.tagCount).grouped) tags of epoch \(excess.epoch) and had "
                    + "\(Int(excess.evaluationCount).grouped) values evaluated: its reports under the tags beyond have no effect here (E_BUDGET)"
            )
        }
    }

    private func sayTable(_ standings: [PeerStanding], at time: Timestamp) {
        var table = Table(
            columns: ["peer", "reached", "done", "in doubt", "failed", "owed", "alarms", "receipt"], cutting: [0, 1])
        for standing in standings {
            table.add(
                standing.peer.name, Self.reached(standing, at: time), standing.sent.done.grouped, standing.sent.inDoubt.grouped,
                standing.sent.failed.grouped, standing.owed.count.grouped, standing.alarmCount(at: time).grouped,
                standing.lastReceipt.map { Self.age($0, time) } ?? "never")
        }
        table.print()
        for standing in standings where standing.sent.received > 0 {
            Terminal.say("\(standing.peer.name) has received \(standing.sent.received.grouped) that wait for its officer")
        }
    }

    private func sayOwed(_ standings: [PeerStanding], at time: Timestamp) {
        var table = Table(columns: ["peer", "group", "number", "published", "kind", "manifest"], cutting: [0, 1])
        for standing in standings {
            for owed in standing.owed {
                table.add(
                    standing.peer.name, owed.group.name, String(owed.sequence), Self.ago(owed.published, time),
                    owed.isUrgent ? "retraction" : "report", String(owed.manifest.hex.prefix(16)))
            }
        }
        table.print()
    }

    private static func reached(_ standing: PeerStanding, at time: Timestamp) -> String {
        if standing.isSuspended { return "suspended: its log shows two histories" }
        if standing.address == nil { return "no address" }
        if standing.evaluatesOnly, standing.failure.isEmpty { return "evaluates only" }
        guard standing.failure.isEmpty else { return standing.failure }
        return standing.reached.map { age($0, time) } ?? "never"
    }

    private static func ago(_ then: Timestamp, _ now: Timestamp) -> String { age(then, now) + " ago" }

    private static func age(_ then: Timestamp, _ now: Timestamp) -> String {
        let seconds = max(0, now.secondsSinceEpoch - then.secondsSinceEpoch)
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7_200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3_600) h"
        default: return "\(seconds / 86_400) days"
        }
    }
}
