internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog
internal import Indicators

extension Node {
    /// Keeps the captured input of a decision, so that it can be decided again, and gives the event that tells of it.
    ///
    /// The input is durable before the entry can be: every `decision` of the log can be replayed. The record stands in the entry's
    /// details as `record`; one too large for them in a file under its digest, which then stands as `record_digest`. The event has to be
    /// committed within a minute, or it is decided again.
    ///
    /// - Parameters:
    ///   - items: what it was decided about.
    ///   - subject: what officers approved; by this entry their approvals are used.
    /// - Throws: `FileError`.
    func keep(
        _ decision: Decision, about items: CommittedItems, approved subject: ApprovalSubject? = nil
    ) throws -> LoggedEvent {
        let (id, decidedAt) = (decision.id.hex, clock().time)
        try Directory.create(paths.decisionInputs)
        try DurableFile.write(decision.input.canonicalBytes(), to: paths.decisionInput(id), replacing: true)
        let record = decision.canonicalBytes()
        var further = items.further + (subject?.fields ?? [])
        further.append(("decision", .policy, .string(id)))
        if record.count <= Self.recordInDetailsLimitBytes {
            further.append(("record", .policy, decision.jsonValue))
        } else {
            let digest = SHA256.hash(record).hex
            try DurableFile.write(record, to: paths.decisionRecord(digest), replacing: true)
            further.append(("record_digest", .policy, .string(digest)))
        }
        return LoggedEvent(
            .decision, decision.entryFields + items.fields, further: further, decidedAt: decidedAt)
    }

    /// Of a batch of details, a record takes at most this much.
    private static let recordInDetailsLimitBytes = 64 << 10
}

/// What an entry says of the decisions that let something be shown.
struct DecidedFields {
    var fields: [(DetailField, JSONValue)] = []
    var further: [(name: String, DetailRecord.FieldClass, JSONValue)] = []

    /// Where no agreement rules.
    static let none = DecidedFields()
}

extension Node {
    /// What a `query` entry says of the decisions behind an answer: agreements, rules, bases, and each decision by name with its
    /// captured input, from which the record can be made again. Large inputs are kept as files instead.
    ///
    /// - Throws: `FileError`.
    func fields(of decisions: [Decision]) throws -> DecidedFields {
        guard !decisions.isEmpty else { return .none }
        var entries: [JSONValue] = []
        var byteCount = 0
        for decision in decisions {
            let input = decision.input.canonicalBytes()
            var entry = JSONObject()
            entry["id"] = .string(decision.id.hex)
            entry["outcome"] = .string(decision.outcome.rawValue)
            entry["reason"] = .string(decision.reason.rawValue)
            byteCount += input.count
            if byteCount <= Self.inputsInDetailsLimitBytes {
                entry["input"] = decision.input.jsonValue
            } else {
                try Directory.create(paths.decisionInputs)
                try DurableFile.write(input, to: paths.decisionInput(decision.id.hex), replacing: true)
            }
            entries.append(.object(entry))
        }
        let rules = Set(decisions.flatMap { $0.classes.flatMap { $0.allowing + $0.denying } }).sorted()
        let agreements = Set(decisions.compactMap { $0.input.agreement?.hex }).sorted()
        return DecidedFields(
            fields: [
                (.agreement, .array(agreements.map(JSONValue.string))), (.rules, .array(rules.map(JSONValue.string))),
                (.legalReference, .array(Set(decisions.flatMap(\.legal)).sorted().map(JSONValue.string))),
            ], further: [("decisions", .item, .array(entries))])
    }

    /// The captured inputs in one entry's details take at most this much.
    private static let inputsInDetailsLimitBytes = 64 << 10
}

extension Decision {
    /// The grounds of whatever is done by the decision, as entries of the audit log name them.
    var groundsFields: [(DetailField, JSONValue)] {
        let rules = Set(classes.flatMap { $0.allowing + $0.denying }).sorted()
        return [
            (.purpose, .string(input.purpose)), (.legalReference, .array(legal.map(JSONValue.string))),
            (.agreement, .string(input.agreement?.hex ?? Self.noAgreement)), (.rules, .array(rules.map(JSONValue.string))),
            (.treatments, .array(treatments)),
        ]
    }

    /// That a rule for emergencies let something pass: an entry of its own, which somebody has to look at afterwards.
    func brokenGlass(for grounds: QueryGrounds) -> LoggedEvent? {
        guard reason == .breakGlass else { return nil }
        return LoggedEvent(
            .breakGlass,
            [
                (.justification, .string(grounds.justification)), (.approvals, .array(input.approvals.map(\.logged))),
            ], further: [("decision", .policy, .string(id.hex)), ("stage", .policy, .string(input.stage.rawValue))])
    }

    /// What stands for an agreement where none was found: no field of an entry is empty.
    private static let noAgreement = "none"

    /// What a `decision` entry says beside its items.
    fileprivate var entryFields: [(DetailField, JSONValue)] {
        var fields: [(DetailField, JSONValue)] = [
            (.stage, .string(input.stage.rawValue)), (.recipient, .string(input.to.name)),
            (.outcome, .string(outcome.rawValue)), (.reason, .string(reason.rawValue)),
        ]
        fields += groundsFields
        if !input.caseReference.isEmpty { fields.append((.caseReference, .string(input.caseReference))) }
        return fields
    }

    /// What becomes of each column in some class, each once, ascending.
    private var treatments: [JSONValue] {
        var seen: Set<FieldDecision> = []
        for rows in classes where rows.outcome == .allow { seen.formUnion(rows.fields) }
        let sorted = seen.sorted { ($0.column, $0.treatment.text, $0.rule ?? "") < ($1.column, $1.treatment.text, $1.rule ?? "") }
        return sorted.map { field in
            [
                "column": .string(field.column), "form": .string(field.form.rawValue), "rule": .string(field.rule ?? ""),
                "treatment": .string(field.treatment.text),
            ]
        }
    }
}
