public import Indicators
internal import MemberRegistry
internal import NodeAPI

/// What is left of this member's quota at one evaluator, as that one says now (docs/spec/evaluation.md, "Quotas").
public struct EvaluatorBudget: Sendable, Hashable {
    /// The evaluator.
    public let member: MemberID
    /// Values that may still be evaluated there; nothing where it did not say.
    public let remaining: Int64?
}

extension EvaluationClient {
    /// What is left of this member's quota at each other evaluator.
    public func budgets() async -> [EvaluatorBudget] {
        var budgets: [EvaluatorBudget] = []
        for evaluator in terms.evaluators where evaluator.member != terms.member {
            let answer = try? await transport.send(.evaluationAllowance(terms.epoch.number), to: evaluator.member)
            let document = answer.flatMap { $0.isSuccess ? try? AllowanceDocument(parsing: $0.bytes) : nil }
            budgets.append(EvaluatorBudget(member: evaluator.member, remaining: document?.remaining))
        }
        return budgets
    }
}
