import CanonicalCoding
import FeedReading
import Testing

@Suite struct `Fields of a row` {
    private func details(_ field: String, _ text: String) throws -> FeedDetails? {
        try ReadFeed("value|kind|\(field)\nhttps://one.example/|url|\(text)\n").full.first?.details
    }

    private func refusal(_ field: String, _ text: String) throws -> String? {
        try ReadFeed("value|kind|\(field)\nhttps://one.example/|url|\(text)\n").refused.first?.code
    }

    @Test(arguments: [
        ("2026-05-01", "2026-05-01"), ("2026/05/01", "2026-05-01"), ("2026-05-01 23:59:59", "2026-05-01"),
        ("2026-05-01T23:59:59Z", "2026-05-01"), ("2026-05-01T23:30:00-02:00", "2026-05-02"),
        ("2026-05-01T01:30:00.123+02:00", "2026-04-30"), ("2026-05-01 10:00 UTC", "2026-05-01"),
        ("2026-05-01T01:30:00+0200", "2026-04-30"), ("1593821733", "2020-07-04"), ("1593821733000", "2020-07-04"),
    ])
    func `hold days as feeds write them`(text: String, day: String) throws {
        #expect(try details("first", text)?.first?.iso8601 == day)
    }

    @Test(arguments: [
        "01.05.2026", "05/01/2026", "2026-02-30", "2026-5-1", "yesterday", "12345678", "2026-05-01T25:00:00Z",
        "2026-05-01T10:00:00+", "2026-05-01T10:00:00+9", "2026-05-01Tnoon",
    ])
    func `do not guess at days`(text: String) throws {
        #expect(try refusal("first", text) == "bad-field:first")
    }

    @Test func `put the first day before the last`() throws {
        let feed = try ReadFeed(
            "value,first,last\nhttps://one.example/,2026-05-02,2026-05-01\nhttps://two.example/,,2026-05-01\n")
        #expect(feed.refused == [.init(2, "dates-out-of-order")])
        #expect(feed.full.first?.details?.first?.iso8601 == "2026-05-01")
    }

    @Test(arguments: [
        ("tlp", "TLP:AMBER+STRICT"), ("tlp", "amber"), ("tlp", "white"), ("conf", "0"), ("conf", "100"),
        ("sev", "4"), ("basis", "Reported"), ("subject", "victim"), ("country", "gb"), ("language", "pt-BR"),
        ("platform", "Telegram"), ("scam", "investment.pig-butchering"), ("victims", "3"), ("brand", "Example Bank"),
        ("region", "gb"),
    ])
    func `are taken`(field: String, text: String) throws {
        #expect(try refusal(field, text) == nil)
    }

    @Test(arguments: [
        ("tlp", "PURPLE"), ("conf", "101"), ("conf", "-1"), ("conf", "0.8"), ("sev", "5"), ("basis", "rumour"),
        ("subject", "nobody"), ("country", "GBR"), ("language", "e"), ("platform", "a b"), ("scam", "a b"),
        ("victims", "many"), ("region", "G"), ("rel", "x"), ("currency", "ABC"), ("brand", "a\u{7}b"),
    ])
    func `are refused with the row`(field: String, text: String) throws {
        #expect(try refusal(field, text) == "bad-field:\(field)")
    }

    @Test func `are refused when too long`() throws {
        let limits = FeedLimits.standard
        #expect(try refusal("brand", String(repeating: "x", count: limits.textBytes)) == nil)
        #expect(try refusal("brand", String(repeating: "x", count: limits.textBytes + 1)) == "field-too-long:brand")
        #expect(try refusal("note", String(repeating: "x", count: limits.noteBytes)) == nil)
        #expect(try refusal("note", String(repeating: "x", count: limits.noteBytes + 1)) == "field-too-long:note")
        #expect(try refusal("labels", String(repeating: "x", count: limits.labelBytes)) == nil)
        #expect(try refusal("labels", String(repeating: "x", count: limits.labelBytes + 1)) == "field-too-long:labels")
        #expect(try refusal("labels", String(repeating: "x;", count: limits.labels)) == nil)
        #expect(try refusal("labels", String(repeating: "x;", count: limits.labels + 1)) == "field-too-long:labels")
    }

    @Test(
        arguments: [
            ("12", "EUR", 1200), ("12.3", "EUR", 1230), ("12.34", "eur", 1234), ("12.340", "EUR", 1234), ("12", "JPY", 12),
            ("12.345", "KWD", 12345), ("0.5", "BTC", 50_000_000), (".5", "EUR", 50), ("12.", "EUR", 1200),
        ] as [(String, String, Int64)])
    func `count amounts in the smallest unit`(amount: String, currency: String, units: Int64) throws {
        let feed = try ReadFeed("value,kind,amount,currency\nhttps://one.example/,url,\(amount),\(currency)\n")
        #expect(feed.full.first?.details?.impact?.minorUnits == units)
    }

    @Test(arguments: [
        ("12.345", "EUR"), ("12,3", "EUR"), ("-1", "EUR"), (".", "EUR"), ("twelve", "EUR"), ("12", ""), ("1.5", "JPY"),
        ("9223372036854775807", "EUR"), ("99999999999999999999", "EUR"),
    ])
    func `do not guess at amounts`(amount: String, currency: String) throws {
        let feed = try ReadFeed("value|kind|amount|currency\nhttps://one.example/|url|\(amount)|\(currency)\n")
        #expect(feed.rows.isEmpty)
        #expect(feed.refused.first?.code.hasPrefix("bad-field:") == true || feed.refused.first?.code == "field-too-long:amount")
    }

    @Test func `under names that are not ours are passed over when they cannot be read`() throws {
        let feed = try ReadFeed("url,date,confidence\nhttps://one.example/,May 1,high\nhttps://two.example/,2026-05-01,70\n")
        #expect(feed.values == ["https://one.example/", "https://two.example/"])
        #expect(feed.full.last?.details?.confidence == 70)
    }

    @Test func `do not leak from one row to the next`() throws {
        let feed = try ReadFeed("value,kind,conf,region\nhttps://one.example/,url,80,GB\nhttps://two.example/,url,,\n")
        #expect(feed.full.last?.details == nil)
        #expect(feed.full.last?.region == nil)
    }
}
