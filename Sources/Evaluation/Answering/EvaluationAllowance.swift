public import CanonicalCoding
public import Indicators
public import MemberRegistry

/// How much an owner may have evaluated by one evaluator in an epoch.
public struct EvaluationAllowance: Sendable, Hashable {
    /// The owner.
    public let owner: MemberID
    private let quota: EvaluationQuota
    private let isHalved: Bool
    private let times: EpochTimes

    /// The allowance of the owner of a member, by the registry in force.
    ///
    /// The quota is that of the member whose id the owner is, else the smallest of the owner's members. An owner that holds a share itself
    /// needs only one other evaluator for each value, so each other gives it half.
    ///
    /// - Parameters:
    ///   - evaluator: the member that evaluates.
    public init(of member: MemberID, at evaluator: MemberID, in epoch: VerifiedEpoch, under registry: VerifiedRegistry) {
        let owner = registry.owner(of: member)
        self.owner = owner
        times = epoch.document.times
        quota = registry.quota(of: owner)
        let parties = epoch.document.evaluators?.shares.map(\.party) ?? []
        isHalved = owner != registry.owner(of: evaluator) && parties.contains { registry.owner(of: $0) == owner }
    }

    /// What may be evaluated from the beginning of the epoch up to a moment.
    public func total(at time: Timestamp) -> Int64 {
        let (grown, isTooMuch) = quota.day.multipliedReportingOverflow(by: days(until: time))
        let (sum, isOver) = quota.start.addingReportingOverflow(isTooMuch ? .max : grown)
        let total = isOver ? .max : sum
        return isHalved ? total / 2 : total
    }

    /// When more is allowed: at the end of the day that runs, or never in this epoch, which is said by its end.
    public func reset(after time: Timestamp) -> Timestamp {
        guard quota.day > 0 else { return times.matchUntil }
        return min(times.publishFrom.adding(days: days(until: time) + 1), times.matchUntil)
    }

    private func days(until time: Timestamp) -> Int64 {
        max(0, time.secondsSinceEpoch - times.publishFrom.secondsSinceEpoch) / Timestamp.secondsPerDay
    }
}

extension VerifiedRegistry {
    /// The quota of an owner.
    fileprivate func quota(of owner: MemberID) -> EvaluationQuota {
        if let entry = member(owner) { return entry.quota }
        let quotas = document.members.filter { $0.owner == owner }.map(\.quota)
        return EvaluationQuota(start: quotas.map(\.start).min() ?? 0, day: quotas.map(\.day).min() ?? 0)
    }
}
