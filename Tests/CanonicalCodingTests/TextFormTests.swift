import CanonicalCoding
import Foundation
import TestVectors
import Testing

@Suite struct `Hexadecimal and base64` {
    @Test(arguments: UInt64(0)..<32)
    func `give the bytes back`(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        for count in 0..<40 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
        }
    }

    @Test(arguments: ["0", "0G", "AB", "0x", "é0", " 0"])
    func `refuse what is not lower-case hexadecimal`(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test(arguments: ["AA", "AA=", "AAA", "AB==", "AAB=", "AA==\n", "====", "A===", "AA==AA==", "-_==", "AAA ", "="])
    func `refuse padding, spare bits and characters that are not standard base64`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["A", "AB", "AAB", "AA==", "+/", "A A", "AAAA="])
    func `refuse padding, spare bits and characters that are not base64url`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func `read the one spelling of each value`() {
        #expect(Base64.decode("/+8=") == [0xFF, 0xEF])
        #expect(Base64URL.decode("_-8") == [0xFF, 0xEF])
        #expect(Base64.decode("") == [])
    }
}

@Suite struct `Times and days` {
    @Test func `agree with the calendar on every hundredth day of ten thousand years`() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for days in stride(from: Int32(-134_774), through: 2_932_896, by: 9_973) {
            let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
            let year = try #require(parts.year), month = try #require(parts.month), day = try #require(parts.day)
            let text = String(format: "%04d-%02d-%02d", year, month, day)
            #expect(CalendarDay(iso8601: text)?.daysSinceEpoch == days)
            #expect(CalendarDay(daysSinceEpoch: days).iso8601 == text)
        }
    }

    @Test func `are refused when any one character of a day is another`() {
        let day = Array("2024-02-29".utf8)
        for place in day.indices {
            for byte in UInt8.min...UInt8.max where byte != day[place] {
                var altered = day
                altered[place] = byte
                let text = String(decoding: altered, as: UTF8.self)
                guard let read = CalendarDay(iso8601: altered.span) else { continue }
                #expect(read.iso8601 == text, "only a day that is written so is read")
            }
        }
    }

    @Test func `follow one another without gap over four hundred years`() {
        var day = CalendarDay(iso8601: "1900-01-01")
        for _ in 0..<146_097 {
            guard let today = day else { break }
            let next = today.adding(days: 1)
            day = CalendarDay(iso8601: next.iso8601)
            #expect(day == next && today < next)
        }
        #expect(day?.iso8601 == "2300-01-01")
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", Int64(0)), ("2026-12-01T00:00:00Z", 1_796_083_200), ("1969-12-31T23:59:59Z", -1),
        ("0000-01-01T00:00:00Z", -62_167_219_200), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func `are read and written in one form`(text: String, seconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.secondsSinceEpoch == seconds)
        #expect(Timestamp(secondsSinceEpoch: seconds).rfc3339 == text)
        #expect(Timestamp(secondsSinceEpoch: seconds).day.iso8601 == String(text.prefix(10)))
    }

    @Test(arguments: [
        "2026-12-01", "2026-12-01T00:00:00", "2026-12-01T00:00:00z", "2026-12-01t00:00:00Z", "2026-12-01 00:00:00Z",
        "2026-12-01T00:00:00.0Z", "2026-12-01T00:00:00+00:00", "2026-12-01T24:00:00Z", "2026-12-01T00:60:00Z",
        "2026-12-01T00:00:60Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "2026-12-00T00:00:00Z", "2026-12-32T00:00:00Z", "+026-12-01T00:00:00Z", "",
    ])
    func `refuse every other form`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `stay within the years that can be written`() {
        let last = Timestamp(secondsSinceEpoch: .max)
        #expect(last.rfc3339 == "9999-12-31T23:59:59Z")
        #expect(last.adding(seconds: .max) == last && last.adding(days: .max) == last)
        #expect(Timestamp(secondsSinceEpoch: .min).adding(days: .min).rfc3339 == "0000-01-01T00:00:00Z")
        #expect(CalendarDay(daysSinceEpoch: .max).adding(days: 1).iso8601 == "9999-12-31")
    }
}

@Suite struct `UTF-8` {
    @Test func `is judged as the standard library does, in every place of a word`() {
        let sequences: [[UInt8]] = [
            [0x7F], [0x80], [0xC1, 0xBF], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0x9F, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF],
            [0xED, 0xA0, 0x80], [0xEF, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC3], [0xFF],
        ]
        for before in 0..<10 {
            for sequence in sequences {
                let bytes = [UInt8](repeating: 0x61, count: before) + sequence + [0x62]
                #expect(UTF8Text.isValid(bytes.span) == (String(validating: bytes, as: UTF8.self) != nil))
                let end = [UInt8](repeating: 0x61, count: before) + sequence
                #expect(UTF8Text.isValid(end.span) == (String(validating: end, as: UTF8.self) != nil))
            }
        }
    }
}
