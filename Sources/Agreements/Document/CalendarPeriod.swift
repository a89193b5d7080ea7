public import CanonicalCoding

/// A period of ISO 8601 with one number: `P180D`, `P4W`, `P6M`, `P2Y`, `PT36H`, `PT15M`.
///
/// Months and years are those of the calendar: the same day of the month, or its last day where it is shorter.
public struct CalendarPeriod: Sendable, Hashable {
    /// What is counted.
    public enum Unit: Sendable, Hashable {
        case minutes, hours, days, weeks, months, years
    }

    /// How many, from 1 on.
    public let count: Int64
    /// Of what.
    public let unit: Unit

    /// States a period.
    ///
    /// - Precondition: `count` is 1 to ``AgreementLimits/periodCount``.
    public init(_ count: Int64, _ unit: Unit) {
        precondition((1...AgreementLimits.periodCount).contains(count))
        self.count = count
        self.unit = unit
    }

    /// Reads the text form: one number without leading zeros, one unit; anything else gives nothing.
    public init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        guard bytes.popFirst() == UInt8(ascii: "P"), let letter = bytes.popLast() else { return nil }
        let isTime = bytes.first == UInt8(ascii: "T")
        if isTime { bytes.removeFirst() }
        let units: [UInt8: Unit] =
            isTime
            ? [UInt8(ascii: "M"): .minutes, UInt8(ascii: "H"): .hours]
            : [UInt8(ascii: "D"): .days, UInt8(ascii: "W"): .weeks, UInt8(ascii: "M"): .months, UInt8(ascii: "Y"): .years]
        guard let unit = units[letter], (1...4).contains(bytes.count), bytes.first != UInt8(ascii: "0") else { return nil }
        var count: Int64 = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            count = count * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        self.count = count
        self.unit = unit
    }

    /// The text form.
    public var text: String {
        switch unit {
        case .minutes: "PT\(count)M"
        case .hours: "PT\(count)H"
        case .days: "P\(count)D"
        case .weeks: "P\(count)W"
        case .months: "P\(count)M"
        case .years: "P\(count)Y"
        }
    }

    /// The moment at which the period ends that begins at `start`.
    public func end(from start: Timestamp) -> Timestamp {
        switch unit {
        case .minutes: start.adding(seconds: count * 60)
        case .hours: start.adding(seconds: count * 3_600)
        case .days: start.adding(days: count)
        case .weeks: start.adding(days: count * 7)
        case .months: Self.adding(months: count, to: start)
        case .years: Self.adding(months: count * 12, to: start)
        }
    }

    /// The whole days of a period of days or weeks; nothing for other units.
    public var wholeDays: Int64? {
        switch unit {
        case .days: count
        case .weeks: count * 7
        default: nil
        }
    }

    private static func adding(months: Int64, to start: Timestamp) -> Timestamp {
        let parts = start.day.iso8601.split(separator: "-").compactMap { Int64($0) }
        let month = parts[0] * 12 + parts[1] - 1 + months
        let timeOfDay = start.secondsSinceEpoch - start.day.start.secondsSinceEpoch
        var dayOfMonth = parts[2]
        while dayOfMonth > 0 {
            let text = "\(digits(month / 12, 4))-\(digits(month % 12 + 1, 2))-\(digits(dayOfMonth, 2))"
            if let day = CalendarDay(iso8601: text) { return day.start.adding(seconds: timeOfDay) }
            dayOfMonth -= 1
        }
        // beyond the year 9999
        return Timestamp(secondsSinceEpoch: .max)
    }

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

extension CalendarPeriod: CustomStringConvertible {
    /// The text form.
    public var description: String { text }
}
