internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

/// Holds what officers signed against what left: the subject is made again from the decision that was kept and the stream that was sent.
struct ApprovalCheck {
    /// What a signature is worth.
    enum Verdict: String {
        case valid
        /// The signature, the capacity, or what was signed is not what it should be.
        case wrong
        /// The officer's key, the word or the decision is no longer here.
        case unknown
    }

    private let keys: OfficerKeys
    /// What left; nothing when the decision is no longer here.
    private let subject: Digest256?

    init(of transfer: AuditedTransfer, in trail: TransferTrail, by view: AuditView) throws {
        keys = OfficerKeys(view.node)
        subject = try trail.decisionIndex(of: transfer).flatMap { index in
            try Self.subject(of: view.record(at: index), sent: transfer.intent.transfer, at: view.node)
        }
    }

    private static func subject(of decision: LedgerRecord, sent: Digest256?, at node: Node) throws -> Digest256? {
        guard let id = decision.decisionID, let input = CapturedInput.file(id).read(at: node.paths),
            let approved = decision.approvedSubject, let profile = digest(decision, "approved_profile"),
            let logged = digest(decision, "approved_bytes")
        else { return nil }
        let stream = sent.map(node.paths.sentStream)
        let shown = try stream.flatMap { Directory.exists($0) ? try FileDigest.of($0) : nil } ?? logged
        return ApprovalSubject(input, shown: shown, profile: profile).digest == approved ? approved : .zero
    }

    private static func digest(_ record: LedgerRecord, _ name: String) -> Digest256? {
        record.details[name]?.string.flatMap { Hex.decode($0) }.flatMap { Digest256(bytes: $0) }
    }

    /// Judges an approval as a decision names it.
    ///
    /// - Parameter entry: the officer's word in the log.
    /// - Throws: `FileError`, ``NodeError/homeDamaged(_:)``.
    func verdict(on approval: JSONObject, said entry: LedgerRecord?) throws -> Verdict {
        guard let subject, let word = entry.flatMap(OfficerWord.init), let record = try keys.record(of: word.by) else {
            return .unknown
        }
        let isNamed = approval["by"] == .string(word.by) && approval["role"] == .string(word.role)
        return isNamed && word.verdict == .approve && word.subject == subject && word.isValid(under: record) ? .valid : .wrong
    }
}
