internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
internal import SignedBundles
internal import TransparencyLog

extension AuditView {
    /// Who received an item, when, and under what (question 1): every transfer whose stream shows a row of it.
    ///
    /// Where the stream is no longer kept, those that held its bundle may have it, unless the record of the decision denied every row of
    /// its kind and marking. A kept stream that is damaged is named, and the others are answered.
    ///
    /// - Throws: `LedgerError`, `FileError`, ``NodeError``.
    public func recipients(of item: AuditedItem, _ filter: AuditFilter) throws -> AuditAnswer {
        var answer = AuditAnswer(
            "time", "recipient", "received", "state", "agreement", "purpose", "legal_ref", "retain_until", "transfer", "entry",
            "read_from")
        var recipients: Set<String> = []
        var unacknowledged = 0
        var streams = KeptStreams(of: item, at: node, under: try node.pastKeys())
        for (transfer, stream) in try passed(item, filter, &streams) {
            let isCertain = stream != nil
            recipients.insert(transfer.recipient)
            if transfer.state != "done" { unacknowledged += 1 }
            let intent = transfer.intent
            answer.add(
                intent.timeCell, .text(transfer.recipient), .text(isCertain ? "yes" : "may have"), .text(transfer.state),
                intent.cell(.agreement), intent.cell(.purpose), intent.cell(.legalReference), intent.cell(.retainUntil),
                .text(transfer.digest), intent.indexCell, .text(isCertain ? "stream" : "manifest"))
        }
        answer.state("recipients", .integer(Int64(recipients.count)))
        answer.state("unacknowledged", .integer(Int64(unacknowledged)))
        streams.state(in: &answer)
        answer.isClearNo = answer.rows.isEmpty || !streams.damaged.isEmpty
        return answer
    }

    /// The transfers by which an item passed, each with its kept stream; without one where that is no longer kept and may have shown it.
    func passed(
        _ item: AuditedItem, _ filter: AuditFilter, _ streams: inout KeptStreams
    ) throws -> [(transfer: AuditedTransfer, stream: SentStream?)] {
        var passed: [(AuditedTransfer, SentStream?)] = []
        let trail = try TransferTrail(self, filter)
        for transfer in trail.transfers {
            switch try streams.read(transfer) {
            case .shown(let stream): passed.append((transfer, stream))
            case .gone where try mayHold(item, transfer, trail): passed.append((transfer, nil))
            case .gone, .notShown, .damaged, .otherBundle: continue
            }
        }
        return passed
    }

    /// Whether rows of an item's kind and markings may have passed by the record of the decision.
    private func mayHold(_ item: AuditedItem, _ transfer: AuditedTransfer, _ trail: TransferTrail) throws -> Bool {
        let record = try trail.decisionIndex(of: transfer).flatMap { try decisionRecord(at: $0) }
        guard let classes = record?["classes"]?.array, !classes.isEmpty else { return true }
        let markings = item.markings(in: transfer.manifest)
        let decided = classes.compactMap(\.object).filter { rows in
            let facts = rows["class"]?.object
            return facts?["kind"]?.string == item.kind.name && markings.contains(facts?["tlp"]?.string ?? "")
        }
        return decided.isEmpty || decided.contains { $0["outcome"]?.string == "allow" }
    }

    /// In which form each field of an item left for a member (question 2): what was decided beside what the kept stream shows.
    ///
    /// - Throws: `LedgerError`, `FileError`, ``NodeError``.
    public func fields(of item: AuditedItem, to member: String, _ filter: AuditFilter) throws -> AuditAnswer {
        var answer = AuditAnswer("transfer", "row", "column", "decided", "treatment", "rule", "found", "agrees")
        var differences = 0
        var streams = KeptStreams(of: item, at: node, under: try node.pastKeys())
        let trail = try TransferTrail(self, filter)
        for transfer in trail.transfers where transfer.recipient == member {
            guard case .shown(let stream) = try streams.read(transfer) else { continue }
            let decided = try DecidedForms(self, transfer, trail)
            for row in stream.rows {
                let place = DecidedForms.Rows(segment: Int(row.claim.segment), kind: row.kind, marking: row.marking)
                for (column, found) in row.forms.sorted(by: { $0.key < $1.key }) {
                    let field = decided?.field(column, of: place)
                    let agreement = field?.agreement(with: found, of: column, in: row)
                    if agreement == .no { differences += 1 }
                    answer.add(
                        .text(transfer.digest), .text("\(row.claim.segment):\(row.claim.row)"), .text(column),
                        .text(field?.forms.joined(separator: "|")), .text(field?.treatments.joined(separator: "|")),
                        .text(field?.rules.joined(separator: "|")), .text(found.rawValue),
                        .text(agreement?.rawValue ?? "no record"))
                }
            }
        }
        answer.state("differences", .integer(Int64(differences)))
        answer.state("streams_gone", .integer(Int64(streams.gone.count)))
        answer.state("gone", .array(streams.gone.map(JSONValue.string)))
        streams.state(in: &answer)
        answer.isClearNo = answer.rows.isEmpty || differences > 0 || !streams.damaged.isEmpty
        return answer
    }
}

extension DecidedForms.Field {
    fileprivate enum Agreement: String {
        case yes, no
        /// Less is shown than was decided: the member's own profile withheld more.
        case less
    }

    /// Whether a column of a row is there as it was decided. A value that is withheld leaves its tag in the core: where the core may be
    /// seen, that is what withholding it gives (docs/spec/decision.md).
    fileprivate func agreement(with found: FieldForm, of column: String, in row: SentStream.Row) -> Agreement {
        if forms.contains(found.rawValue) { return .yes }
        let decided = forms.compactMap(FieldForm.init)
        if column == SentStream.valueColumn, found == .keyed, row.forms["core"] == .clear, decided.contains(.absent) {
            return .yes
        }
        return decided.contains { $0.clarity > found.clarity } ? .less : .no
    }
}

extension FieldForm {
    fileprivate var clarity: Int {
        switch self {
        case .absent: 0
        case .keyed: 1
        case .reduced: 2
        case .clear: 3
        }
    }
}
