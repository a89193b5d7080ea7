import FeedReading
import Testing

@Suite struct `Feeds of one value a line` {
    @Test func `pass over comments and blank lines and count them`() throws {
        let feed = try ReadFeed("# a\n; b\n! c\n// d\n\n \t\nhttps://one.example/\n", FeedOptions(kind: "url"))
        #expect(feed.rows == [.init(7, "url", "https://one.example/")])
        #expect(feed.counts.comments == 4)
        #expect(feed.counts.blanks == 2)
        #expect(feed.counts.rows == 1)
    }

    @Test func `with semicolons before comments are no tables`() throws {
        let feed = try ReadFeed("; invented list\n192.0.2.0/24 ; SBL1\n198.51.100.7 ; SBL2\n203.0.113.0/24 ; SBL3\n")
        #expect(feed.recognition.format == .lines)
        #expect(feed.rows == [.init(3, "host", "198.51.100.7")])
        #expect(feed.refused == [.init(2, "network-range"), .init(4, "network-range")])
        #expect(feed.counts.comments == 1)
    }

    @Test(arguments: [
        ("https://one.example/ # seen twice", "https://one.example/"),
        ("https://one.example/#part", "https://one.example/#part"),
        ("https://one.example/ #", "https://one.example/"),
        ("+41 21 560 ####", "+41 21 560 ####"),
    ])
    func `end a value before a comment on its line`(line: String, value: String) throws {
        #expect(try ReadFeed(line, FeedOptions(kind: "url")).values == [value])
    }

    @Test func `are the same with any line end and with none at the end`() throws {
        let expected = ["https://one.example/", "https://two.example/"]
        for text in ["A\nB\n", "A\nB", "A\r\nB\r\n", "A\r\nB", "A\n\nB\n\n"] {
            let feed = text.replacing("A", with: expected[0]).replacing("B", with: expected[1])
            #expect(try ReadFeed(feed, FeedOptions(kind: "url")).values == expected)
        }
    }

    @Test func `with an unreadable line lose that line alone`() throws {
        var bytes = Array("https://one.example/\nhttps://caf".utf8)
        bytes += [0xE9]
        bytes += Array(".example/\nhttps://nul\u{0}.example/\nhttps://two.example/".utf8)
        let feed = try ReadFeed(.bytes(bytes, name: "test"), FeedOptions(kind: "url"))
        #expect(feed.rows.map(\.line) == [1, 4])
        #expect(feed.refused == [.init(2, "not-utf-8"), .init(3, "control-character")])
        #expect(feed.counts.rows == 4)
    }

    @Test func `take the names of a hosts file, twins and aliases included`() throws {
        let text = """
            127.0.0.1 localhost
            0.0.0.0 bad.example
            0.0.0.0 www.bad.example # twin
            :: one.example two.example
            0.0.0.0 path.example/page
            192.0.2.1 mapped.example
            """
        let feed = try ReadFeed(text)
        #expect(feed.recognition.format == .hosts)
        #expect(
            feed.rows == [
                .init(2, "domain", "bad.example"), .init(3, "host", "www.bad.example"), .init(4, "domain", "one.example"),
                .init(4, "domain", "two.example"), .init(5, "url", "path.example/page"),
            ])
        #expect(feed.refused == [.init(1, "local-name"), .init(6, "unknown-kind")])
        #expect(feed.full.map(\.number) == [2, 3, 4, 5, 6])
    }

    @Test(arguments: [
        "/install.exe|", "/14/page.html?x=", ".xyz/74/7.html?cep=", "*bank*.one.example^", "://confirm.*.top^",
        "/^https:\\/\\/one\\.example\\/$/",
    ])
    func `refuse what a converted rule left in a hosts file`(name: String) throws {
        let feed = try ReadFeed("0.0.0.0 one.example\n0.0.0.0 \(name)\n0.0.0.0 two.example\n")
        #expect(feed.values == ["one.example", "two.example"])
        #expect(feed.refused == [.init(2, "pattern-rule")])
    }

    @Test(arguments: [
        ("||one.example^", "one.example", "domain"), ("||one.example^$third-party", "one.example", "domain"),
        ("||one.example", "one.example", "domain"), ("||*.one.example^", "one.example", "domain"),
        ("||one.example/page", "one.example/page", "url"), ("||one.example^|", "one.example", "domain"),
    ])
    func `take the site of an ad blocker's rule`(rule: String, value: String, kind: String) throws {
        #expect(try ReadFeed(rule).rows == [.init(1, kind, value)])
    }

    @Test(arguments: [
        ("@@||good.example^", "benign-list"), ("@@/banner/", "benign-list"), ("||a.example^$script", "rule-options"),
        ("||a.example^$domain=b.example", "rule-options"), ("||a*.example^", "pattern-rule"),
        ("||a.example^##.banner", "cosmetic-rule"), ("/banner[0-9]/", "pattern-rule"), ("##.banner", "cosmetic-rule"),
        ("a.example##.banner", "cosmetic-rule"), ("|https://a.example", "pattern-rule"), ("||^", "pattern-rule"),
        ("a.example/x$script", "rule-options"), ("a.example/*$all", "pattern-rule"),
    ])
    func `refuse a rule that accuses no whole site`(rule: String, code: String) throws {
        #expect(try ReadFeed(rule, FeedOptions(format: "adblock")).refused == [.init(1, code)])
    }

    @Test func `leave lines as they are when the person says they are plain`() throws {
        let feed = try ReadFeed("||one.example^\n0.0.0.0 two.example\n", FeedOptions(kind: "url", format: "lines"))
        #expect(feed.values == ["0.0.0.0 two.example"])
        #expect(feed.refused == [.init(1, "pattern-rule")])
    }
}
