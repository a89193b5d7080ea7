/// What an evaluator keeps and for how long, each limit named here and nowhere else.
public struct EvaluationLimits: Sendable, Hashable {
    /// The bytes of a request's envelope.
    public var requestBytes = 384 << 10
    /// Whole days for which an answer is given again.
    public var answerDays: Int32 = 7
    /// Files of answers.
    public var answerCount = 1_000_000
    /// What all files of answers take on the disk, each in whole blocks.
    public var answerBytes = 64 << 30
    /// The bytes of one line of the record.
    public static let recordLineBytes = 1_024
    /// What a file takes at least, and in steps of what it takes more.
    static let blockBytes = 4_096
    /// The bytes of a statement of usage.
    public static let statementBytes = 1 << 20

    /// The limits that fit most evaluators.
    public static let standard = EvaluationLimits()
}
