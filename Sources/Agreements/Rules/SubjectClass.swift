/// Whose data a row is about, by the part they play.
public enum SubjectClass: String, Sendable, Hashable, CaseIterable {
    case suspect, victim, bystander, business, unknown

    /// Whether nothing about them is shown in clear unless a rule names the class.
    public var isProtected: Bool { self == .victim || self == .bystander }
}
