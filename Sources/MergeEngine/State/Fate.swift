public import CanonicalCoding
public import Indicators

/// What became of one claim in the state of its indicator.
public enum Fate: Sendable, Hashable {
    /// In its publisher's slot and in effect: an active report, an open objection, an outcome, a retraction.
    case stands
    /// A later claim of the publisher holds the slot.
    case superseded(by: ClaimID)
    /// The publisher took it back later.
    case retracted(by: ClaimID)
    /// Its `until` day is past.
    case lapsed(CalendarDay)
    /// More than four half-lives after its last day.
    case faded(CalendarDay)
    /// The number or account belongs to somebody else since then.
    case ended(by: ClaimID)
    /// Its publisher is suspended.
    case suspended
    /// Its bundle is set aside.
    case quarantined
    /// Its bundle waits for an officer of this node, or was refused by one.
    case held(HoldReason, takenBackBy: ClaimID?)
    /// Its keys were compromised before the bundle was first logged here.
    case compromised(since: Timestamp)
    /// Its publisher made more objections on this day than count, and no officer has accepted the rest.
    case waiting(CalendarDay)
    /// Kept out of the state by a local check.
    case excluded(Exclusion)
    /// An outcome verb of a newer version.
    case withoutEffect
}

/// How a claim bears on the state.
public enum Bearing: Sendable, Hashable {
    case none
    /// An active report that counts for its owner; `isChecked` says that its pop was verified.
    case corroborates(isChecked: Bool)
    /// An active report read elsewhere, which counts for nobody.
    case derived
    /// An active report whose pop was checked and found wrong.
    case failedPop
    /// An objection, or an outcome that contradicts the reports of others.
    case contests
    /// A recycling notice that ends earlier reports.
    case ends
}

/// One claim, what became of it and how much it weighs.
public struct ClaimStanding: Sendable, Hashable {
    /// The claim.
    public let claim: Claim
    /// What became of it.
    public internal(set) var fate: Fate
    /// How it bears on the state.
    public internal(set) var bearing = Bearing.none
    /// Confidence times decay of an active report.
    public internal(set) var weight = PartsPerMillion.zero

    init(_ claim: Claim, fate: Fate) {
        self.claim = claim
        self.fate = fate
    }

    /// Whether this is a report that acts at the time of the state.
    public var isActiveReport: Bool { claim.statement.type == .report && fate == .stands }

    /// Whether this is a report that was neither replaced nor taken back.
    public var isStandingReport: Bool {
        guard claim.statement.type == .report else { return false }
        switch fate {
        case .stands, .lapsed, .faded, .ended, .suspended, .quarantined, .compromised, .held(_, takenBackBy: nil): return true
        default: return false
        }
    }

    /// Whether this is a report that its publisher took back.
    var isReportTakenBack: Bool {
        guard claim.statement.type == .report else { return false }
        switch fate {
        case .retracted, .held(_, takenBackBy: .some): return true
        default: return false
        }
    }

    /// Whether this is a report that ever had a place in the state, replaced and taken back ones included.
    var isReportOnRecord: Bool {
        guard claim.statement.type == .report else { return false }
        switch fate {
        case .excluded, .quarantined, .held, .compromised: return false
        default: return true
        }
    }

    /// Whether the report holds its publisher's slot.
    var holdsReportSlot: Bool {
        switch fate {
        case .quarantined, .held, .compromised: false
        default: isStandingReport
        }
    }
}

/// What one organisation contributes to corroboration and score.
public struct OwnerEvidence: Sendable, Hashable {
    /// The organisation.
    public let owner: MemberID
    /// The largest confidence times decay of its counted reports.
    public internal(set) var weight: PartsPerMillion
    /// Whether the pop of one of its counted reports was verified.
    public internal(set) var isChecked: Bool
    /// How far others bore out its reports.
    public let reliability: PartsPerMillion

    /// What the owner takes away from the remaining doubt.
    public var contribution: PartsPerMillion { reliability * weight }
}
