internal import CanonicalCoding

/// What recipients owe to those who reported.
public struct FeedbackTerms: Sendable, Hashable {
    /// How soon.
    public let within: CalendarPeriod
    /// The outcome verbs that count as an answer.
    public let outcomes: Set<String>
    /// The classes of parties that owe it.
    public let owedBy: Set<AgreementParty.PartyClass>

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["within", "outcomes", "owed_by"])
        within = try members.period("within")
        outcomes = try members.set("outcomes", readKind)
        owedBy = try members.set("owed_by", atLeast: 0, readChoice)
    }
}
