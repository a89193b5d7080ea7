public import Indicators
internal import CanonicalCoding

/// What a recipient owes for what it gets.
public enum Duty: Sendable, Hashable {
    case retain(CalendarPeriod)
    case approve(count: Int64, role: String)
    case notify(MemberID, CalendarPeriod)
    case feedback(CalendarPeriod)
    case noOnward
    case attribute
    case anonymiseSource
    case noContactSubject
    case actionMax(PermissibleAction)
    case eraseAcknowledgement(CalendarPeriod)
    case justify

    /// Reads the text form, such as `retain:P180D`.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { String($0) ?? "" }
        switch (parts[0], parts.count) {
        case ("no_onward", 1): self = .noOnward
        case ("attribute", 1): self = .attribute
        case ("anonymise_source", 1): self = .anonymiseSource
        case ("no_contact_subject", 1): self = .noContactSubject
        case ("justify", 1): self = .justify
        case ("action_max", 2):
            guard let action = PermissibleAction(rawValue: parts[1]) else { return nil }
            self = .actionMax(action)
        case ("approve", 3):
            guard let count = Treatment.number(Array(parts[1].utf8)), count <= AgreementLimits.approvals,
                NameRule.kind.admits(parts[2])
            else { return nil }
            self = .approve(count: count, role: parts[2])
        default:
            guard let duty = Self.timed(parts) else { return nil }
            self = duty
        }
    }

    private static func timed(_ parts: [String]) -> Duty? {
        guard let period = CalendarPeriod(parts[parts.count - 1]) else { return nil }
        switch (parts[0], parts.count) {
        case ("retain", 2): return .retain(period)
        case ("feedback", 2): return .feedback(period)
        case ("erase_ack", 2): return .eraseAcknowledgement(period)
        case ("notify", 3): return MemberID(parts[1]).map { .notify($0, period) }
        default: return nil
        }
    }

    /// The text form.
    public var text: String {
        switch self {
        case .retain(let period): "retain:\(period)"
        case .approve(let count, let role): "approve:\(count):\(role)"
        case .notify(let party, let period): "notify:\(party):\(period)"
        case .feedback(let period): "feedback:\(period)"
        case .noOnward: "no_onward"
        case .attribute: "attribute"
        case .anonymiseSource: "anonymise_source"
        case .noContactSubject: "no_contact_subject"
        case .actionMax(let action): "action_max:\(action.rawValue)"
        case .eraseAcknowledgement(let period): "erase_ack:\(period)"
        case .justify: "justify"
        }
    }

    /// The period that runs from the decision; an acknowledgement's runs from the request.
    var periodFromDecision: CalendarPeriod? {
        switch self {
        case .retain(let period), .notify(_, let period), .feedback(let period): period
        default: nil
        }
    }

    static func read(_ value: JSONValue, _ place: String) throws(AgreementError) -> Duty {
        guard let duty = value.string.flatMap(Duty.init) else { throw AgreementError(.notAChoice, at: place) }
        return duty
    }
}
