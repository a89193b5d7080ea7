public import CanonicalCoding

/// What holds about one indicator at one time: status, score and tier, with everything that led to them.
///
/// A pure function of the set of claims, the topic, the time and the context.
public struct IndicatorState: Sendable, Hashable {
    /// What the state is about.
    public let topic: IndicatorTopic
    /// The time the state is asked for.
    public let time: Timestamp
    /// What is held about the indicator.
    public let status: IndicatorStatus
    /// How sure the reports together make.
    public let score: PartsPerMillion
    /// What may be done about the indicator.
    public let tier: EnforcementTier
    /// The owners that corroboration counts, in byte order of their names.
    public let owners: [OwnerEvidence]
    /// Every claim, by publisher and in the order of its publisher's claims.
    public let standings: [ClaimStanding]

    /// How many owners have a counted report whose pop was verified.
    public var checkedOwnerCount: Int { owners.count { $0.isChecked } }

    /// Whether the status rests on pops that nobody here could check.
    public var isUnchecked: Bool { status == .corroborated && checkedOwnerCount < Corroboration.ownersNeeded }

    /// How many reports do not act because the chain of their bundle forked or was reset elsewhere.
    public var quarantinedReportCount: Int {
        standings.count { $0.claim.statement.type == .report && $0.fate == .quarantined }
    }

    /// How many reports wait for an officer of this node, or were refused by one, and were not taken back.
    public var heldReportCount: Int {
        standings.count { standing in
            guard standing.claim.statement.type == .report, case .held(_, takenBackBy: nil) = standing.fate else { return false }
            return true
        }
    }

    /// Folds the claims about one indicator into its state.
    ///
    /// The order of `claims` and repetitions in it do not matter. Claims of several tags may be given together
    /// when the caller knows that the tags stand for one value.
    public static func folding(
        _ claims: [Claim], topic: IndicatorTopic, at time: Timestamp, in context: MergeContext
    ) -> IndicatorState {
        var folder = Folder(claims, topic: topic, at: time, in: context)
        return folder.fold()
    }
}

/// What is held about an indicator; the first that applies, from the top.
public enum IndicatorStatus: String, Sendable, Hashable, CaseIterable {
    /// On an allow-list in force.
    case protected
    /// Somebody who may objects.
    case contested
    /// Two owners or more report it.
    case corroborated
    /// One owner reports it.
    case asserted
    /// Reports stand, none of them is active.
    case expired
    /// Every report was taken back.
    case retracted
    /// No report ever.
    case unknown
}

/// What may be done about an indicator, from least to most.
public enum EnforcementTier: String, Sendable, Hashable, CaseIterable, Comparable {
    case none, observe, warn, block

    private var rank: Int {
        switch self {
        case .none: 0
        case .observe: 1
        case .warn: 2
        case .block: 3
        }
    }

    /// Whether the left tier allows less.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// The rule of independent corroboration.
public enum Corroboration {
    /// How many owners corroborate each other.
    public static let ownersNeeded = 2
}

extension IndicatorState {
    /// Whether a report was ever made that is in the state.
    public var hasReport: Bool {
        standings.contains { standing in
            guard standing.claim.statement.type == .report else { return false }
            if case .excluded = standing.fate { return false }
            return true
        }
    }

    /// Whether there were reports and every one of them was taken back.
    public var isWhollyRetracted: Bool {
        standings.contains(where: \.isReportTakenBack) && !standings.contains(where: \.isStandingReport)
    }
}
