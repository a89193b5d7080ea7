public import Indicators
internal import CanonicalCoding

/// What must hold, all of it, for a rule to speak.
public struct RuleConditions: Sendable, Hashable {
    /// The highest marking.
    public let highestMarking: Marking?
    /// The highest PAP.
    public let highestAction: PermissibleAction?
    /// Purposes, with all that are cases of them.
    public let purposes: Set<String>?
    /// Legal bases: of each direction named, one must hold.
    public let legalRefs: Set<String>?
    /// Whom the data are about.
    public let subjects: Set<SubjectClass>?
    /// The least confidence, in percent.
    public let leastConfidence: Int64?
    /// The least number of owners that corroborate.
    public let leastSources: Int64?
    /// The oldest a row may be, in days and weeks.
    public let greatestAge: CalendarPeriod?
    /// Countries of the recipient.
    public let countries: Set<RegionCode>?
    /// Countries the recipient may not be in.
    public let excludedCountries: Set<RegionCode>?
    /// Classes of recipients.
    public let recipientClasses: Set<AgreementParty.PartyClass>?
    /// Whether the log's head must have its witnesses.
    public let needsWitnesses: Bool
    /// Whether a case reference must be given.
    public let needsCaseReference: Bool
    /// Roles of the actor.
    public let roles: Set<String>?
    /// How many acts of one actor in a window of time.
    public let rate: Rate?
    /// Whether the rule speaks in a declared emergency alone.
    public let isForEmergencies: Bool

    /// How many acts of one actor are allowed in a window that ends with the decision.
    public struct Rate: Sendable, Hashable {
        /// The most acts.
        public let count: Int64
        /// The window.
        public let window: CalendarPeriod
    }

    static let names = [
        "tlp_max", "pap_max", "purpose_in", "legal_in", "subject_in", "confidence_min", "sources_min", "age_max", "country_in",
        "country_not_in", "recipient_class_in", "witnessed", "case_ref", "role_in", "rate", "emergency",
    ]

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: [], optional: Self.names)
        highestMarking = members.has("tlp_max") ? try members.choice("tlp_max", Marking.self) : nil
        highestAction = members.has("pap_max") ? try members.choice("pap_max", PermissibleAction.self) : nil
        purposes = members.has("purpose_in") ? try members.set("purpose_in", readWord) : nil
        legalRefs = members.has("legal_in") ? try members.set("legal_in", readWord) : nil
        subjects = members.has("subject_in") ? try members.set("subject_in", readChoice) : nil
        leastConfidence = members.has("confidence_min") ? try members.integer("confidence_min", in: 0...100) : nil
        leastSources = members.has("sources_min") ? try members.integer("sources_min", in: 0...1_000) : nil
        greatestAge = members.has("age_max") ? try Self.days(members, "age_max") : nil
        countries = members.has("country_in") ? try members.set("country_in", readCountry) : nil
        excludedCountries = members.has("country_not_in") ? try members.set("country_not_in", readCountry) : nil
        recipientClasses = members.has("recipient_class_in") ? try members.set("recipient_class_in", readChoice) : nil
        needsWitnesses = try members.flag("witnessed")
        needsCaseReference = try members.flag("case_ref")
        roles = members.has("role_in") ? try members.set("role_in", readKind) : nil
        rate = members.has("rate") ? try Rate(try members.value("rate"), members.place("rate")) : nil
        isForEmergencies = try members.flag("emergency")
    }

    private static func days(_ members: ClosedObject, _ name: String) throws(AgreementError) -> CalendarPeriod {
        let period = try members.period(name)
        guard period.wholeDays != nil else { throw AgreementError(.notAPeriod, at: members.place(name)) }
        return period
    }
}

extension RuleConditions.Rate {
    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["count", "window"])
        count = try members.integer("count", in: 1...1_000_000_000)
        window = try members.period("window")
    }
}
