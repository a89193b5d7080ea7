public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// Why the law lets data pass, in which direction, to whom and from when until when.
public struct LegalBasis: Sendable, Hashable {
    /// The code that rules and decisions quote.
    public let ref: String
    /// Whose law it is.
    public let country: RegionCode
    /// The instrument.
    public let citation: String
    /// Which side of a hand-over it serves.
    public let direction: Direction
    /// The classes of recipients it covers; nothing when all.
    public let recipientClasses: Set<AgreementParty.PartyClass>?
    /// The first moment it holds.
    public let from: Timestamp
    /// The first moment it no longer holds.
    public let until: Timestamp
    /// Conditions in words, for people.
    public let conditions: [String]
    /// The data protection impact assessment.
    public let impactAssessment: Assessment
    /// The legitimate interests assessment.
    public let interestsAssessment: Assessment
    /// Whether it covers data on offences.
    public let coversOffenceData: Bool
    /// The mechanism for transfers to third countries; nothing when there is none.
    public let transferMechanism: String?

    /// Which side of a hand-over a basis serves.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        case send, receive, both

        /// Whether a basis serves a side, `send` or `receive`.
        public func serves(_ side: Direction) -> Bool { self == .both || self == side }
    }

    /// Whether an assessment that the law may ask for was made.
    public enum Assessment: Sendable, Hashable {
        case notNeeded
        /// The basis is of no use until it is done.
        case pending
        /// The digest of what was written.
        case done(Digest256)
    }

    /// Whether it holds at a moment.
    public func isValid(at time: Timestamp) -> Bool { from <= time && time < until }

    /// Whether an assessment is still owed.
    public var isAssessmentPending: Bool { impactAssessment == .pending || interestsAssessment == .pending }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(
            value, at: place,
            required: [
                "ref", "country", "citation", "direction", "recipient_classes", "from", "until", "conditions", "dpia", "lia",
                "offence_data", "transfer",
            ])
        ref = try members.name("ref")
        country = try members.country("country")
        citation = try members.line("citation")
        direction = try members.choice("direction", Direction.self)
        recipientClasses = try Self.classes(members)
        from = try members.time("from")
        until = try members.time("until")
        guard from < until else { throw AgreementError(.window, at: members.place("until")) }
        conditions = try members.list("conditions", atMost: AgreementLimits.listEntries, readLine)
        impactAssessment = try Self.assessment(members, "dpia")
        interestsAssessment = try Self.assessment(members, "lia")
        coversOffenceData = try members.bool("offence_data")
        transferMechanism = try members.string("transfer").isEmpty ? nil : try members.name("transfer")
    }

    private static func classes(_ members: ClosedObject) throws(AgreementError) -> Set<AgreementParty.PartyClass>? {
        if try members.value("recipient_classes") == ["*"] { return nil }
        return try members.set("recipient_classes", readChoice)
    }

    private static func assessment(_ members: ClosedObject, _ name: String) throws(AgreementError) -> Assessment {
        switch try members.string(name) {
        case "not-needed": .notNeeded
        case "pending": .pending
        default: .done(try members.digest(name))
        }
    }
}
