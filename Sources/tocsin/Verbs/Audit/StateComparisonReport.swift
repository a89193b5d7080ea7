import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import NodeAPI

/// What `tocsin audit reconcile --state` finds and says.
extension ReconcileVerb {
    func compareStates(_ wiring: NodeWiring, _ peer: MemberID) async throws {
        let fetches = fetch
        let (found, fetched) = try await wiring.withClient { client in
            let found = try await StateComparison.run(wiring.home, client, with: peer)
            guard fetches, !found.bundles.isEmpty else { return (found, 0) }
            var round = PeerRound(wiring.home, client, with: peer, memory: RoundMemory()) { _ in false }
            return (found, try await round.fetch(found.bundles))
        }
        if output.json { Terminal.say(json: Self.json(found, fetched)) } else { sayState(found, fetched) }
        guard !found.isSame else { return }
        throw Failure(
            .clearNo, "the states differ",
            hint: fetches
                ? "compare again; what is only here is for \(peer.name) to fetch"
                : "add --fetch; see tocsin status for what is owed")
    }

    private func sayState(_ found: StateComparison, _ fetched: Int) {
        guard !found.isSame else { return Terminal.say("both states are \(found.digests.here.hex)") }
        var table = Table("", "here", "there")
        table.add("digest", String(found.digests.here.hex.prefix(16)), String(found.digests.there.hex.prefix(16)))
        table.add("items that differ", found.itemCounts.here.grouped, found.itemCounts.there.grouped)
        table.print()
        Terminal.say(
            "\(found.buckets.count.grouped) of 4,096 buckets differ; bundles behind them there: \(found.bundles.count.grouped)")
        if fetch { Terminal.say("fetched and taken in: \(fetched.grouped)") }
    }

    private static func json(_ found: StateComparison, _ fetched: Int) -> JSONValue {
        [
            "buckets": .array(found.buckets.map { .integer(Int64($0)) }),
            "bundles": .array(found.bundles.map { .string($0.hex) }),
            "digests": ["here": .string(found.digests.here.hex), "there": .string(found.digests.there.hex)],
            "fetched": .integer(Int64(fetched)),
            "items": ["here": .integer(Int64(found.itemCounts.here)), "there": .integer(Int64(found.itemCounts.there))],
            "member": .string(found.peer.name), "same": .bool(found.isSame),
        ]
    }
}
