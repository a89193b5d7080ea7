public import Indicators
internal import CanonicalCoding

/// Whom a rule speaks of: members by name, `class:vendor` for all of a class, `*` for all parties.
public struct PartySelector: Sendable, Hashable {
    /// Whether it speaks of every party.
    public let isAny: Bool
    /// Members named.
    public let members: Set<MemberID>
    /// Classes named.
    public let classes: Set<AgreementParty.PartyClass>

    /// Whether it speaks of a party.
    public func matches(_ party: AgreementParty) -> Bool {
        isAny || members.contains(party.id) || classes.contains(party.partyClass)
    }

    init(_ parent: ClosedObject, _ name: String) throws(AgreementError) {
        let words = try parent.set(name) { (value, place) throws(AgreementError) -> String in
            guard let text = value.string else { throw AgreementError(.wrongType, at: place) }
            guard text == Self.any || Self.partyClass(text) != nil || MemberID(text) != nil else {
                throw AgreementError(.notAName, at: place)
            }
            return text
        }
        isAny = words.contains(Self.any)
        classes = Set(words.compactMap(Self.partyClass))
        members = Set(words.compactMap { Self.partyClass($0) == nil ? MemberID($0) : nil })
    }

    private static let any = "*"
    private static let classPrefix = "class:"

    private static func partyClass(_ text: String) -> AgreementParty.PartyClass? {
        guard text.hasPrefix(classPrefix) else { return nil }
        return AgreementParty.PartyClass(rawValue: String(text.dropFirst(classPrefix.count)))
    }
}
