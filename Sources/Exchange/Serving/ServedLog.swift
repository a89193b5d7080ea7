internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import NodeAPI
internal import TransparencyLog

extension PeerQuestion {
    /// A published file of this node's audit log: heads and tiles for every member, entries for those an agreement names.
    func logFile(_ path: String) throws -> PeerAnswer {
        let parts = path.split(separator: "/").map(String.init)
        let isText = ["checkpoint", "policy.txt", "checkpoints"].contains(parts[0])
        guard isText || parts[0] == "tile" else { throw Problem(.notFound) }
        if parts.count > 1, parts[0] == "tile", parts[1] == "entries" {
            guard try node.namesAsMirror(peer, at: time) else { throw Problem(.forbidden) }
        }
        let file = "\(node.paths.ledger)/\(path)"
        guard Directory.exists(file), !Directory.isDirectory(file) else { throw Problem(.notFound) }
        return .bytes(
            try FileReader.contents(of: file, limitBytes: CallLimits(of: .logFile(path)).answerBytes), isText ? .text : .binary)
    }

    /// The newest head that this node's witness signed of a log: signed by that log, and no secret (C2SP tlog-witness).
    func witnessedHead(of origin: Digest256) throws -> PeerAnswer {
        let path = "\(node.paths.witness)/\(origin.hex)/\(LedgerLayout.checkpoint)"
        guard Directory.exists(path) else { throw Problem(.notFound) }
        return .bytes(try FileReader.contents(of: path, limitBytes: CallLimits(of: .witnessedHead(origin)).answerBytes), .text)
    }
}

extension Node {
    /// Whether an agreement in force lets a member read the entries of this node's log.
    func namesAsMirror(_ member: MemberID, at time: Timestamp) throws -> Bool {
        try NodeAgreements(self).held.contains { held in
            held.isActive(at: time) && held.agreement.party(settings.member) != nil
                && held.agreement.assurance.mirrors.contains(member)
        }
    }
}
