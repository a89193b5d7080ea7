public import CanonicalCoding
public import Indicators

/// What an agreement of a task force says of it.
public struct TaskForce: Sendable, Hashable {
    /// The reference of the case it works on.
    public let caseReference: String
    /// Who takes part in which role.
    public let roster: [MemberID: String]
    /// The first moment after its end.
    public let ends: Timestamp
    /// Whether everything received under it is deleted at its end.
    public let purgesAtEnd: Bool

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["case_ref", "roster", "ends", "purge_at_end"])
        caseReference = try members.line("case_ref")
        let entries = try members.list("roster", atMost: AgreementLimits.parties, atLeast: 1) {
            (value, place) throws(AgreementError) -> (MemberID, String) in
            let entry = try ClosedObject(value, at: place, required: ["member", "role"])
            return (try entry.member("member"), try entry.name("role", .kind))
        }
        try requireUnique(entries.map(\.0), at: members.place("roster"))
        roster = Dictionary(entries) { first, _ in first }
        ends = try members.time("ends")
        purgesAtEnd = try members.bool("purge_at_end")
    }
}
