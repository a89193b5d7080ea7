internal import CanonicalCoding

/// How long what was received may be kept.
public struct RetentionTerms: Sendable, Hashable {
    /// The terms for some types of rows at some classes of holders.
    public struct Entry: Sendable, Hashable {
        /// Kinds, types of rows and outcome verbs; `*` stands for all.
        public let types: Set<String>
        /// The classes of holders it binds; nothing when all.
        public let holders: Set<AgreementParty.PartyClass>?
        /// How long unless a rule says less.
        public let standard: CalendarPeriod
        /// No rule may allow longer.
        public let longest: CalendarPeriod
    }

    /// The entries; where several speak, the shortest period counts.
    public let entries: [Entry]
    /// Whether a deletion must be proved.
    public let demandsDeletionProof: Bool
    /// How long copies may outlast a deletion in backups.
    public let backupLag: CalendarPeriod

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["entries", "deletion_proof", "backup_lag"])
        entries = try members.list("entries", atMost: AgreementLimits.listEntries, atLeast: 1, Entry.init)
        demandsDeletionProof = try members.bool("deletion_proof")
        backupLag = try members.period("backup_lag")
    }
}

extension RetentionTerms.Entry {
    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["types", "holders", "default", "max"])
        types = try members.set("types", readKindOrAny)
        holders = try members.value("holders") == ["*"] ? nil : try members.set("holders", readChoice)
        standard = try members.period("default")
        longest = try members.period("max")
    }
}
