internal import CanonicalCoding
internal import Indicators

/// The work of one fold: slots, then activity, then objections, then the sums.
struct Folder {
    private let topic: IndicatorTopic
    private let time: Timestamp
    private let day: CalendarDay
    private let context: MergeContext
    private var standings: [ClaimStanding] = []

    init(_ claims: [Claim], topic: IndicatorTopic, at time: Timestamp, in context: MergeContext) {
        self.topic = topic
        self.time = time
        self.day = time.day
        self.context = context
        standings.reserveCapacity(claims.count)
        for claim in Self.ordered(claims) { standings.append(ClaimStanding(claim, fate: fateBeforeSlots(claim))) }
    }

    mutating func fold() -> IndicatorState {
        fillSlots()
        judgeObjections()
        judgeReports()
        judgeOutcomes()
        let owners = corroboratingOwners()
        let status = status(ownerCount: owners.count)
        let score = Score.combining(owners)
        return IndicatorState(
            topic: topic, time: time, status: status, score: score,
            tier: tier(status: status, score: score, owners: owners), owners: owners, standings: standings)
    }

    /// By publisher, then in the publisher's own order, each claim once.
    private static func ordered(_ claims: [Claim]) -> [Claim] {
        guard claims.count > 1 else { return claims }
        let sorted = claims.sorted { left, right in
            let (first, second) = (left.origin.publisher, right.origin.publisher)
            return first == second ? left.precedes(right) : first < second
        }
        var unique: [Claim] = []
        unique.reserveCapacity(sorted.count)
        for claim in sorted {
            if let last = unique.last, last.id == claim.id {
                unique[unique.count - 1].pop = max(last.pop, claim.pop)
                unique[unique.count - 1].exclusion = last.exclusion ?? claim.exclusion
            } else {
                unique.append(claim)
            }
        }
        return unique
    }

    private func fateBeforeSlots(_ claim: Claim) -> Fate {
        if let exclusion = claim.exclusion { return .excluded(exclusion) }
        if let fate = context.setAside(claim.origin) { return fate }
        if let reason = context.holds(claim) { return .held(reason, takenBackBy: nil) }
        if claim.statement.canContest, context.waitingObjections.contains(claim, in: context), !endsReports(claim) {
            return .waiting(claim.origin.created.day)
        }
        return .stands
    }
}

extension Folder {
    /// One slot for the report, one for the objection, one for each outcome verb; a retraction empties them all.
    private mutating func fillSlots() {
        var slots = Slots()
        var waiting: [Int] = []
        for index in standings.indices {
            let claim = standings[index].claim
            if index > 0, standings[index - 1].claim.origin.publisher != claim.origin.publisher {
                (slots, waiting) = (Slots(), [])
            }
            if case .held = standings[index].fate { waiting.append(index) }
            guard standings[index].fate == .stands else { continue }
            if claim.statement.type == .retract {
                for held in slots.held { standings[held].fate = .retracted(by: claim.id) }
                takeBack(waiting, by: claim.id)
                (slots, waiting) = (Slots(), [])
            } else if claim.statement.type == .outcome, claim.statement.verb == .other {
                standings[index].fate = .withoutEffect
            } else if let replaced = slots.fill(for: claim.statement, with: index) {
                standings[replaced].fate = .superseded(by: claim.id)
            }
        }
    }

    /// What waits for an officer can be taken back meanwhile.
    private mutating func takeBack(_ waiting: [Int], by retraction: ClaimID) {
        for index in waiting {
            guard case .held(let reason, _) = standings[index].fate else { continue }
            standings[index].fate = .held(reason, takenBackBy: retraction)
        }
    }

    private mutating func judgeObjections() {
        for index in standings.indices where standings[index].fate == .stands {
            let claim = standings[index].claim
            guard claim.statement.type == .object else { continue }
            if context.suspended.contains(claim.origin.publisher) {
                standings[index].fate = .suspended
            } else {
                standings[index].bearing = endsReports(claim) ? .ends : .contests
            }
        }
    }

    /// Whether a recycling notice comes from the operator of the number or account.
    private func endsReports(_ claim: Claim) -> Bool {
        guard claim.statement.reason == .recycled, claim.statement.since != nil else { return false }
        let publisher = claim.origin.publisher
        switch topic.kind {
        case .phone: return context.telecoms.contains(publisher)
        case .acct, .handle:
            guard let platform = topic.platform else { return false }
            return context.platforms[publisher]?.contains(platform) ?? false
        default: return false
        }
    }

