/// A day of the UTC calendar, in the one text form the formats allow: `2026-12-01`.
public struct CalendarDay: Sendable, Hashable {
    /// Days since 1970-01-01, in the years 0000 to 9999 of the proleptic Gregorian calendar.
    public let daysSinceEpoch: Int32

    /// Takes days since 1970; what lies outside the years 0000 to 9999 becomes the nearest day inside.
    public init(daysSinceEpoch: Int32) {
        self.daysSinceEpoch = min(max(daysSinceEpoch, Self.earliestDay), Self.latestDay)
    }

    /// Reads exactly `YYYY-MM-DD` with a real date; anything else gives nothing.
    public init?(iso8601 text: String) {
        self.init(iso8601: text.utf8.span)
    }

    /// Reads exactly `YYYY-MM-DD` from bytes; anything else gives nothing.
    public init?(iso8601 text: Span<UInt8>) {
        guard text.count == Self.textByteCount, let digits = Self.digits(of: text) else { return nil }
        let year = digits.year
        guard (1...12).contains(digits.month), digits.day >= 1, digits.day <= Self.length(ofMonth: digits.month, year: year)
        else {
            return nil
        }
        self.daysSinceEpoch = Self.days(year: year, month: digits.month, day: digits.day)
    }

    /// The three numbers, with one test for all characters: every row has days, so this is a hot path.
    private static func digits(of text: Span<UInt8>) -> (year: Int, month: Int, day: Int)? {
        let (head, tail) = unsafe text.withUnsafeBytes { bytes in
            unsafe (
                UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
            )
        }
        let first = head ^ dashesAndZeros
        let last = tail ^ 0x3030
        guard isNibbles(first), first & dashes == 0, isNibbles(last) else { return nil }
        func digit(_ place: UInt64) -> Int { Int(truncatingIfNeeded: first >> (8 * place) & 0xF) }
        return (
            digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3), digit(5) * 10 + digit(6),
            Int(truncatingIfNeeded: last & 0xF) * 10 + Int(truncatingIfNeeded: last >> 8)
        )
    }

    /// Whether every byte is a number from 0 to 9.
    private static func isNibbles(_ word: UInt64) -> Bool {
        (word | (word &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 == 0
    }

    /// `0000-00-`, the last character highest.
    private static let dashesAndZeros: UInt64 = 0x2D30_302D_3030_3030
    private static let dashes: UInt64 = 0xFF00_00FF_0000_0000

    /// The text form.
    public var iso8601: String {
        var output: [UInt8] = []
        append(to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the text form.
    public func append(to output: inout [UInt8]) {
        let (year, month, day) = civil
        appendDecimal(year, digits: 4, to: &output)
        output.append(UInt8(ascii: "-"))
        appendDecimal(month, digits: 2, to: &output)
        output.append(UInt8(ascii: "-"))
        appendDecimal(day, digits: 2, to: &output)
    }

    /// The day so many days later, or earlier when negative, kept within the years 0000 to 9999.
    public func adding(days: Int32) -> CalendarDay {
        let (sum, overflows) = daysSinceEpoch.addingReportingOverflow(days)
        return CalendarDay(daysSinceEpoch: overflows ? (days > 0 ? .max : .min) : sum)
    }

    /// Midnight UTC at the start of the day.
    public var start: Timestamp {
        Timestamp(secondsSinceEpoch: Int64(daysSinceEpoch) * Timestamp.secondsPerDay)
    }

    /// How many bytes the text form has.
    public static let textByteCount = 10

    static let earliestDay: Int32 = -719_528
    static let latestDay: Int32 = 2_932_896
}

extension CalendarDay {
    /// Year, month and day; years are counted from March so that the leap day comes last.
    private var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + Self.daysFromMarchZeroToEpoch
        let era = (shifted >= 0 ? shifted : shifted - (Self.daysPerEra - 1)) / Self.daysPerEra
        let dayOfEra = shifted - era * Self.daysPerEra
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int32 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * daysPerEra + dayOfEra - daysFromMarchZeroToEpoch)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year.isMultiple(of: 4) && !year.isMultiple(of: 100)) || year.isMultiple(of: 400) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static let daysPerEra = 146_097
    private static let daysFromMarchZeroToEpoch = 719_468
}

extension CalendarDay: Comparable, CustomStringConvertible {
    /// Earlier comes first.
    public static func < (left: Self, right: Self) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }

    /// The text form.
    public var description: String { iso8601 }
}

/// The number that ASCII digits write, or nothing when a character is not a digit.
func decimal(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var value = 0
    for index in range {
        let digit = text[index] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
    }
    return value
}

/// Appends a number that is not negative with leading zeros.
func appendDecimal(_ value: Int, digits: Int, to output: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
        output.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
        divisor /= 10
    }
}
