import FeedReading
import Indicators
import Testing

@Suite struct `The column of values` {
    private func chosen(_ heading: String, _ row: String, _ options: FeedOptions = FeedOptions()) throws(FeedError) -> String? {
        let feed = try ReadFeed("\(heading)\n\(row)\n\(row)\n\(row)\n", options)
        return feed.recognition.columns.first { $0.field == .value }?.name
    }

    @Test(arguments: [
        ("id;Rufnummer;PLZ", "30123400;089 1234000;10115", "Rufnummer"),
        ("Nr.,Telefono,Zip", "123456,02 8088 1234,78701", "Telefono"),
        ("Report,Scammer Wallet", "https://report.example/1,0x0101010101010101010101010101010101010101", "Scammer Wallet"),
        ("Name,Address,Internet", "Somebody,\"Street 1, Town\",https://one.example/", "Internet"),
        ("victim_phone,suspect_iban", "+442079460000,DE89370400440532013000", "suspect_iban"),
        ("ticket,your_phone,scam_url", "101,+442079460000,https://one.example/", "scam_url"),
        ("Number,Website", "1,https://one.example/", "Website"), ("Link,Score", "https://one.example/,3", "Link"),
        ("Numéro,Opérateur", "01 23 45 67 89,x", "Numéro"), ("url,value", "https://one.example/,https://two.example/", "value"),
        ("Timestamp,Email Address,Scam website", "11/1/2026 10:00:00,a@mail.example,https://one.example/", "Scam website"),
        ("Zeitstempel,E-Mail-Adresse,Webseite des X", "1.1.2026 10:00:00,a@mail.example,https://one.example/", "Webseite des X"),
        ("Kontakt,Seite", "a@mail.example,https://one.example/", "Seite"), ("Absender,n", "a@mail.example,3", "Absender"),
        ("User ID,Username", "806989028075349614,somebody", "User ID"),
        ("Phone,Link", "+442079460000,https://one.example/", "Phone"),
    ])
    func `is that of the reported values`(heading: String, row: String, name: String) throws {
        #expect(try chosen(heading, row) == name)
    }

    @Test(arguments: [
        ("email,url", "a@mail.example,https://one.example/"), ("Websites,Phones", "https://one.example/,+442079460000"),
    ])
    func `is asked for when columns of several sorts qualify`(heading: String, row: String) throws {
        let names = heading.split(separator: ",").map(String.init)
        let error = failure { () throws(FeedError) in _ = try chosen(heading, row) }
        #expect(error?.reason == .severalValues(names))
        #expect(error?.hint.contains("--map value=COLUMN") == true)
        #expect(try chosen(heading, row, FeedOptions(kind: "url")) == names[row.hasPrefix("http") ? 0 : 1])
        #expect(try chosen(heading, row, FeedOptions(map: ["value=\(names[1])"])) == names[1])
    }

    @Test func `is that whose texts have the kind of the options, whatever its name`() throws {
        let row = "1,https://one.example/,0x0101010101010101010101010101010101010101"
        #expect(try chosen("id,url,target", row, FeedOptions(kind: "wallet")) == "target")
        #expect(try chosen("User ID,Username", "1,somebody", FeedOptions(kind: "handle")) == "Username")
    }

    @Test func `is not left for another sort where it is blank`() throws {
        let feed = try ReadFeed("phone,link\n+442079460000,https://one.example/\n,https://two.example/\n")
        #expect(feed.values == ["+442079460000"])
        #expect(feed.refused == [.init(3, "missing-value")])
        let order = try ReadFeed("ip,domain,host,url\n192.0.2.1,one.example,www.one.example,https://one.example/\n")
        #expect(order.values == ["https://one.example/"])
        let sites = try ReadFeed("url,domain\nhttps://one.example/,one.example\n,two.example\n")
        #expect(sites.values == ["https://one.example/", "two.example"])
    }

    @Test func `of a record must be the only sort of value in it`() throws {
        let text = #"[{"email": "a@mail.example", "url": "https://one.example/"}, {"ip": "192.0.2.1", "domain": "one.example"}]"#
        let feed = try ReadFeed(text)
        #expect(feed.values == ["one.example"])
        #expect(feed.refused.map(\.code) == ["several-values"])
        #expect(try ReadFeed(text, FeedOptions(map: ["value=url"])).values == ["https://one.example/"])
    }
}
