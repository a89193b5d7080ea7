/// In which form a column leaves.
public enum FieldForm: String, Sendable, Hashable, CaseIterable {
    case clear, reduced, keyed
    /// Not at all.
    case absent
}
