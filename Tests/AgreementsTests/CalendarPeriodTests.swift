import Agreements
import CanonicalCoding
import Testing

@Suite struct `A period` {
    @Test(arguments: ["P1D", "P9999D", "P4W", "P6M", "P2Y", "PT1M", "PT36H"])
    func `has one text form`(text: String) throws {
        #expect(try #require(CalendarPeriod(text)).text == text)
    }

    @Test(arguments: [
        "", "P", "P0D", "P01D", "P10000D", "PD", "P1", "1D", "P1S", "PT1D", "PT1S", "P1Y6M", "P1.5D", "P-1D", "p1d", "P\u{661}D",
    ])
    func `is refused in every other`(text: String) { #expect(CalendarPeriod(text) == nil) }

    @Test(arguments: [
        ("P1M", "2027-01-31T10:00:00Z", "2027-02-28T10:00:00Z"), ("P1M", "2028-01-31T10:00:00Z", "2028-02-29T10:00:00Z"),
        ("P1Y", "2028-02-29T00:00:00Z", "2029-02-28T00:00:00Z"), ("P13M", "2026-12-15T23:59:59Z", "2028-01-15T23:59:59Z"),
        ("P2W", "2026-12-25T00:00:00Z", "2027-01-08T00:00:00Z"), ("PT90M", "2026-12-31T23:00:00Z", "2027-01-01T00:30:00Z"),
        ("P9999Y", "2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    ])
    func `ends by the calendar`(text: String, start: String, end: String) throws {
        let period = try #require(CalendarPeriod(text))
        #expect(try period.end(from: #require(Timestamp(rfc3339: start))).rfc3339 == end)
    }
}
