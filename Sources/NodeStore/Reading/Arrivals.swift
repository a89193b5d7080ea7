public import CanonicalCoding
public import Indicators

/// How much came of one publisher, by the days of UTC on which its streams were taken in here.
///
/// Retractions are left out, as is what waited for an officer when it came.
public struct Arrivals: Sendable, Hashable {
    /// The day of the first stream, whatever became of it; nothing before there was one.
    public let firstDay: CalendarDay?
    /// Rows by day, of the days asked for on which some came.
    public let rowsByDay: [CalendarDay: Int]

    /// States what came.
    public init(firstDay: CalendarDay?, rowsByDay: [CalendarDay: Int]) {
        self.firstDay = firstDay
        self.rowsByDay = rowsByDay
    }
}

extension NodeStore {
    /// What came of a publisher since a day.
    ///
    /// - Throws: ``StoreError``.
    public func arrivals(of publisher: MemberID, since day: CalendarDay) throws(StoreError) -> Arrivals {
        try withEngine { (engine) throws(StoreError) in try engine.arrivals(of: publisher, since: day) }
    }
}

extension StoreEngine {
    fileprivate func arrivals(of publisher: MemberID, since day: CalendarDay) throws(StoreError) -> Arrivals {
        var first = try database.connection.prepare("SELECT day FROM arrivals WHERE pub = ?1 ORDER BY day LIMIT 1")
        try first.bind(publisher.name, at: 1)
        let firstDay = try first.step() ? CalendarDay(daysSinceEpoch: Int32(truncatingIfNeeded: first.number(0))) : nil
        var query = try database.connection.prepare("SELECT day, rows FROM arrivals WHERE pub = ?1 AND day >= ?2 AND rows > 0")
        try query.bind(publisher.name, at: 1)
        try query.bind(Int(day.daysSinceEpoch), at: 2)
        var rows: [CalendarDay: Int] = [:]
        while try query.step() {
            rows[CalendarDay(daysSinceEpoch: Int32(truncatingIfNeeded: query.number(0)))] = Int(query.number(1))
        }
        return Arrivals(firstDay: firstDay, rowsByDay: rows)
    }

    /// Counts rows that came. Inside the transaction of a commit.
    func add(_ rows: Int, ofPublisher publisher: MemberID, on day: CalendarDay) throws(StoreError) {
        var insert = try database.connection.prepare(
            """
            INSERT INTO arrivals (pub, day, rows) VALUES (?1, ?2, ?3)
            ON CONFLICT (pub, day) DO UPDATE SET rows = rows + excluded.rows
            """)
        try insert.bind(publisher.name, at: 1)
        try insert.bind(Int(day.daysSinceEpoch), at: 2)
        try insert.bind(rows, at: 3)
        try insert.run()
    }
}
