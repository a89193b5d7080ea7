import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import NodeAPI

/// `tocsin audit reconcile`: both sides' logs held against each other.
struct ReconcileVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "Ask a member's node whether both logs agree about every transfer.",
        discussion: """
            Both sides compare one digest over the transfers that arrived; where it differs, those of 256 buckets; and only the \
            transfers of buckets that differ, and those that are open here, are looked at one by one. The exit code is 1 when the \
            logs contradict each other, 5 when the member could not be asked. The look is an entry of the log.

              agrees          both say that it arrived
              unconfirmed     it arrived, and the receipt is still under way
              unknown-there   it was to leave here, and nothing came there
              unknown-here    it was to leave there, and nothing came here
              refused         both say that it was refused or did not leave
              duplicated      one log has it twice
              contradicts     one says that it arrived, the other that it did not

            With --state the digests of both nodes' whole states are held against each other instead: whole, then by buckets, then item by
            item; --fetch fetches the bundles behind what is only there. A node shows these digests to nobody but the members of show_state_to in \
            its settings, which may see everything that is there.

            EXAMPLES
              tocsin audit reconcile org.beta
              tocsin audit reconcile org.beta --state --fetch
              tocsin audit reconcile org.beta --period 2026-11-01..2026-11-30 --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var grounds: GroundsOptions
    @Option(name: .long, help: "Only what began here in these days: DAY..DAY, or a month, YYYY-MM.") var period: String?
    @Flag(name: .long, help: "Compare the digests of the states.") var state = false
    @Flag(name: .long, help: "Fetch the bundles behind what is only there.") var fetch = false
    @Argument(help: "The member.") var member: String

    func validate() throws {
        try ParserCheck.run {
            _ = try days()
            guard !state || period == nil else {
                throw Failure(.usage, "--state knows no --period", hint: "leave one of them out")
            }
            guard state || !fetch else { throw Failure(.usage, "--fetch is for --state", hint: "add --state") }
        }
    }

    func run() async throws {
        let peer = try MemberOption.parse(member)
        let range = try days()
        let wiring = try NodeWiring(home, secrets)
        try note(peer)
        do {
            guard !state else { return try await compareStates(wiring, peer) }
            let found = try await wiring.withClient { client in
                try await Reconciliation.run(wiring.home, client, with: peer, period: range)
            }
            try say(found)
        } catch let failure as PeerFailure {
            throw Failure(.network, failure.description, hint: "see tocsin status; its address: tocsin peer list")
        } catch let problem as Problem {
            throw Failure(.network, "\(peer.name) answers: \(problem)", hint: "ask its operators")
        } catch let fault as DocumentFault {
            throw Failure(.network, "\(peer.name) answers no such document: \(fault)", hint: "ask its operators")
        }
    }

    /// The look is on record before anything is shown.
    private func note(_ peer: MemberID) throws {
        let node = try home.node(for: .reading)
        node.actor = try grounds.person()
        _ = try AuditView(
            node, "reconcile", filter: ["member": .string(peer.name)], grounds: grounds.grounds("audit reconcile"))
    }

    private func days() throws -> Range<Timestamp>? {
        guard let period else { return nil }
        guard let range = PeriodOption.range(period) else {
            throw Failure(.usage, "--period is none", hint: "write it as 2026-11-01..2026-11-30, or 2026-11")
        }
        return range
    }

    private func say(_ found: Reconciliation) throws {
        if output.json { Terminal.say(json: Self.json(found)) } else { sayTable(found) }
        guard found.isContradicted else { return }
        throw Failure(
            .clearNo, "the logs of both sides contradict each other",
            hint: "tocsin audit transfer X --why here; ask \(found.peer.name) for its entry and the proof of it")
    }

    private func sayTable(_ found: Reconciliation) {
        Terminal.say("\(found.agreedCount.grouped) transfers agree")
        var table = Table("transfer", "side", "here", "there", "finding")
        for line in found.lines {
            table.add(
                String(line.transfer.hex.prefix(16)), line.isSent ? "sent" : "received", line.here?.state ?? "-",
                line.there?.state ?? "-", line.finding.rawValue)
        }
        if !found.lines.isEmpty { table.print() }
    }

    private static func json(_ found: Reconciliation) -> JSONValue {
        [
            "agree": .integer(Int64(found.agreedCount)), "contradicted": .bool(found.isContradicted),
            "differ": .array(found.lines.map(json)), "member": .string(found.peer.name),
            "origins": [.string(found.origins.here), .string(found.origins.there)],
        ]
    }

    private static func json(_ line: Reconciliation.Line) -> JSONValue {
        func side(_ item: TransferPage.Item?) -> JSONValue {
            guard let item else { return [:] }
            return ["entry": .integer(Int64(clamping: item.entry)), "state": .string(item.state)]
        }
        return [
            "finding": .string(line.finding.rawValue), "here": side(line.here), "side": line.isSent ? "sent" : "received",
            "there": side(line.there), "x": .string(line.transfer.hex),
        ]
    }
}

/// Days of a period.
enum PeriodOption {
    /// `DAY..DAY`, both included, or a month.
    static func range(_ text: String) -> Range<Timestamp>? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 3, parts[1].isEmpty, let first = start(parts[0]), let last = start(parts[2]), first <= last {
            return first..<last.adding(days: 1)
        }
        guard parts.count == 1, text.utf8.count == 7, let first = start(text + "-01") else { return nil }
        let next = first.adding(days: 31)
        return start("\(String(next.rfc3339.prefix(7)))-01").map { first..<$0 }
    }

    private static func start(_ day: String) -> Timestamp? { Timestamp(rfc3339: "\(day)T00:00:00Z") }
}
