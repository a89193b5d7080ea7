import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MergeEngine
import NodeAPI
import SignedBundles

/// What must hold in every world once it is at rest.
extension World {
    func check() async throws {
        var chains: [MemberID: [MemberID: ChainState]] = [:]
        for member in members {
            chains[member] = Dictionary(
                try federation.chains(at: member).map { ($0.publisher, $0) }, uniquingKeysWith: { first, _ in first })
        }
        try checkHeads(chains)
        try checkDigests(chains)
        for member in members { try checkStates(at: member, chains[member] ?? [:]) }
        for member in members {
            for peer in members where peer != member { try await checkTransfers(from: member, to: peer, chains[peer] ?? [:]) }
        }
        for member in members { try checkLog(of: member) }
    }

    /// All name the same newest bundle of every chain, and nothing is set aside any more.
    private func checkHeads(_ chains: [MemberID: [MemberID: ChainState]]) throws {
        for publisher in members {
            let heads = members.map { chains[$0]?[publisher]?.head }
            guard Set(heads).count == 1 else {
                throw WorldFault(
                    "heads of \(publisher.name): \(zip(members, heads).map { "\($0.name) \($1?.sequence ?? 0)" }.joined(separator: ", "))"
                )
            }
            for member in members where chains[member]?[publisher]?.isQuarantined == true {
                throw WorldFault("\(publisher.name) is still set aside at \(member.name)")
            }
        }
    }

    /// Members of one role that hold the same bundles hold the same cells.
    private func checkDigests(_ chains: [MemberID: [MemberID: ChainState]]) throws {
        var known: [String: (MemberID, String)] = [:]
        for member in members {
            let states = members.map { publisher in
                let chain = chains[member]?[publisher]
                let entries = (chain?.entries ?? [:]).sorted { $0.key < $1.key }
                return entries.map { "\($0.key) \($0.value.standing) \($0.value.digest.hex)" }.joined()
                    + "\(chain?.quarantined ?? [])"
            }
            let role = federation.roles[member] ?? ""
            let key = role + states.joined(separator: "|")
            let digest = try federation.digest(of: member)
            if let (other, others) = known[key], others != digest {
                throw WorldFault("\(other.name) and \(member.name) hold the same bundles and print other digests")
            }
            known[key] = (member, digest)
        }
    }

    /// Who reports each number is what the bundles say that a member holds; retracted is retracted.
    private func checkStates(at member: MemberID, _ chains: [MemberID: ChainState]) throws {
        guard federation.roles[member] != "hub" else { return }
        for number in Self.pool {
            var reporting: Set<String> = []
            for saying in sayings where saying.numbers.contains(number) {
                let entry = chains[saying.publisher]?.entries.values.first { $0.digest.hex == saying.manifest }
                guard let entry, entry.isTaken else { continue }
                guard saying.isReport else {
                    reporting.remove(saying.publisher.name)
                    continue
                }
                if entry.standing == .held { reporting.insert(saying.publisher.name) }
            }
            let state = try federation.state(of: number, at: member)
            let found = Set(state.owners.map(\.owner.name))
            guard found == reporting else {
                throw WorldFault("\(number) at \(member.name) is reported by \(found.sorted()) instead of \(reporting.sorted())")
            }
        }
    }

    /// What one side's log says was confirmed, the other's says was accepted, and the other way round.
    private func checkTransfers(from sender: MemberID, to receiver: MemberID, _ chains: [MemberID: ChainState]) async throws {
        let sent = try await federation.transfers(at: sender, with: receiver).filter(\.isSent)
        let received = try await federation.transfers(at: receiver, with: sender).filter { !$0.isSent }
        let accepted = received.filter { $0.state == "accepted" }
        let names = "\(sender.name) to \(receiver.name)"
        for item in sent where item.state == "done" {
            guard accepted.contains(where: { $0.transfer == item.transfer && $0.manifest == item.manifest }) else {
                throw WorldFault("a transfer of \(names) is confirmed and was not accepted")
            }
            let isHere = chains.values.contains { chain in
                chain.entries.values.contains { $0.digest == item.manifest && $0.isTaken }
                    || item.manifest.map(chain.quarantined.contains) ?? false
            }
            guard isHere else { throw WorldFault("a bundle of \(names) is confirmed and not there") }
        }
        for item in accepted where !byHand.contains(item.transfer) {
            guard let intended = sent.first(where: { $0.transfer == item.transfer && $0.manifest == item.manifest }) else {
                throw WorldFault("a transfer of \(names) was accepted and never meant")
            }
            guard intended.state == "done" else {
                throw WorldFault("a transfer of \(names) was accepted and is \(intended.state)")
            }
        }
    }

    /// The log verifies, and nothing left that was not decided.
    private func checkLog(of member: MemberID) throws {
        let node = try federation.node(member, .writing)
        let verdict = LogQuestion.verification(of: node, at: federation.now(at: member))
        guard !verdict.isClearNo else {
            throw WorldFault("the log of \(member.name): \(JSONValue.object(verdict.json(withholding: false)))")
        }
        let view = try AuditView(node, "egress", filter: JSONObject(), grounds: .usual("audit"))
        let egress = try view.egressDifferences(AuditFilter())
        guard !egress.isClearNo else {
            throw WorldFault("egress of \(member.name): \(JSONValue.object(egress.json(withholding: false)))")
        }
        for peer in members where WorldFiles.exists("\(federation.home(of: member))/ledger/peer-heads/\(peer.name)/fork") {
            throw WorldFault("\(member.name) saw two histories of the log of \(peer.name)")
        }
    }
}
