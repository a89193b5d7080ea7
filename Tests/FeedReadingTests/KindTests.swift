import FeedReading
import Indicators
import Testing

@Suite struct `The kind of a row` {
    @Test(arguments: [
        ("+4420794600*", "phone-range"), ("+44207946.*", "phone-range"), ("+442079460###", "phone-range"),
        ("+442079460xxx", "phone-range"), ("020 7946 0*", "phone-range"), ("+44 20 7946 0000", "phone"),
        ("+442079460000x123", "phone"), ("x", "phone"),
    ])
    func `is a range for a number with open digits, whatever the feed calls it`(value: String, kind: String) throws {
        #expect(try ReadFeed(value, FeedOptions(kind: "phone")).rows == [.init(1, kind, value)])
        let table = "value,kind\n\(value),phone\n"
        #expect(try ReadFeed(table).rows == [.init(2, kind, value)])
    }

    @Test func `comes from the row before the person, and from the person before the column`() throws {
        let text = "url,kind\nhttps://one.example/,host\nhttps://two.example/,\n"
        let feed = try ReadFeed(text, FeedOptions(kind: "domain"))
        #expect(feed.rows.map(\.kind) == ["host", "domain"])
        #expect(feed.full.map(\.kindOrigin) == [.row, .option])
        let column = try ReadFeed("url\none.example\ntwo.example\n")
        #expect(column.full.map(\.kindOrigin) == [.format, .format])
        #expect(column.rows.map(\.kind) == ["url", "url"])
    }

    @Test func `is guessed value by value`() throws {
        let text = """
            https://one.example/x
            www.one.example
            192.0.2.1
            0x0101010101010101010101010101010101010101
            16Jswqk47s9PUcyCc88MMVwzgvHPvtEpf
            somebody@mail.example
            nothing known
            """
        let feed = try ReadFeed(text)
        #expect(feed.rows.map(\.kind) == ["url", "host", "host", "evm", "btc", "email"])
        #expect(feed.full.allSatisfy { $0.kindOrigin == .guess })
        #expect(feed.refused == [.init(7, "unknown-kind")])
    }

    @Test func `of digits is a phone number when a region is given`() throws {
        let text = "020 7946 0000\n(020) 7946-0001\nabc\n"
        #expect(try ReadFeed(text, FeedOptions(region: "GB")).rows.map(\.kind) == ["phone", "phone"])
        #expect(try ReadFeed(text).rows.isEmpty)
    }

    @Test func `of an account needs a platform and has it before its name`() throws {
        let text = "value,kind,platform\nname,handle,Telegram\ntelegram:name,handle,telegram\n123,acct,telegram\nname,handle,\n"
        let feed = try ReadFeed(text)
        #expect(feed.values == ["telegram:name", "telegram:name", "telegram:123"])
        #expect(feed.refused == [.init(5, "missing-platform")])
        let lines = try ReadFeed("one\n@two\n", FeedOptions(kind: "handle", map: ["platform==youtube"]))
        #expect(lines.values == ["youtube:one", "youtube:@two"])
    }

    @Test func `of a bare name in a feed of one platform must be said`() throws {
        let text = "some_body\njohn.de\nhttps://one.example/\n"
        let guessed = try ReadFeed(text, FeedOptions(map: ["platform==youtube"]))
        #expect(guessed.rows == [.init(1, "handle", "youtube:some_body"), .init(3, "url", "https://one.example/")])
        #expect(guessed.refused == [.init(2, "site-or-account")])
        let handles = try ReadFeed("some_body\njohn.de\n", FeedOptions(kind: "handle", map: ["platform==youtube"]))
        #expect(handles.values == ["youtube:some_body", "youtube:john.de"])
        let sites = try ReadFeed("john.de\n", FeedOptions(kind: "domain", map: ["platform==youtube"]))
        #expect(sites.rows == [.init(1, "domain", "john.de")])
    }

    @Test func `of a name under no top-level domain is a site among many sites alone`() throws {
        let sites = (1...30).map { "site\($0).example\n" }.joined()
        #expect(try ReadFeed("john.smith\nsir.or\nfile.txt\n").refused.map(\.code) == Array(repeating: "unknown-kind", count: 3))
        #expect(try ReadFeed(sites + "old.notatld\n").rows.last == .init(31, "domain", "old.notatld"))
        let names = (1...30).map { "person\($0)\n" }.joined()
        #expect(try ReadFeed(sites + names + "old.notatld\n").refused.last == .init(61, "unknown-kind"))
        #expect(try ReadFeed("0.0.0.0 old.notatld\n").rows == [.init(1, "domain", "old.notatld")])
    }

    @Test func `wallet takes any wallet and nothing else`() throws {
        let text = "0x0101010101010101010101010101010101010101\nhttps://one.example/\n"
        let feed = try ReadFeed(text, FeedOptions(kind: "wallet"))
        #expect(feed.rows.map(\.kind) == ["evm"])
        #expect(feed.refused == [.init(2, "not-a-wallet")])
    }

