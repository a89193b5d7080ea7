public import CanonicalCoding
internal import CryptoPrimitives
internal import Evaluation
public import Indicators
internal import MemberRegistry
internal import NodeAPI

/// What is left of this member's quota at one evaluator, by the statement that it signed on the day (docs/spec/evaluation.md, "Quotas").
public struct EvaluatorBudget: Sendable, Hashable {
    /// The evaluator.
    public let member: MemberID
    /// Values that may still be evaluated there; nothing where it did not say.
    public let remaining: Int64?
    /// When that was stated.
    public let stated: Timestamp?
}

extension EvaluationTerms {
    /// What is left by a statement.
    @inline(never)
    func budget(of evaluator: Evaluator, by bytes: [UInt8]) -> EvaluatorBudget {
        guard let envelope = try? DSSEEnvelope(parsing: bytes),
            let statement = try? UsageStatement(verifying: envelope, of: epoch, under: registry),
            statement.evaluator == evaluator.number
        else { return EvaluatorBudget(member: evaluator.member, remaining: nil, stated: nil) }
        let allowance = EvaluationAllowance(of: member, at: evaluator.member, in: epoch, under: registry)
        let used = statement.totals[allowance.owner, default: 0]
        return EvaluatorBudget(
            member: evaluator.member, remaining: max(0, allowance.total(at: time) - used), stated: statement.time)
    }
}

extension EvaluationClient {
    /// What is left of this member's quota at each other evaluator.
    public func budgets() async -> [EvaluatorBudget] {
        var budgets: [EvaluatorBudget] = []
        for evaluator in terms.evaluators where evaluator.member != terms.member {
            let answer = try? await transport.send(.evaluationUsage(terms.epoch.number), to: evaluator.member)
            budgets.append(terms.budget(of: evaluator, by: answer.map { $0.isSuccess ? $0.bytes : [] } ?? []))
        }
        return budgets
    }
}
