internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

extension AuditView {
    /// What a member sent and what was rejected of it (question 7). A transfer counts once: an import that was killed takes it in again,
    /// which is told beside it.
    ///
    /// - Throws: `LedgerError`.
    public func received(from member: String, _ filter: AuditFilter) throws -> AuditAnswer {
        var answer = AuditAnswer(
            "entry", "time", "outcome", "reason", "transfer", "items", "agreement", "label", "retain_until", "times")
        var (accepted, rejected) = (0, 0)
        var found: [(record: LedgerRecord, count: Int)] = []
        var places: [String: Int] = [:]
        var walk = try walk(filter)
        try forEachOfTransfers { record in
            guard walk.takes(record) else { return }
            guard record.type == .receiveAccept || record.type == .receiveReject, record.text(.peer) == member else { return }
            let name = "\(record.typeName) \(record.transferName) \(record.text(.reason) ?? "")"
            if !record.transferName.isEmpty, let place = places[name] {
                found[place].count += 1
            } else {
                places[name] = found.count
                found.append((record, 1))
            }
        }
        for (record, count) in found {
            let isAccepted = record.type == .receiveAccept
            if isAccepted { accepted += 1 } else { rejected += 1 }
            answer.add(
                record.indexCell, record.timeCell, .text(isAccepted ? "accepted" : "rejected"), record.cell(.reason),
                .text(record.transferName), record.cell(.itemCount), record.cell(.agreement), record.cell(.label),
                record.cell(.retainUntil), .count(count))
        }
        answer.state("accepted", .integer(Int64(accepted)))
        answer.state("rejected", .integer(Int64(rejected)))
        answer.isClearNo = answer.rows.isEmpty
        return answer
    }

    /// What was sent to a member, with the receipts it gave: how far it came, the code of a refusal, when the receiver signed, how many
    /// indicators it newly holds as retracted.
    ///
    /// - Throws: `LedgerError`, `FileError`, ``NodeError``.
    public func sent(to member: String, _ filter: AuditFilter) throws -> AuditAnswer {
        var answer = AuditAnswer(
            "entry", "time", "state", "transfer", "items", "agreement", "label", "retain_until", "receipt", "code",
            "receipt_time",
            "retracted")
        var open = 0
        var damaged: [String] = []
        let keys = try node.pastKeys()
        for transfer in try TransferTrail(self, filter).transfers where transfer.recipient == member {
            let intent = transfer.intent
            if transfer.end == nil, transfer.received == nil { open += 1 }
            let returned = TransferAnswer(transfer, try KeptReceipt(of: transfer, at: node, under: keys))
            if returned.isDamaged { damaged.append(transfer.digest) }
            answer.add(
                intent.indexCell, intent.timeCell, .text(transfer.state), .text(transfer.digest), intent.cell(.itemCount),
                intent.cell(.agreement), intent.cell(.label), intent.cell(.retainUntil), .text(returned.state.rawValue),
                .text(returned.code), .text(returned.time), returned.retracted.map { .count($0) } ?? .text(""))
        }
        answer.state("in_doubt", .integer(Int64(open)))
        if !damaged.isEmpty { answer.state("damaged_receipts", .array(damaged.map(JSONValue.string))) }
        answer.isClearNo = answer.rows.isEmpty || !damaged.isEmpty
        return answer
    }
}

extension LedgerRecord {
    /// The digest of the transfer as people type it, hexadecimal; empty when there is none.
    var transferName: String { transfer?.hex ?? "" }
}