    @Test(arguments: ["md5", "sha256", "cve", "no-such-kind"])
    func `that is not exchanged refuses the row`(kind: String) throws {
        #expect(try ReadFeed("value,kind\nx,\(kind)\n").refused == [.init(2, "unsupported-kind")])
    }

    @Test(arguments: ["192.0.2.0/24", "10.0.0.0/8", "2001:db8::/32"])
    func `of a block of networks is none`(value: String) throws {
        #expect(try ReadFeed(value).refused == [.init(1, "network-range")])
    }

    @Test func `leaves a wildcard name with its name`() throws {
        let feed = try ReadFeed("*.one.example\n.two.example\n", FeedOptions(kind: "host"))
        #expect(feed.values == ["one.example", "two.example"])
    }

    @Test(arguments: IndicatorKind.all.map(\.name) + ["auto", "wallet"])
    func `can be named`(name: String) throws {
        _ = try FeedKind(parsing: name)
    }

    @Test func `that is unknown is a usage error`() {
        let error = failure { () throws(FeedError) in _ = try FeedKind(parsing: "no-such-kind") }
        #expect(error?.reason == .unknownKind("no-such-kind"))
        #expect(error?.isUsage == true)
    }

    @Test(arguments: [
        ("http://*.one.example/", "url"), ("*://*.one.example/*", "url"), ("https://one.example/path/*", "url"),
        ("one.example$third-party", "host"), ("one|two.example", "domain"), ("one.example,", "host"), ("*@one.example", "email"),
    ])
    func `is none for what a list writes for many`(value: String, kind: String) throws {
        #expect(try ReadFeed(value, FeedOptions(kind: kind)).refused == [.init(1, "pattern-rule")])
    }

    @Test(arguments: [
        "https://one.example/?q=*", "https://one.example/a,b|c$d", "https://user@one.example/", "one.example/@name",
    ])
    func `is a site for signs that may stand behind a host`(value: String) throws {
        #expect(try ReadFeed(value, FeedOptions(kind: "url")).values == [value])
    }

    @Test(arguments: ["url", "host", "domain"])
    func `of an e-mail address is none of a site`(kind: String) throws {
        #expect(try ReadFeed("a@mail.example", FeedOptions(kind: kind)).refused == [.init(1, "mail-address")])
    }

    @Test(arguments: [
        ("https://t.me/some_name", "telegram:some_name"), ("t.me/some_name?x=1", "telegram:some_name"),
        ("https://www.x.com/some_name/", "twitter:some_name"), ("https://www.tiktok.com/@some_name", "tiktok:@some_name"),
    ])
    func `of a link to a profile is its name`(link: String, value: String) throws {
        #expect(try ReadFeed(link, FeedOptions(kind: "handle")).rows == [.init(1, "handle", value)])
        let platform = String(value.prefix { $0 != ":" })
        #expect(try ReadFeed(link, FeedOptions(kind: "handle", map: ["platform==\(platform)"])).values == [value])
    }

    @Test(arguments: [
        "t.me/joinchat/AAAA", "t.me/+AbCd", "https://x.com/some_name/status/1", "https://one.example/some_name",
        "tg://resolve?domain=x",
        "some name", "https://x.com/some_name", "https://t.me/joinchat",
    ])
    func `of another link or of text is no handle`(text: String) throws {
        #expect(
            try ReadFeed(text, FeedOptions(kind: "handle", map: ["platform==telegram"])).refused == [.init(1, "not-a-handle")])
    }

    @Test(arguments: ["https://t.me/name", "some name", "a/b"])
    func `of an account is its id alone`(text: String) throws {
        #expect(try ReadFeed(text, FeedOptions(kind: "acct", map: ["platform==telegram"])).refused == [.init(1, "not-a-handle")])
    }

    @Test(arguments: ["STEAM_0:1:60572461", "[U:1:12345]", "76561198133932431"])
    func `of an id of Steam is an account, verbatim`(id: String) throws {
        for kind in [nil, "handle", "acct"] {
            let feed = try ReadFeed(id, FeedOptions(kind: kind, map: ["platform==steam"], region: "US"))
            #expect(feed.rows == [.init(1, "acct", "steam:\(id)")])
        }
    }

    @Test(arguments: [
        ("16Jswqk47s9PUcyCc88MMVwzgvHPvtEpf", "Bitcoin address", "btc"), ("DE89370400440532013000", "Bank account", "iban"),
        ("+442079460000", "Phone_Number", "phone"), ("192.0.2.1", "IP address", "host"), ("192.0.2.1", "ip:port", "host"),
    ])
    func `has many names`(value: String, name: String, kind: String) throws {
        #expect(try ReadFeed("value,kind\n\(value),\(name)\n").rows == [.init(2, kind, value)])
    }

    @Test func `may be the platform of a name`() throws {
        let feed = try ReadFeed("value,type\n@some_name,telegram\nhttps://telegram.one.example/login,Telegram\n")
        #expect(feed.rows == [.init(2, "handle", "telegram:@some_name"), .init(3, "url", "https://telegram.one.example/login")])
    }
}
