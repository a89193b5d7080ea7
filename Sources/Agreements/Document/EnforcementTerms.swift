internal import CanonicalCoding

/// What the parties may do about corroborated indicators.
public struct EnforcementTerms: Sendable, Hashable {
    /// The least score to warn about, in parts per million.
    public let warn: UInt32
    /// The least score to block, in parts per million.
    public let block: UInt32
    /// The actions each class of parties may take.
    public let actions: [AgreementParty.PartyClass: Set<Action>]

    /// What may be done.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        case observe, warn, block
    }

    /// Whether a class of parties may take an action.
    public func permits(_ action: Action, by partyClass: AgreementParty.PartyClass) -> Bool {
        actions[partyClass]?.contains(action) ?? false
    }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["warn", "block", "actions"])
        warn = UInt32(try members.integer("warn", in: 0...AgreementLimits.scorePpm))
        block = UInt32(try members.integer("block", in: 0...AgreementLimits.scorePpm))
        guard warn <= block else { throw AgreementError(.window, at: members.place("block")) }
        let entries = try members.list("actions", atMost: AgreementParty.PartyClass.allCases.count) {
            (value, place) throws(AgreementError) -> (AgreementParty.PartyClass, Set<Action>) in
            let entry = try ClosedObject(value, at: place, required: ["class", "allow"])
            return (try entry.choice("class", AgreementParty.PartyClass.self), try entry.set("allow", readChoice))
        }
        try requireUnique(entries.map(\.0), at: members.place("actions"))
        actions = Dictionary(entries) { first, _ in first }
    }
}
