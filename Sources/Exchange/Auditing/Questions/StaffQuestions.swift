internal import CanonicalCoding
internal import LedgerFiles
internal import TransparencyLog

extension AuditView {
    /// Who looked an identifier up, when, why, and what they saw (question 9), questions without an answer included.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    public func lookups(of item: AuditedItem, _ filter: AuditFilter) throws -> AuditAnswer {
        var answer = AuditAnswer("entry", "time", "actor", "role", "purpose", "why", "case_ref", "saw", "decisions")
        answer.columnsForPrograms = ["decisions"]
        var justified = 0
        try forEach(filter) { record in
            guard record.type == .query, record.text(.subject) == item.subject else { return }
            if record.text(.justification)?.isEmpty == false { justified += 1 }
            answer.add(
                record.indexCell, record.timeCell, record.cell(.actor), record.cell(.role), record.cell(.purpose),
                record.cell(.justification), record.cell(.caseReference), record.cell(.results), record.decisionNamesCell)
        }
        answer.state("lookups", .integer(Int64(answer.rows.count)))
        answer.state("justified", .integer(Int64(justified)))
        answer.isClearNo = answer.rows.isEmpty
        return answer
    }

    /// What a member of staff did (question 10), looks into the audit log and exports included.
    ///
    /// - Throws: `LedgerError`.
    public func acts(of actor: String, _ filter: AuditFilter) throws -> AuditAnswer {
        var answer = AuditAnswer("entry", "time", "type", "role", "about", "purpose", "why", "case_ref")
        var counts: [String: Int64] = [:]
        var own = filter
        own.actor = actor
        try forEach(own) { record in
            counts[record.typeName, default: 0] += 1
            answer.add(
                record.indexCell, record.timeCell, .text(record.typeName), record.cell(.role), record.aboutCell,
                record.cell(.purpose), record.cell(.justification), record.cell(.caseReference))
        }
        answer.state("entries", .integer(Int64(answer.rows.count)))
        answer.state("by_type", .object(JSONObject(counts.map { ($0.key, .integer($0.value)) }) ?? JSONObject()))
        answer.isClearNo = answer.rows.isEmpty
        return answer
    }

    /// Who read or exported audit data (question 30).
    ///
    /// - Throws: `LedgerError`.
    public func views(_ filter: AuditFilter) throws -> AuditAnswer {
        var answer = AuditAnswer(
            "entry", "time", "act", "actor", "role", "purpose", "why", "case_ref", "question", "rows", "digest")
        try forEach(filter) { record in
            guard record.type == .viewAudit || record.isExportOfLog else { return }
            let question = record.details[.filter]?.object?["question"]
            answer.add(
                record.indexCell, record.timeCell, .text(record.typeName), record.cell(.actor), record.cell(.role),
                record.cell(.purpose), record.cell(.justification), record.cell(.caseReference), .open(question ?? ""),
                record.cell(.itemCount), record.cell(.digest))
        }
        answer.state("views", .integer(Int64(answer.rows.count)))
        return answer
    }
}

extension LedgerRecord {
    /// Whether an entry tells of an export of the audit log, and not of indicators.
    var isExportOfLog: Bool {
        type == .export && details[.filter]?.object?["question"]?.string == AuditExport.question
    }

    /// The names of the decisions behind the answer to a question, by which they can be made again.
    fileprivate var decisionNamesCell: AuditCell {
        let names = AuditCell.texts(queryDecisions.compactMap { $0["id"]?.string })
        guard case .value(_, let digest) = cell(named: "decisions"), case .open(let value) = names else { return names }
        return .value(value, digest: digest)
    }

    /// What an entry is about, in one cell: the first of its fields that says so.
    var aboutCell: AuditCell {
        for field in Self.subjects where details[field] != nil { return cell(field) }
        return .open("")
    }

    private static let subjects: [DetailField] = [
        .subject, .filter, .recipient, .peer, .bundle, .item, .agreement, .epoch, .version, .setting, .witness, .source, .reason,
    ]
}
