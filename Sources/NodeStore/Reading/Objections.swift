internal import CanonicalCoding
internal import Indicators
public import MergeEngine

extension NodeStore {
    /// The objections of the store beyond the limit of their members and days.
    ///
    /// - Parameter limit: objections that count for a member and day, at most ``ObjectionLimit/perDay``.
    /// - Throws: ``StoreError``.
    public func waitingObjections(
        limit: Int = ObjectionLimit.perDay, in context: MergeContext
    ) throws(StoreError) -> WaitingObjections {
        let limit = min(limit, ObjectionLimit.perDay)
        var tally = ObjectionTally(in: context, limit: limit)
        let places = try withEngine { (engine) throws(StoreError) in
            var places: [ObjectionPlace] = []
            for busy in try engine.daysWithObjections(beyond: limit) { places += try engine.objections(on: busy) }
            return places
        }
        for place in places { tally.add(place) }
        return tally.waiting
    }
}

extension StoreEngine {
    /// Keeps where the rows of a stream that object stand. Inside the transaction of a commit.
    func add(_ objections: StagedObjections, ofBundle bundle: Int, on day: CalendarDay) throws(StoreError) {
        guard !objections.entries.isEmpty else { return }
        var insert = try database.connection.prepare(
            "INSERT OR IGNORE INTO objections (bundle, segment, row, day, recycled) VALUES (?1, ?2, ?3, ?4, ?5)")
        for entry in objections.entries {
            try insert.bind(bundle, at: 1)
            try insert.bind(entry.segment, at: 2)
            try insert.bind(entry.row, at: 3)
            try insert.bind(Int(day.daysSinceEpoch), at: 4)
            try insert.bind(entry.isRecycled ? 1 : 0, at: 5)
            try insert.run()
        }
    }

    /// The members and days with so many objections that the limit may bear on them.
    fileprivate func daysWithObjections(beyond limit: Int) throws(StoreError) -> [(publisher: String, day: Int)] {
        var query = try database.connection.prepare(
            """
            SELECT bundles.pub, objections.day FROM objections JOIN bundles ON bundles.ordinal = objections.bundle
            GROUP BY bundles.pub, objections.day HAVING count(*) > ?1
            """)
        try query.bind(limit, at: 1)
        var days: [(publisher: String, day: Int)] = []
        while try query.step() { days.append((query.text(0), Int(query.number(1)))) }
        return days
    }

    /// Where the objections of one member and day stand.
    fileprivate func objections(on busy: (publisher: String, day: Int)) throws(StoreError) -> [ObjectionPlace] {
        var query = try database.connection.prepare(
            """
            SELECT objections.bundle, segment, row, recycled FROM objections JOIN bundles ON ordinal = objections.bundle
            WHERE day = ?1 AND pub = ?2
            """)
        try query.bind(busy.day, at: 1)
        try query.bind(busy.publisher, at: 2)
        var places: [ObjectionPlace] = []
        while try query.step() {
            places.append(
                ObjectionPlace(
                    origin: try streams.origin(ofBundle: Int(query.number(0))),
                    segment: UInt32(truncatingIfNeeded: query.number(1)), row: UInt32(truncatingIfNeeded: query.number(2)),
                    isRecycled: query.number(3) == 1))
        }
        return places
    }
}
