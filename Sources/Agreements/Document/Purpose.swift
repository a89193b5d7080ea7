internal import CanonicalCoding

/// What data may be used for.
public struct Purpose: Sendable, Hashable {
    /// The code that rules and decisions quote.
    public let code: String
    /// The purpose it is a case of; nothing for one that stands alone.
    public let parent: String?
    /// What it means, for people.
    public let text: String
    /// The term of the Data Privacy Vocabulary it corresponds to; nothing when there is none.
    public let vocabularyTerm: String?

    /// What an agreement means that lists no purposes.
    public static let standard: [Purpose] = [
        Purpose(own: "scam.prevention", "keeping people from being scammed"),
        Purpose(own: "scam.detection", "finding scams and who takes part in them"),
        Purpose(own: "scam.disruption", "stopping a scam that is under way"),
        Purpose(own: "victim.protection", "helping those who were scammed"),
        Purpose(own: "criminal.investigation", "investigating offences"),
        Purpose(own: "research.aggregate", "figures that name nobody"),
    ]

    private init(own code: String, _ text: String) {
        self.code = code
        self.text = text
        parent = nil
        vocabularyTerm = nil
    }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["code", "parent", "text", "dpv"])
        code = try members.name("code")
        parent = try members.string("parent").isEmpty ? nil : try members.name("parent")
        text = try members.text("text")
        vocabularyTerm = try members.string("dpv").isEmpty ? nil : try members.line("dpv")
    }
}
