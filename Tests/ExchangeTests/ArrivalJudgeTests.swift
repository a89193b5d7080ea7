import CanonicalCoding
import Exchange
import Indicators
import MergeEngine
import NodeStore
import Testing

/// How much of a publisher is taken at once.
@Suite struct `How much is taken at once` {
    private static let day = CalendarDay(daysSinceEpoch: 20_000)

    private static var limits: QuarantineSettings.Limits {
        var limits = QuarantineSettings.Limits()
        limits.newPublisherDays = 28
        limits.newRowsPerBundle = 50
        limits.newRowsPerDay = 100
        limits.rowsPerBundle = 1_000
        limits.rowsPerDay = 2_000
        limits.anomalyFactor = 10
        limits.anomalyFloorRows = 200
        return limits
    }

    /// - Parameters:
    ///   - days: since the first stream; nothing for none.
    ///   - before: rows by days ago, 0 for today.
    private func reason(
        _ rows: Int, firstDaysAgo days: Int32?, before: [Int32: Int] = [:], isEpochStart: Bool = false
    ) -> HoldReason? {
        let arrivals = Arrivals(
            firstDay: days.map { Self.day.adding(days: -$0) },
            rowsByDay: Dictionary(uniqueKeysWithValues: before.map { (Self.day.adding(days: -$0.key), $0.value) }))
        return ArrivalJudge(limits: Self.limits, arrivals: arrivals, day: Self.day, isEpochStart: isEpochStart).reason(
            toHold: rows)
    }

    @Test(
        arguments: [
            (0, nil, 0, nil), (50, nil, 0, nil), (51, nil, 0, .newBundle), (50, 0, 50, nil), (50, 0, 51, .newDay),
            (51, 27, 0, .newBundle), (51, 28, 0, nil),
        ] as [(Int, Int32?, Int, HoldReason?)])
    func `of a new publisher`(rows: Int, firstDaysAgo: Int32?, today: Int, reason expected: HoldReason?) {
        #expect(reason(rows, firstDaysAgo: firstDaysAgo, before: [0: today]) == expected)
    }

    @Test(
        arguments: [
            (1_000, 0, nil), (1_001, 0, .bundle), (1_000, 1_000, nil), (1_000, 1_001, .day), (0, 5_000, nil),
        ] as [(Int, Int, HoldReason?)])
    func `of anybody`(rows: Int, today: Int, reason expected: HoldReason?) {
        // A median of 200 lets 2,000 pass.
        let usual = Dictionary(uniqueKeysWithValues: (1...9).map { (Int32($0), 200) })
        #expect(reason(rows, firstDaysAgo: 60, before: usual.merging([0: today]) { $1 }) == expected)
    }

    @Test(
        arguments: [
            ([:], 200, nil), ([:], 201, .rate),
            ([1: 30, 8: 30, 15: 40], 300, nil), ([1: 30, 8: 30, 15: 40], 301, .rate),
            ([28: 50], 500, nil), ([28: 50], 501, .rate), ([29: 50], 201, .rate),
            ([0: 100, 1: 50], 400, nil), ([0: 100, 1: 50], 401, .rate),
        ] as [([Int32: Int], Int, HoldReason?)])
    func `beside what its publisher used to say`(before: [Int32: Int], rows: Int, reason expected: HoldReason?) {
        #expect(reason(rows, firstDaysAgo: 60, before: before) == expected)
    }

    @Test(arguments: [(false, 600, .rate), (true, 600, nil), (true, 601, .rate)] as [(Bool, Int, HoldReason?)])
    func `once more when an epoch begins`(isEpochStart: Bool, rows: Int, reason expected: HoldReason?) {
        let before: [Int32: Int] = [5: 10, 60: 290, 100: 300, 101: 1_000]
        #expect(reason(rows, firstDaysAgo: 200, before: before, isEpochStart: isEpochStart) == expected)
    }

    @Test func `is for the operator to say, and for one publisher apart`() throws {
        let text = """
            member = "org.a"
            role = "platform"
            [quarantine]
            release_officers = 2
            new_rows_per_day = 7
            [quarantine.publishers."org.b"]
            new_publisher_days = 0
            rows_per_day = 9
            """
        let settings = try Settings(parsing: text)
        let (known, other) = (try #require(MemberID("org.b")), try #require(MemberID("org.c")))
        #expect(settings.quarantine.releaseOfficers == 2)
        #expect(settings.quarantine.limits(for: other).newRowsPerDay == 7)
        #expect(settings.quarantine.limits(for: known).newRowsPerDay == 7)
        #expect(settings.quarantine.limits(for: known).newPublisherDays == 0)
        #expect(settings.quarantine.limits(for: known).rowsPerDay == 9)
        #expect(try Settings(parsing: settings.text).quarantine == settings.quarantine)
    }

    @Test(arguments: [
        "[quarantine]\nnew_rows = 1", "[quarantine]\nrows_per_day = -1", "[quarantine]\nrows_per_day = 1000000001",
        "[quarantine]\nrelease_officers = 0", "[quarantine]\nrelease_officers = 11",
        "[quarantine.publishers.\"A B\"]\nrows_per_day = 1",
        "[quarantine.publishers.\"org.b\"]\nrelease_officers = 1", "quarantine = 1",
    ])
    func `is refused where it makes no sense`(table: String) {
        #expect(throws: SettingsError.self) { try Settings(parsing: "member = \"org.a\"\nrole = \"platform\"\n\(table)") }
    }

    @Test func `is everything in a lab that says nothing else`() throws {
        let settings = try Settings(parsing: "member = \"org.a\"\nrole = \"platform\"\naccept_lab_documents = true")
        let judge = ArrivalJudge(
            limits: settings.quarantine.usual, arrivals: Arrivals(firstDay: nil, rowsByDay: [:]), day: Self.day,
            isEpochStart: false)
        #expect(judge.reason(toHold: 10_000_000) == nil)
    }
}
