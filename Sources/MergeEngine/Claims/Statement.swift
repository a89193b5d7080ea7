public import CanonicalCoding
public import Indicators

/// What a row says, as far as the state of an indicator depends on it.
public struct Statement: Sendable, Hashable {
    /// What the row does.
    public var type: RowType
    /// Confidence in percent, 0 to 100; reports only.
    public var confidencePercent: UInt8
    /// How the publisher knows.
    public var basis: Basis
    /// The last day of what was seen; reports only.
    public var last: CalendarDay?
    /// The last day on which a report holds.
    public var until: CalendarDay?
    /// The day from which a number or account belongs to somebody else.
    public var since: CalendarDay?
    /// Why a claim was taken back or contested.
    public var reason: ReasonCode?
    /// What was done; outcomes only.
    public var verb: OutcomeVerb?
    /// The publisher of the claim spoken about; nothing when the indicator as such is meant.
    public var regarding: MemberID?

    /// States a row's facts.
    public init(
        type: RowType, confidencePercent: UInt8 = 0, basis: Basis = .observed, last: CalendarDay? = nil,
        until: CalendarDay? = nil, since: CalendarDay? = nil, reason: ReasonCode? = nil,
        verb: OutcomeVerb? = nil, regarding: MemberID? = nil
    ) {
        self.type = type
        self.confidencePercent = confidencePercent
        self.basis = basis
        self.last = last
        self.until = until
        self.since = since
        self.reason = reason
        self.verb = verb
        self.regarding = regarding
    }

    /// Whether the row can make others act: a report, or an outcome that bears one out. What stops actions cannot.
    public var canLeadToAction: Bool { type == .report || type == .outcome && verb?.contests != true }

    /// Whether the row contests its indicator when it comes from somebody who may: what is counted by member and day.
    public var canContest: Bool { type == .object || type == .outcome && verb?.contests == true }
}