    private mutating func judgeReports() {
        let notices = standings.filter { $0.bearing == .ends }.map(\.claim)
        let halfLife = Decay.halfLifeDays(of: topic.kind)
        for index in standings.indices where standings[index].isActiveReport {
            let claim = standings[index].claim
            guard let last = claim.statement.last else { continue }
            if let fate = inactivity(of: claim, last: last, notices: notices, halfLife: halfLife) {
                standings[index].fate = fate
                continue
            }
            let decay = Decay.factor(last: last, on: day, halfLifeDays: halfLife)
            standings[index].weight = PartsPerMillion(percent: claim.statement.confidencePercent) * decay
            standings[index].bearing =
                if claim.statement.basis == .derived {
                    .derived
                } else if claim.pop == .failed {
                    .failedPop
                } else {
                    .corroborates(isChecked: claim.pop == .valid)
                }
        }
    }

    private func inactivity(of claim: Claim, last: CalendarDay, notices: [Claim], halfLife: Int) -> Fate? {
        if context.suspended.contains(claim.origin.publisher) { return .suspended }
        for notice in notices {
            if let since = notice.statement.since, last < since { return .ended(by: notice.id) }
        }
        if let until = claim.statement.until, until < day { return .lapsed(until) }
        let lastActive = Decay.lastActiveDay(last: last, halfLifeDays: halfLife)
        return lastActive < day ? .faded(lastActive) : nil
    }

    /// An outcome contests when its organisation does not report the indicator itself.
    private mutating func judgeOutcomes() {
        var reporters: Set<MemberID>?
        for index in standings.indices where standings[index].fate == .stands {
            let claim = standings[index].claim
            guard claim.statement.type == .outcome else { continue }
            if context.suspended.contains(claim.origin.publisher) {
                standings[index].fate = .suspended
                continue
            }
            guard claim.statement.verb?.contests == true else { continue }
            let known = reporters ?? reportingOwners()
            reporters = known
            if !known.contains(context.owner(of: claim.origin.publisher)) { standings[index].bearing = .contests }
        }
    }

    private func reportingOwners() -> Set<MemberID> {
        Set(standings.lazy.filter(\.holdsReportSlot).map { context.owner(of: $0.claim.origin.publisher) })
    }
}

extension Folder {
    private func corroboratingOwners() -> [OwnerEvidence] {
        var owners: [OwnerEvidence] = []
        for standing in standings {
            guard case .corroborates(let isChecked) = standing.bearing else { continue }
            let owner = context.owner(of: standing.claim.origin.publisher)
            owners.append(
                OwnerEvidence(
                    owner: owner, weight: standing.weight, isChecked: isChecked,
                    reliability: context.reliability(of: owner)))
        }
        guard owners.count > 1 else { return owners }
        owners.sort { $0.owner < $1.owner }
        var distinct: [OwnerEvidence] = []
        for evidence in owners {
            if let last = distinct.last, last.owner == evidence.owner {
                distinct[distinct.count - 1].weight = max(last.weight, evidence.weight)
                distinct[distinct.count - 1].isChecked = last.isChecked || evidence.isChecked
            } else {
                distinct.append(evidence)
            }
        }
        return distinct
    }

    private func status(ownerCount: Int) -> IndicatorStatus {
        if topic.isProtected { return .protected }
        if standings.contains(where: { $0.bearing == .contests }) { return .contested }
        if ownerCount >= Corroboration.ownersNeeded { return .corroborated }
        if standings.contains(where: \.isActiveReport) { return .asserted }
        if standings.contains(where: \.isStandingReport) { return .expired }
        return standings.contains(where: \.isReportTakenBack) ? .retracted : .unknown
    }

    private func tier(
        status: IndicatorStatus, score: PartsPerMillion, owners: [OwnerEvidence]
    ) -> EnforcementTier {
        guard status != .protected, standings.contains(where: \.isActiveReport) else { return .none }
        guard !topic.isPopular else { return .observe }
        let thresholds = context.thresholds(
            through: standings.lazy.filter(\.isActiveReport).map(\.claim.origin.audience))
        guard status == .corroborated, score >= thresholds.warn, thresholds.permitsWarning else { return .observe }
        let isChecked = owners.count { $0.isChecked } >= Corroboration.ownersNeeded
        guard score >= thresholds.block, isChecked, thresholds.permitsBlock, topic.kind != .phoneRange else { return .warn }
        return .block
    }
}
