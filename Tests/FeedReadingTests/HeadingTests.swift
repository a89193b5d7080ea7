import CanonicalCoding
import FeedReading
import Indicators
import Testing

@Suite struct `The heading of a table` {
    @Test(arguments: [
        "scam shop one,unknown,2026-11-01", "0800,free,x", "evil.notatld,phish,11.1.2026",
        "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,x,y",
        "4823df3feb38b3b9c8c696303cdd9128b0ea4abd95a704a10d60bef0526fce8d,sha256,x",
    ])
    func `is never a row of data`(first: String) throws {
        let number = first.hasPrefix("0800") ? "+442079460000" : "https://one.example/"
        let feed = try ReadFeed("\(first)\n\(number),phish,x\n\(number),phish,x\n\(number),phish,x\n")
        #expect(!feed.recognition.hasHeader)
        #expect(feed.counts.rows == 4)
    }

    @Test(arguments: ["usernames", "Domains", "URL", "Malicious Domain"])
    func `stands alone above a list of lines`(heading: String) throws {
        let feed = try ReadFeed("\(heading)\none.example\ntwo.example\n")
        #expect(feed.counts.headers == 1)
        #expect(feed.counts.rows == 2)
        let addresses = try ReadFeed("URL\nhttps://one.example/a,b\nhttps://two.example/a;b\n")
        #expect(addresses.recognition.format == .lines)
        #expect(addresses.values == ["https://one.example/a,b", "https://two.example/a;b"])
    }

    @Test func `may stand in the last comment before the rows`() throws {
        let feed = try ReadFeed(
            "# made up\n# id,dateadded,url,tags\n\"1\", \"2026-05-01 10:00:00\", \"https://one.example/a,b\", \"x\"\n"
                + "\"2\", \"2026-05-02\", \"https://two.example/\", \"y\"\n")
        #expect(feed.recognition.columns.map(\.name) == ["id", "dateadded", "url", "tags"])
        #expect(feed.values == ["https://one.example/a,b", "https://two.example/"])
        #expect(feed.full.map { $0.details?.first?.iso8601 } == ["2026-05-01", "2026-05-02"])
        #expect(feed.counts.comments == 2)
        #expect(feed.counts.headers == 0)
    }

    @Test(arguments: ["\n", "\r\n"])
    func `follows a line that names the delimiter`(end: String) throws {
        let text = ["sep=;", "url;note", "https://one.example/;a,b", "https://two.example/;c,d", ""].joined(separator: end)
        let feed = try ReadFeed(text)
        #expect(feed.recognition.delimiter == ";")
        #expect(feed.values == ["https://one.example/", "https://two.example/"])
        #expect(feed.counts.headers == 2)
        #expect(feed.rows.map(\.line) == [3, 4])
    }

    @Test func `tells the delimiter by the names it holds`() throws {
        let notes = try ReadFeed(
            "url;note\nhttps://one.example/;lost, all\nhttps://two.example/;lost, much\nhttps://c.example/;x, y\n")
        #expect(notes.recognition.delimiter == ";")
        let amounts = try ReadFeed(
            "IBAN;Datum;Betrag\nDE89370400440532013000;1.11.2026;12,50\nDE89370400440532013000;1.11.2026;13,50\n")
        #expect(amounts.recognition.delimiter == ";")
        #expect(amounts.counts.read == 2)
        let tabs = try ReadFeed("url\tnote\nhttps://one.example/\thi, all\nhttps://two.example/\thi, you\n")
        #expect(tabs.recognition.format == .tsv)
    }
}

@Suite struct `A marking among labels` {
    @Test func `is the marking of a row that has none, and never a label`() throws {
        let feed = try ReadFeed(
            "value,labels,tlp\none.example,tlp:green;x;TLP:RED,\ntwo.example,tlp:red,GREEN\nthree.example,tlp:amber,\n")
        #expect(feed.full.map { $0.details?.marking } == [.red, .green, .amber])
        #expect(feed.full.map { $0.details?.labels } == [["x"], [], []])
        let tags = try ReadFeed(#"[{"domain": "one.example", "tags": ["tlp:amber+strict", "x"]}]"#)
        #expect(tags.full.map { $0.details?.marking } == [.amberStrict])
        #expect(tags.full.map { $0.details?.labels } == [["x"]])
    }

    @Test func `refuses its row when it cannot be read`() throws {
        let feed = try ReadFeed("value,tags\none.example,tlp:purple\n")
        #expect(feed.refused == [.init(2, "bad-field:tlp")])
    }
}
