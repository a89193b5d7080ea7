/// What rules can ask about one row of a segment.
public struct RowFacts: Sendable, Hashable {
    /// What the row does.
    public enum ClaimType: String, Sendable, Hashable, CaseIterable {
        case report, retract, outcome, object
    }

    /// What the row does.
    public var type: ClaimType
    /// The outcome verb; empty for other types.
    public var act: String
    /// The permissible action; nothing when the row carries none.
    public var action: PermissibleAction?
    /// Whom it is about.
    public var subject: SubjectClass
    /// The confidence in percent; 0 where there is none.
    public var confidence: Int64
    /// Owners that corroborate.
    public var sources: Int64
    /// Whole days since `last`.
    public var age: Int64

    /// States a row's facts.
    public init(
        type: ClaimType = .report, act: String = "", action: PermissibleAction? = nil, subject: SubjectClass = .unknown,
        confidence: Int64 = 0, sources: Int64 = 0, age: Int64 = 0
    ) {
        self.type = type
        self.act = act
        self.action = action
        self.subject = subject
        self.confidence = confidence
        self.sources = sources
        self.age = age
    }
}
