import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import NodeAPI
import PeerClient

/// `tocsin sync`: one round with each peer, or with those named.
struct SyncVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Do one round with each peer: hand over, fetch, confirm.",
        discussion: """
            A round takes registry versions, agreements and lists, hands over what the peer has not confirmed, compares heads and \
            fetches what is missing here; evaluators are asked what they state of the day. It can break off anywhere; the next one goes on. tocsin serve does rounds by itself. \
            The exit code is 5 when a peer could not be asked.

            EXAMPLES
              tocsin sync
              tocsin sync org.beta org.gamma --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @Argument(help: "The members to ask; all with an address when none is named.") var members: [String] = []

    func run() async throws {
        let wiring = try NodeWiring(home, secrets)
        let named = try members.map(MemberOption.parse)
        let peers = try named.isEmpty ? Self.peersWithAddress(wiring) : named
        guard !peers.isEmpty else {
            throw Failure(
                .stateRefuses, "no peer has an address here", hint: "tocsin peer add org.beta https://beta.example:7443")
        }
        let (reports, usage) = try await wiring.withClient { client in
            (try await Self.rounds(with: peers, wiring, client), try await UsageRound(wiring.home, client).run())
        }
        for report in reports { say(report) }
        for refusal in usage.refusals { Terminal.note("warning: \(refusal.evaluator.name): \(refusal.sentence)") }
        if let failure = reports.compactMap(\.failure).first {
            throw Failure(.network, failure.description, hint: "see tocsin status; the next round goes on where this one ended")
        }
    }

    /// Evaluators that are in no group of this member have an address, too, and do no rounds.
    @inline(never)
    private static func peersWithAddress(_ wiring: NodeWiring) throws -> [MemberID] {
        try wiring.opening(.reading).peers().filter { wiring.settings.peers[$0] != nil }
    }

    private static func rounds(
        with peers: [MemberID], _ wiring: NodeWiring, _ client: PeerClient
    ) async throws -> [RoundReport] {
        var reports: [RoundReport] = []
        var evaluating = try await Set(wiring.home.standings().filter(\.evaluatesOnly).map(\.peer))
        for peer in peers {
            let report = try await round(with: peer, evaluating, wiring, client)
            if report.evaluatesOnly { evaluating.insert(peer) } else if report.failure == nil { evaluating.remove(peer) }
            reports.append(report)
        }
        return reports
    }

    /// - Parameter evaluating: who is no node: its bundles are taken from others.
    private static func round(
        with peer: MemberID, _ evaluating: Set<MemberID>, _ wiring: NodeWiring, _ client: PeerClient
    ) async throws -> RoundReport {
        let round = PeerRound(
            wiring.home, client, with: peer, memory: RoundMemory(),
            isAway: { !client.reaches($0) || evaluating.contains($0) })
        let report = try await round.run()
        try await wiring.home.work(.reading) { node, time in try node.note(report, at: time) }
        return report
    }

    private func say(_ report: RoundReport) {
        guard !output.json else { return Terminal.say(json: RoundWording.json(report)) }
        Terminal.say("\(report.peer.name): \(RoundWording.sentence(report))")
        for refusal in report.refusals { Terminal.say("  \(RoundWording.sentence(refusal))") }
    }
}

/// What a round came to, for people and programs.
enum RoundWording {
    static func sentence(_ report: RoundReport) -> String {
        if let failure = report.failure { return failure.description }
        if report.evaluatesOnly { return "evaluates, and takes no bundles" }
        let parts = [
            (report.givenCount, "handed over"), (report.takenCount, "taken in"), (report.receiptCount, "confirmed since"),
            (report.documentCount, "documents"), (report.messageCount, "messages delivered"),
        ].filter { $0.0 > 0 }.map { "\($0.0.grouped) \($0.1)" }
        return parts.isEmpty ? "nothing new" : parts.joined(separator: ", ")
    }

    static func sentence(_ refusal: RoundReport.Refusal) -> String {
        let what = refusal.manifest.map { "bundle \($0.hex.prefix(16))" } ?? "a document"
        return "\(what) refused \(refusal.side.rawValue): \(refusal.code)"
    }

    static func json(_ report: RoundReport) -> JSONValue {
        [
            "confirmed": .integer(Int64(report.receiptCount)), "documents": .integer(Int64(report.documentCount)),
            "evaluates_only": .bool(report.evaluatesOnly), "failure": .string(report.failure?.reason.rawValue ?? ""),
            "given": .integer(Int64(report.givenCount)),
            "messages": .integer(Int64(report.messageCount)),
            "peer": .string(report.peer.name),
            "refused": .array(
                report.refusals.map {
                    [
                        "code": .string($0.code), "manifest": .string($0.manifest?.hex ?? ""), "side": .string($0.side.rawValue),
                    ]
                }),
            "taken": .integer(Int64(report.takenCount)),
        ]
    }
}
