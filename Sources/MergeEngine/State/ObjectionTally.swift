public import CanonicalCoding
public import Indicators

/// How many objections of one member take effect.
public enum ObjectionLimit {
    /// Objections that count of those a member dates on one day; what is beyond waits for an officer.
    public static let perDay = 1_000
}

/// The objections of one member whose bundles were created on one day.
public struct ObjectionDay: Sendable, Hashable {
    /// Who objects.
    public let publisher: MemberID
    /// The day of the manifest's `created`.
    public let day: CalendarDay

    /// Names the objections of a member and day.
    public init(publisher: MemberID, day: CalendarDay) {
        self.publisher = publisher
        self.day = day
    }
}

/// Where a row that objects stands: its place in the order of its publisher's claims.
public struct ObjectionPlace: Sendable, Hashable {
    /// The bundle the row stands in.
    public let origin: BundleOrigin
    /// Index of the segment in the manifest.
    public let segment: UInt32
    /// Index of the row in the segment.
    public let row: UInt32
    /// Whether its reason is `recycled`.
    public let isRecycled: Bool

    /// States where an objection stands.
    public init(origin: BundleOrigin, segment: UInt32, row: UInt32, isRecycled: Bool) {
        self.origin = origin
        self.segment = segment
        self.row = row
        self.isRecycled = isRecycled
    }

    /// The place of a claim.
    init(_ claim: Claim) {
        self.init(
            origin: claim.origin, segment: claim.segment, row: claim.row, isRecycled: claim.statement.reason == .recycled)
    }

    var day: ObjectionDay { ObjectionDay(publisher: origin.publisher, day: origin.created.day) }

    /// Whether this place comes before another of the same publisher.
    func precedes(_ other: ObjectionPlace) -> Bool {
        if origin != other.origin { return origin.precedes(other.origin) }
        return segment != other.segment ? segment < other.segment : row < other.row
    }
}

/// The objections that are counted together: operators' notices of recycled numbers and accounts apart from the rest.
private struct ObjectionSeries: Hashable {
    let day: ObjectionDay
    let isNotice: Bool

    init(_ place: ObjectionPlace, in context: MergeContext) {
        day = place.day
        isNotice = place.isRecycled && context.isOperator(place.origin.publisher)
    }
}

/// Counts the objections of each member and day, and finds where the limit is reached.
///
/// A pure function of the set of places: feed it every row that can contest, in any order, and ask.
public struct ObjectionTally: Sendable {
    private var places: [ObjectionSeries: Set<ObjectionPlace>] = [:]
    private let context: MergeContext
    private let limit: Int

    /// Begins without objections. Operators, the days that officers accepted and what is set aside are taken from
    /// `context`.
    public init(in context: MergeContext, limit: Int = ObjectionLimit.perDay) {
        self.context = context
        self.limit = max(1, limit)
    }

    /// Takes one row that can contest.
    public mutating func add(_ place: ObjectionPlace) {
        guard !context.acceptedObjections.contains(place.day), context.setAside(place.origin) == nil else { return }
        places[ObjectionSeries(place, in: context), default: []].insert(place)
    }

    /// What is beyond the limit.
    public var waiting: WaitingObjections {
        var waiting = WaitingObjections()
        for (series, places) in places where places.count > limit {
            waiting.lastCounting[series] = places.sorted { $0.precedes($1) }[limit - 1]
        }
        return waiting
    }
}

/// The objections that wait for an officer: of each member and day, those after the last one that counts.
public struct WaitingObjections: Sendable, Equatable {
    fileprivate var lastCounting: [ObjectionSeries: ObjectionPlace] = [:]

    /// Nothing waits.
    public init() {}

    /// The members and days some of whose objections wait, by member and day.
    public var days: [ObjectionDay] {
        Set(lastCounting.keys.map(\.day)).sorted { left, right in
            left.publisher == right.publisher ? left.day < right.day : left.publisher < right.publisher
        }
    }

    /// Whether a claim that can contest is beyond the limit.
    func contains(_ claim: Claim, in context: MergeContext) -> Bool {
        guard !lastCounting.isEmpty else { return false }
        let place = ObjectionPlace(claim)
        return lastCounting[ObjectionSeries(place, in: context)]?.precedes(place) ?? false
    }
}
