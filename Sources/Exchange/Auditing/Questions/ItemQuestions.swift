internal import MemberRegistry
internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import MergeEngine
internal import SignedBundles
internal import TransparencyLog

extension AuditView {
    /// Who received an item, when, and under what (question 1): every transfer whose stream shows a row of it.
    ///
    /// Where the stream is no longer kept, the bundle's manifest decides, and the answer says so.
    ///
    /// - Throws: `LedgerError`, `BundleError`, `FileError`, ``NodeError``.
    public func recipients(of item: AuditedItem, _ filter: AuditFilter) throws -> AuditAnswer {
        var answer = AuditAnswer(
            "time", "recipient", "state", "agreement", "purpose", "legal_ref", "retain_until", "transfer", "entry", "read_from")
        var recipients: Set<String> = []
        var unacknowledged = 0
        let keys = try node.pastKeys()
        for transfer in try TransferTrail(self, filter).transfers {
            guard let evidence = try evidence(of: item, in: transfer, under: keys) else { continue }
            recipients.insert(transfer.recipient)
            if transfer.state != "done" { unacknowledged += 1 }
            let intent = transfer.intent
            answer.add(
                intent.timeCell, .text(transfer.recipient), .text(transfer.state), intent.cell(.agreement), intent.cell(.purpose),
                intent.cell(.legalReference), intent.cell(.retainUntil), .text(transfer.digest), intent.indexCell, .text(evidence)
            )
        }
        answer.state("recipients", .integer(Int64(recipients.count)))
        answer.state("unacknowledged", .integer(Int64(unacknowledged)))
        answer.isClearNo = answer.rows.isEmpty
        return answer
    }

    /// From what it is known that a transfer held the item; nothing when it did not.
    private func evidence(
        of item: AuditedItem, in transfer: AuditedTransfer, under keys: any KeyDirectory
    ) throws -> String? {
        guard let manifest = transfer.manifest, item.claims.contains(where: { $0.manifest == manifest }) else { return nil }
        guard let stream = try SentStream.readOriginal(transfer, wanted: item.claims, of: node, under: keys) else {
            return "manifest"
        }
        return stream.rows.isEmpty ? nil : "stream"
    }

    /// In which form each field of an item left for a member (question 2): what was decided beside what the kept stream shows.
    ///
    /// - Throws: `LedgerError`, `BundleError`, `FileError`, ``NodeError``.
    public func fields(of item: AuditedItem, to member: String, _ filter: AuditFilter) throws -> AuditAnswer {
        var answer = AuditAnswer("transfer", "row", "column", "decided", "treatment", "rule", "found", "agrees")
        var (differences, gone) = (0, 0)
        let keys = try node.pastKeys()
        let trail = try TransferTrail(self, filter)
        for transfer in trail.transfers where transfer.recipient == member {
            guard let stream = try SentStream.readOriginal(transfer, wanted: item.claims, of: node, under: keys) else {
                gone += 1
                continue
            }
            let decided = try DecidedForms(self, transfer, trail)
            for row in stream.rows {
                let place = DecidedForms.Rows(segment: Int(row.claim.segment), kind: row.kind, marking: row.marking)
                for (column, found) in row.forms.sorted(by: { $0.key < $1.key }) {
                    let field = decided?.field(column, of: place)
                    let agrees = field?.forms.contains(found.rawValue)
                    if agrees == false { differences += 1 }
                    answer.add(
                        .text(transfer.digest), .text("\(row.claim.segment):\(row.claim.row)"), .text(column),
                        .text(field?.forms.joined(separator: "|")), .text(field?.treatments.joined(separator: "|")),
                        .text(field?.rules.joined(separator: "|")), .text(found.rawValue),
                        .text(agrees.map { $0 ? "yes" : "no" } ?? "no record"))
                }
            }
        }
        answer.state("differences", .integer(Int64(differences)))
        answer.state("streams_gone", .integer(Int64(gone)))
        answer.isClearNo = answer.rows.isEmpty || differences > 0
        return answer
    }
}
