internal import CanonicalCoding

/// Reads the days feeds write: a date, a date and a time with or without offset, or seconds since 1970.
///
/// Dates that put the day before the month, or the month before the day, are not guessed at.
enum DayText {
    /// The day in UTC, or nothing when the text has another form.
    static func day(_ text: Span<UInt8>) -> CalendarDay? {
        guard text.count >= 8, text.count <= 40 else { return nil }
        if let seconds = FieldText.number(text) { return day(ofEpoch: seconds, digits: text.count) }
        guard text.count >= CalendarDay.textByteCount else { return nil }
        var date = text.extracting(0..<CalendarDay.textByteCount).array
        for place in [4, 7] where date[place] == Byte.slash { date[place] = Byte.minus }
        guard let day = CalendarDay(iso8601: date.span) else { return nil }
        guard text.count > CalendarDay.textByteCount else { return day }
        let separator = text[CalendarDay.textByteCount]
        guard separator == UInt8(ascii: "T") || separator == Byte.space else { return nil }
        return self.day(day, time: text.extracting(CalendarDay.textByteCount + 1..<text.count))
    }

    /// Seconds or milliseconds since 1970, told apart by how many digits there are.
    private static func day(ofEpoch number: Int, digits: Int) -> CalendarDay? {
        switch digits {
        case 9, 10: CalendarDay(daysSinceEpoch: Int32(number / secondsPerDay))
        case 13: CalendarDay(daysSinceEpoch: Int32(number / 1000 / secondsPerDay))
        default: nil
        }
    }

    /// Moves a day by the offset of its time: `HH:MM`, `HH:MM:SS`, fractions, `Z`, `UTC` or `+HH:MM`.
    private static func day(_ day: CalendarDay, time: Span<UInt8>) -> CalendarDay? {
        guard let hour = pair(time, at: 0), hour < 24, time.count >= 5, time[2] == Byte.colon,
            let minute = pair(time, at: 3), minute < 60
        else { return nil }
        var place = 5
        var second = 0
        if place < time.count, time[place] == Byte.colon {
            guard let value = pair(time, at: place + 1), value <= 60 else { return nil }
            second = value
            place += 3
            if place < time.count, time[place] == Byte.dot || time[place] == Byte.comma {
                place += 1
                while place < time.count, Byte.isDigit(time[place]) { place += 1 }
            }
        }
        guard let offset = offset(time, from: place) else { return nil }
        let seconds = hour * 3600 + minute * 60 + second - offset
        return day.adding(days: seconds < 0 ? -1 : Int32(seconds / secondsPerDay))
    }

    private static func offset(_ time: Span<UInt8>, from start: Int) -> Int? {
        let rest = time.extracting(time.trimming(start..<time.count))
        if rest.isEmpty || rest.isText("Z") || rest.isText("z") || rest.isText("UTC") || rest.isText("GMT") { return 0 }
        guard rest[0] == Byte.plus || rest[0] == Byte.minus, let hours = pair(rest, at: 1), hours < 24 else { return nil }
        let minutePlace = rest.count == 6 && rest[3] == Byte.colon ? 4 : 3
        guard rest.count == 3 || rest.count == minutePlace + 2 else { return nil }
        let minutes = rest.count == 3 ? 0 : pair(rest, at: minutePlace)
        guard let minutes, minutes < 60 else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return rest[0] == Byte.minus ? -seconds : seconds
    }

    private static func pair(_ text: Span<UInt8>, at place: Int) -> Int? {
        guard place + 2 <= text.count, Byte.isDigit(text[place]), Byte.isDigit(text[place + 1]) else { return nil }
        return Int(text[place] - Byte.zero) * 10 + Int(text[place + 1] - Byte.zero)
    }

    private static let secondsPerDay = 86_400
}
