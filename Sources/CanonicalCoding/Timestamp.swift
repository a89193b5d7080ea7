/// A moment in UTC to the second, in the one text form the formats allow: `2026-12-01T00:00:00Z`.
public struct Timestamp: Sendable, Hashable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted, in the years 0000 to 9999.
    public let secondsSinceEpoch: Int64

    /// Takes seconds since 1970; what lies outside the years 0000 to 9999 becomes the nearest moment inside.
    public init(secondsSinceEpoch: Int64) {
        self.secondsSinceEpoch = min(max(secondsSinceEpoch, Self.earliestSeconds), Self.latestSeconds)
    }

    /// Reads exactly `YYYY-MM-DDTHH:MM:SSZ` with a real date and seconds 00 to 59; anything else gives nothing.
    public init?(rfc3339 text: String) {
        self.init(rfc3339: text.utf8.span)
    }

    /// Reads exactly `YYYY-MM-DDTHH:MM:SSZ` from bytes; anything else gives nothing.
    public init?(rfc3339 text: Span<UInt8>) {
        guard text.count == Self.textByteCount, text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"),
            text[16] == UInt8(ascii: ":"), text[19] == UInt8(ascii: "Z"),
            let day = CalendarDay(iso8601: text.extracting(0..<10)),
            let hour = decimal(text, 11..<13), hour < 24, let minute = decimal(text, 14..<16), minute < 60,
            let second = decimal(text, 17..<19), second < 60
        else { return nil }
        let timeOfDay = Int64(hour * 3600 + minute * 60 + second)
        self.secondsSinceEpoch = Int64(day.daysSinceEpoch) * Self.secondsPerDay + timeOfDay
    }

    /// The text form.
    public var rfc3339: String {
        var output: [UInt8] = []
        append(to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the text form.
    public func append(to output: inout [UInt8]) {
        let today = day
        today.append(to: &output)
        let timeOfDay = Int(secondsSinceEpoch - Int64(today.daysSinceEpoch) * Self.secondsPerDay)
        output.append(UInt8(ascii: "T"))
        appendDecimal(timeOfDay / 3600, digits: 2, to: &output)
        output.append(UInt8(ascii: ":"))
        appendDecimal(timeOfDay / 60 % 60, digits: 2, to: &output)
        output.append(UInt8(ascii: ":"))
        appendDecimal(timeOfDay % 60, digits: 2, to: &output)
        output.append(UInt8(ascii: "Z"))
    }

    /// The UTC day this moment is in.
    public var day: CalendarDay {
        let quotient = secondsSinceEpoch / Self.secondsPerDay
        let isBeforeMidnight = secondsSinceEpoch % Self.secondsPerDay < 0
        return CalendarDay(daysSinceEpoch: Int32(quotient) - (isBeforeMidnight ? 1 : 0))
    }

    /// The moment so many seconds later, or earlier when negative, kept within the years 0000 to 9999.
    public func adding(seconds: Int64) -> Timestamp {
        let (sum, overflows) = secondsSinceEpoch.addingReportingOverflow(seconds)
        guard overflows else { return Timestamp(secondsSinceEpoch: sum) }
        return Timestamp(secondsSinceEpoch: seconds > 0 ? .max : .min)
    }

    /// The moment so many days later, or earlier when negative.
    public func adding(days: Int64) -> Timestamp {
        let (seconds, overflows) = days.multipliedReportingOverflow(by: Self.secondsPerDay)
        return adding(seconds: overflows ? (days > 0 ? .max : .min) : seconds)
    }

    /// How many seconds a day has; leap seconds are not counted.
    public static let secondsPerDay: Int64 = 86_400
    /// How many bytes the text form has.
    public static let textByteCount = 20

    private static let earliestSeconds = Int64(CalendarDay.earliestDay) * secondsPerDay
    private static let latestSeconds = (Int64(CalendarDay.latestDay) + 1) * secondsPerDay - 1
}

extension Timestamp: Comparable, CustomStringConvertible {
    /// Earlier comes first.
    public static func < (left: Self, right: Self) -> Bool { left.secondsSinceEpoch < right.secondsSinceEpoch }

    /// The text form.
    public var description: String { rfc3339 }
}
