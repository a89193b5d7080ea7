public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeStore

/// One number about a home, for monitoring.
public struct HomeFigure: Sendable, Hashable {
    /// The name of the series.
    public let name: String
    /// The member it is about; empty for the node as such.
    public let peer: String
    /// The number.
    public let value: Int

    static func all(of standings: [PeerStanding], logSize: UInt64, at time: Timestamp) -> [HomeFigure] {
        var figures = [
            HomeFigure(name: "tocsin_peers", peer: "", value: standings.count),
            HomeFigure(name: "tocsin_log_entries", peer: "", value: Int(clamping: logSize)),
        ]
        for standing in standings {
            let name = standing.peer.name
            figures.append(HomeFigure(name: "tocsin_owed_bundles", peer: name, value: standing.owed.count))
            figures.append(HomeFigure(name: "tocsin_alarms", peer: name, value: standing.alarmCount(at: time)))
        }
        return figures
    }
}

extension Node {
    /// Why this node cannot do its work: codes, none of them when it can.
    func unreadiness(at time: Timestamp) -> [String] {
        var reasons: [String] = []
        if (try? registryInForce(at: time)) == nil { reasons.append("registry") }
        if (try? store(for: .reading)) == nil { reasons.append("store") }
        if (try? ledger()) == nil { reasons.append("log") }
        if Directory.exists("\(paths.ledger)/\(LedgerLayout.rolledBack)") { reasons.append("log-rolled-back") }
        return reasons
    }
}

extension PeerStanding {
    /// The standing for programs: a line of `tocsin status --json`, and an item of `/v1/peers`.
    public func json(at time: Timestamp) -> JSONValue {
        [
            "address": .string(address?.description ?? ""), "alarms": .integer(Int64(alarmCount(at: time))),
            "evaluates_only": .bool(evaluatesOnly), "failure": .string(failure),
            "groups": .array(groups.map { .string($0.name) }),
            "last_receipt": .string(lastReceipt?.rfc3339 ?? ""), "over_budget": .array(excesses.map(\.json)),
            "owed": .array(owed.map(\.json)), "peer": .string(peer.name),
            "reached": .string(reached?.rfc3339 ?? ""),
            "received": ["accepted": .integer(Int64(received.accepted)), "rejected": .integer(Int64(received.rejected))],
            "sent": [
                "done": .integer(Int64(sent.done)), "failed": .integer(Int64(sent.failed)),
                "in_doubt": .integer(Int64(sent.inDoubt)), "received": .integer(Int64(sent.received)),
            ],
            "suspended": .bool(isSuspended), "unproved_heads": .integer(Int64(unprovedHeads)),
        ]
    }
}

extension PeerStanding.Owed {
    fileprivate var json: JSONValue {
        [
            "group": .string(group.name), "manifest": .string(manifest.hex), "published": .string(published.rfc3339),
            "seq": .integer(Int64(sequence)), "urgent": .bool(isUrgent),
        ]
    }
}

extension BudgetExcess {
    fileprivate var json: JSONValue {
        ["epoch": .integer(Int64(epoch.value)), "evaluated": .integer(evaluationCount), "tags": .integer(tagCount)]
    }
}
