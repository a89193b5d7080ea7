internal import CryptoPrimitives
public import CanonicalCoding
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

extension EvaluationQuota {
    /// What an owner may have evaluated at one evaluator up to a moment: the start, and more for each whole day; half of it where the owner
    /// is an evaluator itself.
    func allowance(in epoch: VerifiedEpoch, at time: Timestamp, isShareHolder: Bool) -> Int64 {
        let days = max(0, time.secondsSinceEpoch - epoch.document.times.publishFrom.secondsSinceEpoch) / Self.secondsADay
        let (more, isLarge) = day.multipliedReportingOverflow(by: days)
        let (all, isLarger) = start.addingReportingOverflow(more)
        let whole = isLarge || isLarger ? Int64.max : all
        return isShareHolder ? whole / 2 : whole
    }

    private static let secondsADay: Int64 = 86_400
}

extension EvaluationTerms {
    /// The quota of this member's owner: that of the member of its name, else the smallest of its members.
    private var quota: EvaluationQuota {
        let owner = registry.owner(of: member)
        if let entry = registry.member(owner) { return entry.quota }
        let all = registry.document.members.filter { $0.owner == owner }.map(\.quota)
        return all.min { ($0.start, $0.day) < ($1.start, $1.day) } ?? .standard
    }

    /// What is left by a statement.
    @inline(never)
    func budget(of evaluator: Evaluator, by bytes: [UInt8]) -> EvaluatorBudget {
        guard let envelope = try? DSSEEnvelope(parsing: bytes),
            let statement = try? UsageStatement(verifying: envelope, of: epoch, under: registry),
            statement.evaluator == evaluator.number
        else { return EvaluatorBudget(member: evaluator.member, remaining: nil, stated: nil) }
        let owner = registry.owner(of: member)
        let holds = evaluators.contains { registry.owner(of: $0.member) == owner }
        let allowed = quota.allowance(in: epoch, at: time, isShareHolder: holds)
        return EvaluatorBudget(
            member: evaluator.member, remaining: max(0, allowed - statement.totals[owner, default: 0]), stated: statement.time)
    }
}

extension EvaluationClient {
    /// What is left of this member's quota at each evaluator.
    public func budgets() async -> [EvaluatorBudget] {
        var budgets: [EvaluatorBudget] = []
        for evaluator in terms.evaluators {
            let answer = try? await transport.send(.evaluationUsage(terms.epoch.number), to: evaluator.member)
            budgets.append(terms.budget(of: evaluator, by: answer.map { $0.isSuccess ? $0.bytes : [] } ?? []))
        }
        return budgets
    }
}
