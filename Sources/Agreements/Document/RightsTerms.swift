public import Indicators
internal import CanonicalCoding

/// How the rights of the people concerned are met.
public struct RightsTerms: Sendable, Hashable {
    /// How soon something is erased after a request.
    public let eraseWithin: CalendarPeriod
    /// How soon something is corrected after a request.
    public let correctWithin: CalendarPeriod
    /// The parties that answer the people concerned.
    public let answeredBy: Set<MemberID>
    /// Who may ask for a hold, and for how long.
    public let hold: HoldTerms
    /// Whether staff stand under stable pseudonyms in what others see.
    public let usesStaffPseudonyms: Bool

    /// Under what terms a recipient may be left out of access answers.
    public struct HoldTerms: Sendable, Hashable {
        /// The classes of parties that may ask.
        public let askedBy: Set<AgreementParty.PartyClass>
        /// Whether it must be asked in writing, an oral one included afterwards.
        public let mustBeWritten: Bool
        /// The longest hold, in days.
        public let longestDays: Int64
        /// The longest hold asked for orally, in days; at most ``AgreementLimits/oralHoldDays``.
        public let longestOralDays: Int64
    }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(
            value, at: place, required: ["erase_within", "correct_within", "answered_by", "hold", "staff_pseudonyms"])
        eraseWithin = try members.period("erase_within")
        correctWithin = try members.period("correct_within")
        answeredBy = try members.set("answered_by", readMember)
        hold = try HoldTerms(try members.value("hold"), members.place("hold"))
        usesStaffPseudonyms = try members.bool("staff_pseudonyms")
    }
}

extension RightsTerms.HoldTerms {
    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["asked_by", "written", "max_days", "oral_max_days"])
        askedBy = try members.set("asked_by", atLeast: 0, readChoice)
        mustBeWritten = try members.bool("written")
        longestDays = try members.integer("max_days", in: 0...3_660)
        longestOralDays = try members.integer("oral_max_days", in: 0...AgreementLimits.oralHoldDays)
    }
}
