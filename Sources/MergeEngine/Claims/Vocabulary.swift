/// What a row does.
public enum RowType: UInt8, Sendable, Hashable, CaseIterable {
    /// Says that the indicator takes part in a scam.
    case report
    /// Empties all slots of its publisher.
    case retract
    /// Says what was done about the indicator.
    case outcome
    /// Contests what others say.
    case object

    /// The name in `core.type`.
    public var name: String {
        switch self {
        case .report: "report"
        case .retract: "retract"
        case .outcome: "outcome"
        case .object: "object"
        }
    }
}

/// How the publisher knows.
public enum Basis: UInt8, Sendable, Hashable, CaseIterable {
    case observed
    /// By a victim or customer.
    case reported
    /// Read at another member or in a public list; never counts as an owner.
    case derived

    /// The name in `core.basis`.
    public var name: String {
        switch self {
        case .observed: "observed"
        case .reported: "reported"
        case .derived: "derived"
        }
    }
}

/// Whom the indicator belongs to.
public enum SubjectRole: String, Sendable, Hashable, CaseIterable {
    case suspect, victim, bystander, business, unknown
}

/// How far a recipient may act on a row.
public enum PermissibleAction: String, Sendable, Hashable, CaseIterable {
    case clear = "CLEAR"
    case green = "GREEN"
    case amber = "AMBER"
    case red = "RED"
}

/// Why a claim is taken back or contested.
public enum ReasonCode: UInt8, Sendable, Hashable, CaseIterable {
    case falsePositive
    /// The number or account was given to somebody else.
    case recycled
    case legalOrder
    case erasureRequest
    case withdrawn
    case superseded

    /// The name in `core.why`.
    public var name: String {
        switch self {
        case .falsePositive: "false-positive"
        case .recycled: "recycled"
        case .legalOrder: "legal-order"
        case .erasureRequest: "erasure-request"
        case .withdrawn: "withdrawn"
        case .superseded: "superseded"
        }
    }
}

/// What was done about an indicator. Verbs of newer versions are carried as ``other`` and have no effect.
public enum OutcomeVerb: UInt8, Sendable, Hashable, CaseIterable {
    case accountRemoved
    case numberSuspended
    case fundsFrozen
    case urlTakenDown
    case warned
    case underInvestigation
    case noMatch
    case falsePositive
    case doNotAct
    case other

    /// The name in `core.act`; empty for ``other``, whose name only the row knows.
    public var name: String {
        switch self {
        case .accountRemoved: "account-removed"
        case .numberSuspended: "number-suspended"
        case .fundsFrozen: "funds-frozen"
        case .urlTakenDown: "url-taken-down"
        case .warned: "warned"
        case .underInvestigation: "under-investigation"
        case .noMatch: "no-match"
        case .falsePositive: "false-positive"
        case .doNotAct: "do-not-act"
        case .other: ""
        }
    }

    /// Whether the verb says that a report led to action, which speaks for the reporter.
    public var confirmsReport: Bool {
        switch self {
        case .accountRemoved, .numberSuspended, .fundsFrozen, .urlTakenDown: true
        default: false
        }
    }

    /// Whether the verb, from somebody who did not report, contests the indicator.
    var contests: Bool { self == .falsePositive || self == .doNotAct }
}
