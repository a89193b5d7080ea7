public import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

extension LogQuestion {
    /// Whether the ledger is intact now (question 26): heads, entries, tiles, the details of every entry, quorum.
    ///
    /// The question is an entry itself, so no witness can have signed the head that it leaves behind: the newest head that enough have
    /// signed counts, as long as what came since is not overdue.
    ///
    /// - Parameter now: by which entries are overdue.
    public static func verification(of node: Node, at now: Timestamp) -> AuditAnswer {
        var check = LogVerification()
        do throws(LedgerFault) {
            let policy = try LedgerCheck.policy(ofFile: "\(node.paths.ledger)/\(LedgerLayout.policy)")
            check.report = LedgerCheck(policy: policy, requiresDetails: true).report(ofDirectory: node.paths.ledger)
            check.judgeQuorum(by: policy, of: try? node.ledger(), at: now)
        } catch {
            check.report.fault = LedgerFault(error.code, LedgerLayout.policy, error.what)
        }
        return check.answer
    }
}

/// The verdict of a node on its own log.
private struct LogVerification {
    var report = LedgerReport()
    private var quorum: TreeStatement.Quorum?
    /// When the first entry was made that waits for witnesses.
    private var waitingSince: Timestamp?

    /// After so many days without a head that enough witnesses signed, silence is a fault.
    private static let overdueDays: Int64 = 30

    mutating func judgeQuorum(by policy: WitnessPolicy, of reader: LedgerReader?, at now: Timestamp) {
        guard let found = report.quorum else { return }
        guard !policy.isSatisfied(by: []) else {
            quorum = TreeStatement.Quorum.none
            return
        }
        quorum = found.isHeld ? .held : found.largestSize == nil ? .missing : .pending
        guard quorum == .pending, let size = found.largestSize, let entry = try? reader?.entry(at: size) else { return }
        let since = entry.time.timestamp
        waitingSince = since
        guard report.fault?.code == .quorum else { return }
        report.fault =
            since.adding(days: Self.overdueDays) >= now
            ? nil
            : LedgerFault(
                .quorum, LedgerLayout.checkpoint, index: size,
                "from this entry on too few witnesses have signed for more than \(Self.overdueDays) days")
    }

    var answer: AuditAnswer {
        var answer = AuditAnswer("verdict", "code", "file", "index", "what")
        let fault = report.fault
        answer.add(
            .text(fault == nil ? "OK" : "BAD"), .text(fault?.code.rawValue), .text(fault?.file),
            .open(fault?.index.map { JSONValue.integer(Int64(clamping: $0)) } ?? ""), .text(fault?.what))
        answer.state("entries", .integer(Int64(clamping: report.head?.size ?? 0)))
        answer.state("checkpoints", .integer(Int64(report.headCount)))
        answer.state("details", .integer(Int64(report.detailCount)))
        if let quorum { answer.state("quorum", .string(quorum.rawValue)) }
        if let head = report.head { answer.state("head_size", .integer(Int64(clamping: head.size))) }
        if quorum != TreeStatement.Quorum.none, let size = report.quorum?.largestSize {
            answer.state("witnessed_size", .integer(Int64(clamping: size)))
        }
        if let waitingSince { answer.state("waiting_since", .string(waitingSince.rfc3339)) }
        answer.isClearNo = fault != nil
        return answer
    }
}
