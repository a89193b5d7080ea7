internal import CanonicalCoding

/// What happens when something goes wrong.
public struct IncidentTerms: Sendable, Hashable {
    /// Whom to tell.
    public let contact: String
    /// How soon, in hours.
    public let notifyWithinHours: Int64
    /// Whether a party may stop every flow by itself.
    public let hasKillSwitch: Bool

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["contact", "notify_hours", "kill_switch"])
        contact = try members.line("contact")
        notifyWithinHours = try members.integer("notify_hours", in: 1...720)
        hasKillSwitch = try members.bool("kill_switch")
    }
}
