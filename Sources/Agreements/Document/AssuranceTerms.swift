public import Indicators
internal import CanonicalCoding

/// How the parties can check one another.
public struct AssuranceTerms: Sendable, Hashable {
    /// How many witnesses a checkpoint needs.
    public let witnessQuorum: Int64
    /// How soon a receipt is owed.
    public let receiptWithin: CalendarPeriod
    /// The parties that keep copies of others' logs.
    public let mirrors: Set<MemberID>
    /// Who may look into which fields of detail records.
    public let auditAccess: [AuditAccess]
    /// How often an independent audit is made.
    public let independentAuditEvery: CalendarPeriod

    /// The fields that one role of one party may see.
    public struct AuditAccess: Sendable, Hashable {
        /// The party.
        public let party: MemberID
        /// The role of its staff.
        public let role: String
        /// The classes of fields in detail records.
        public let fieldClasses: Set<FieldClass>
    }

    /// The classes of fields in detail records of the audit log.
    public enum FieldClass: String, Sendable, Hashable, CaseIterable {
        case org, staff, subject, item, policy, free
    }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(
            value, at: place, required: ["witness_quorum", "receipt_within", "mirrors", "audit_access", "independent_audit"])
        witnessQuorum = try members.integer("witness_quorum", in: 0...Int64(AgreementLimits.parties))
        receiptWithin = try members.period("receipt_within")
        mirrors = try members.set("mirrors", atLeast: 0, readMember)
        auditAccess = try members.list("audit_access", atMost: AgreementLimits.listEntries, AuditAccess.init)
        independentAuditEvery = try members.period("independent_audit")
    }
}

extension AssuranceTerms.AuditAccess {
    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["party", "role", "fields"])
        party = try members.member("party")
        role = try members.name("role", .kind)
        fieldClasses = try members.set("fields", readChoice)
    }
}
