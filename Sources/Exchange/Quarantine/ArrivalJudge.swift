package import CanonicalCoding
package import MergeEngine
package import NodeStore

/// Judges how much a publisher says at once: by what came of it before, on the days of this node.
package struct ArrivalJudge {
    /// What the settings say about the publisher.
    let limits: QuarantineSettings.Limits
    /// What came of it, of at least ``rememberedDays``.
    let arrivals: Arrivals
    /// Today.
    let day: CalendarDay
    /// Whether the bundle's epoch began so lately that live reports are published once more.
    let isEpochStart: Bool

    /// Prepares to judge; see the members.
    package init(limits: QuarantineSettings.Limits, arrivals: Arrivals, day: CalendarDay, isEpochStart: Bool) {
        self.limits = limits
        self.arrivals = arrivals
        self.day = day
        self.isEpochStart = isEpochStart
    }

    /// So far back goes what a publisher may repeat when an epoch begins.
    static let rememberedDays: Int32 = 100
    /// So far back goes what the rate is compared with.
    static let rateDays: Int32 = 28
    /// So long live reports are published once more under a new epoch.
    static let epochStartDays: Int64 = 30

    /// Why so many new rows, none of them a retraction, have to wait; nothing when they need not.
    package func reason(toHold rows: Int) -> HoldReason? {
        guard rows > 0 else { return nil }
        let today = Int64(rows) + rowsOn(day)
        if isNew {
            if Int64(rows) > limits.newRowsPerBundle { return .newBundle }
            if today > limits.newRowsPerDay { return .newDay }
        }
        if Int64(rows) > limits.rowsPerBundle { return .bundle }
        if today > limits.rowsPerDay { return .day }
        return !isNew && today > mostUsualRows ? .rate : nil
    }

    private var isNew: Bool {
        guard let first = arrivals.firstDay else { return limits.newPublisherDays > 0 }
        return Int64(day.daysSinceEpoch) - Int64(first.daysSinceEpoch) < limits.newPublisherDays
    }

    private func rowsOn(_ day: CalendarDay) -> Int64 { Int64(arrivals.rowsByDay[day] ?? 0) }

    /// What a day may come to without being out of the ordinary.
    private var mostUsualRows: Int64 {
        let counts = rows(ofDaysBefore: Self.rateDays).sorted()
        let median = counts.isEmpty ? 0 : counts[(counts.count - 1) / 2]
        let usual = max(limits.anomalyFloorRows, limits.anomalyFactor * median)
        return isEpochStart ? max(usual, rows(ofDaysBefore: Self.rememberedDays).reduce(0, +)) : usual
    }

    /// The rows of those of the last days before today on which some came.
    private func rows(ofDaysBefore days: Int32) -> [Int64] {
        arrivals.rowsByDay.filter { $0.key >= day.adding(days: -days) && $0.key < day && $0.value > 0 }.map { Int64($0.value) }
    }
}
