import CanonicalCoding
import FeedReading
import Indicators
import Testing

@Suite struct `Feeds that are tables` {
    @Test func `need no mapping for our own columns`() throws {
        let text = #"""
            value,kind,first,last,conf,labels,note
            https://one.example/,url,2026-05-01,2026-05-02,80,a; b,"x, ""y"""
            """#
        let feed = try ReadFeed(text)
        let details = try #require(feed.full.first?.details)
        #expect(feed.values == ["https://one.example/"])
        #expect(details.first?.iso8601 == "2026-05-01")
        #expect(details.last?.iso8601 == "2026-05-02")
        #expect(details.confidence == 80)
        #expect(details.labels == ["a", "b"])
        #expect(details.note == "x, \"y\"")
        #expect(feed.counts.headers == 1)
    }

    @Test(arguments: [(",", "csv"), (";", "csv"), ("|", "csv"), ("\t", "tsv")])
    func `are recognised with any delimiter`(delimiter: String, format: String) throws {
        let text = "value,kind\nhttps://one.example/,url\nhttps://two.example/,url\n".replacing(",", with: delimiter)
        let feed = try ReadFeed(text)
        #expect(feed.recognition.format.rawValue == format)
        #expect(feed.recognition.delimiter == delimiter)
        #expect(feed.values == ["https://one.example/", "https://two.example/"])
    }

    @Test func `with one column and a heading are tables`() throws {
        let feed = try ReadFeed("phone\n+442079460000\n+442079460001\n")
        #expect(feed.recognition.hasHeader)
        #expect(feed.rows.map(\.kind) == ["phone", "phone"])
    }

    @Test func `hold quoted delimiters, line ends and quotes`() throws {
        let text = "id,value\n\"1\n2\",\"https://one.example/?a=\"\"b\"\"\"\n3,https://two.example/\n"
        let feed = try ReadFeed(text, FeedOptions(kind: "url"))
        #expect(feed.rows == [.init(2, "url", "https://one.example/?a=\"b\""), .init(4, "url", "https://two.example/")])
    }

    @Test func `lose one row for a quote that is never closed`() throws {
        let text = "id,value\n\"1,https://one.example/\n2,https://two.example/\n3,https://three.example/\n"
        let feed = try ReadFeed(text)
        #expect(feed.refused == [.init(2, "unclosed-quote")])
        #expect(feed.rows.map(\.line) == [3, 4])
    }

    @Test func `lose one row for text behind a closing quote`() throws {
        let feed = try ReadFeed("id,value\n\"1\"x,https://one.example/\n2,https://two.example/\n")
        #expect(feed.refused == [.init(2, "stray-quote")])
        #expect(feed.rows.map(\.line) == [3])
    }

    @Test func `refuse a row with a delimiter that is not quoted`() throws {
        let feed = try ReadFeed("value,kind\nhttps://one.example/a,b,url\nhttps://two.example/,url,\n")
        #expect(feed.refused == [.init(2, "column-count")])
        #expect(feed.values == ["https://two.example/"])
    }

    @Test func `refuse a row without a value`() throws {
        let feed = try ReadFeed("id,value\n1,\n2\n3,https://one.example/\n")
        #expect(feed.refused == [.init(2, "missing-value"), .init(3, "missing-value")])
    }

    @Test func `take columns by name, by number and by a constant`() throws {
        let named = try ReadFeed(
            "Rufnummer,Grund\n020 7946 0000,Anruf\n", FeedOptions(kind: "phone", map: ["value=Rufnummer", "note=Grund"]))
        #expect(named.values == ["020 7946 0000"])
        #expect(named.full.first?.details?.note == "Anruf")
        let numbered = try ReadFeed(
            "1;https://one.example/;x\n2;https://two.example/;y\n",
            FeedOptions(map: ["value=2", "labels=3", "scam==loan"]))
        #expect(numbered.values == ["https://one.example/", "https://two.example/"])
        #expect(numbered.full.map { $0.details?.labels } == [["x"], ["y"]])
        #expect(numbered.full.map { $0.details?.scam } == ["loan", "loan"])
    }

    @Test func `read a mapped field from nowhere else`() throws {
        let text = "value,scam,tlp\nhttps://one.example/,phishing,CLEAR\nhttps://two.example/,,RED\n"
        let feed = try ReadFeed(text, FeedOptions(map: ["scam==loan", "tlp==AMBER"]))
        #expect(feed.full.map { $0.details?.scam } == ["loan", "loan"])
        #expect(feed.full.map { $0.details?.marking } == [.amber, .amber])
        let records = try ReadFeed(#"[{"value": "https://one.example/", "scam": "phishing"}]"#, FeedOptions(map: ["scam==loan"]))
        #expect(records.full.map { $0.details?.scam } == ["loan"])
    }

    @Test(arguments: [("value=missing", "missing"), ("value=9", "9")])
    func `do not pass over a mapping to a column that is not there`(mapping: String, column: String) {
        let error = failure { () throws(FeedError) in
            _ = try ReadFeed("value,kind\nhttps://one.example/,url\n", FeedOptions(map: [mapping]))
        }
        #expect(error?.reason == .unknownColumn(column))
        #expect(error?.isUsage == true)
    }

    @Test(arguments: ["value", "=x", "value=", "nonsense=1", "value=="])
    func `do not take a mapping that is none`(mapping: String) {
        #expect(failure { () throws(FeedError) in _ = try FieldMapping(parsing: mapping) }?.isUsage == true)
    }

    @Test func `without a heading are read by what their columns hold`() throws {
        let feed = try ReadFeed("1,https://one.example/,x\n2,https://two.example/,y\n3,https://three.example/,z\n")
        #expect(!feed.recognition.hasHeader)
        #expect(feed.recognition.columns.map(\.field) == [nil, .value, nil])
    }

    @Test func `have a heading when the first record alone holds no value`() throws {
        let feed = try ReadFeed("Nummer,Adresse\n1,https://one.example/\n2,https://two.example/\n3,https://three.example/\n")
        #expect(feed.recognition.hasHeader)
        #expect(feed.counts.rows == 3)
    }

    @Test func `do not read names of people on their own account`() throws {
        let feed = try ReadFeed("phone,name,description\n+442079460000,Somebody,What happened\n")
        #expect(feed.recognition.columns.map(\.field) == [.value, nil, nil])
    }

    @Test func `pass over comments and blank lines between records`() throws {
        let feed = try ReadFeed("# made up\r\nvalue,kind\r\n\r\nhttps://one.example/,url\r\n# end\r\n")
        #expect(feed.rows.map(\.line) == [4])
        #expect(feed.counts.comments == 2)
        #expect(feed.counts.blanks == 1)
    }

    @Test func `refuse lines that are not UTF-8 one by one`() throws {
        var bytes = Array("value,note\nhttps://one.example/,caf".utf8)
        bytes += [0xE9, 0x0A]
        bytes += Array("https://two.example/,café\n".utf8)
        let feed = try ReadFeed(.bytes(bytes, name: "test"))
        #expect(feed.refused == [.init(2, "not-utf-8")])
        #expect(feed.values == ["https://two.example/"])
    }
}
