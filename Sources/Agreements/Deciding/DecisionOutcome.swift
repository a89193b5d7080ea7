/// Whether rows may pass.
public enum DecisionOutcome: String, Sendable, Hashable, CaseIterable {
    case allow, deny
    /// What is held stays where it is: neither sent nor shown nor deleted.
    case freeze
    /// Of a whole decision whose classes differ.
    case partial
}
