import Indicators
import Testing

@Suite struct `Looking up` {
    private func names(_ url: String) -> [String] {
        expressions(url).map { "\($0.kind.name) \(String(decoding: $0.canonical, as: UTF8.self))" }
    }

    private func expressions(_ url: String) -> [LookupExpression] {
        let bytes = Array(url.utf8)
        return URLExpressions.expressions(ofURL: bytes.span)
    }

    @Test func `a URL asks for its prefixes and its hosts, longest first`() {
        let url = "a.b.c.d.e.f.g.example.co.uk:81/1/2/3/4/5.html?x=/y"
        #expect(
            names(url) == [
                "url \(url)", "url a.b.c.d.e.f.g.example.co.uk:81/1/2/3/4/5.html", "url a.b.c.d.e.f.g.example.co.uk:81/1/2/3/",
                "url a.b.c.d.e.f.g.example.co.uk:81/1/2/", "url a.b.c.d.e.f.g.example.co.uk:81/1/",
                "url a.b.c.d.e.f.g.example.co.uk:81/", "host a.b.c.d.e.f.g.example.co.uk", "host d.e.f.g.example.co.uk",
                "host e.f.g.example.co.uk", "host f.g.example.co.uk", "host g.example.co.uk", "host example.co.uk",
                "domain example.co.uk",
            ])
    }

    @Test(arguments: [
        ("example.com/", ["url example.com/", "host example.com", "domain example.com"]),
        ("example.com/?a", ["url example.com/?a", "url example.com/", "host example.com", "domain example.com"]),
        ("example.com/a/", ["url example.com/a/", "url example.com/", "host example.com", "domain example.com"]),
        ("192.0.2.1/a", ["url 192.0.2.1/a", "url 192.0.2.1/", "host 192.0.2.1"]),
        ("[2001:db8::1]:81/", ["url [2001:db8::1]:81/", "host [2001:db8::1]"]),
        ("co.uk/", ["url co.uk/", "host co.uk"]),
    ])
    func `a short URL asks for what there is`(url: String, expected: [String]) {
        #expect(names(url) == expected)
    }

    @Test func `every expression is canonical and asked for once`() {
        for url in ["a.b.example.com/c/d?e", "example.com/a/b/c/d/e/", "a.user.github.io//x//"] {
            let expressions = expressions(url)
            #expect(Set(expressions).count == expressions.count)
            for expression in expressions {
                #expect(
                    reading(expression.canonical, expression.kind).form == String(decoding: expression.canonical, as: UTF8.self))
            }
        }
        #expect(expressions("example.com/").map { "\($0)" } == ["url (12 bytes)", "host (11 bytes)", "domain (11 bytes)"])
    }
}

@Suite struct `Guessing a kind` {
    @Test(
        arguments: [
            ("https://evil.example/a", "url"), ("hxxp://evil[.]example", "url"), ("evil.example/a", "url"),
            ("evil.example:8080", "url"),
            ("evil.example", "domain"), ("www.evil.example", "host"), ("user.github.io", "domain"), ("192.0.2.1", "host"),
            ("2001:db8::1", "host"), ("[2001:db8::1]", "host"), ("a@b.example", "email"), ("a[at]b[.]example", "email"),
            ("mailto:a@b.example", "email"),
            ("telegram:@name", "handle"), ("telegram:12345", "acct"), ("twitter:name", "handle"),
            ("0x52908400098527886E0F7030069857D2E4169EE7", "evm"), ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "btc"),
            ("GB82 WEST 1234 5698 7654 32", "iban"), ("+1 415 555 0100", "phone"), ("ftp://evil.example", nil), ("hello", nil),
            ("", nil),
            ("@name", nil), ("1.2.3", nil), ("12345678", nil), ("a b", nil),
            ("john.smith", nil), ("file.txt", nil), ("some_body.de", nil), ("www.some_body.co", nil),
            ("a_b.evil.example", "host"),
            ("12:30", nil), ("785341488?", nil), ("030/12345678", nil), ("1.2/3", nil), ("foo/bar", nil),
            ("/click.php?id=1", nil), ("192.0.2.1/24", "url"), ("192.0.2.1:8080", "url"), ("user@evil.example/a", "url"),
            ("HTTP://785341488/", "url"), ("https:\\\\evil.example", "url"), ("evil.example?a=http://b", "url"),
            ("a.notatld/x", nil), ("40%40%@evil.example", nil), ("shop.co.za", "domain"), ("www.shop.co.za", "host"),
            ("shop[.]co[.]za/x", "url"), ("shop.za", nil),
            (" +442079460123", "phone"), ("(+44) 20 7946 0123", "phone"), ("tel:+442079460123", "phone"),
            ("＋442079460123", "phone"),
            ("+225 01 23 45 67", nil), ("+44 20 7946 012", nil), ("+44 20 7946*", "phone-range"),
            ("+4420794601##", "phone-range"),
            ("417087ae854d321b74fc2acbf5f6fcf77c62c157b0", "tron"),
        ] as [(String, String?)])
    func `takes the most telling form`(text: String, kind: String?) {
        #expect(guess(text)?.name == kind)
    }

    @Test func `takes digits for a number in a region only`() {
        #expect(guess("(415) 555-0100") == nil)
        #expect(guess("(415) 555-0100", region: RegionCode("US")) == .phone)
    }

    @Test(
        arguments: [
            ("020/79460123", "GB", "phone"), ("619448xxxx", "US", "phone-range"), ("0207946*", "GB", "phone-range"),
            ("01/02", "GB", nil), ("785341488?", "US", nil), ("evil.example/020", "GB", "url"),
        ] as [(String, String, String?)])
    func `takes numbers as they are dialled for numbers in a region`(text: String, region: String, kind: String?) {
        #expect(guess(text, region: RegionCode(region))?.name == kind)
    }

    @Test(
        arguments: [
            ("evil.notatld", "domain"), ("www.evil.notatld", "host"), ("some_body.de", "domain"), ("evil.notatld/x", "url"),
            ("hxxp://evil.notatld", "domain"), ("https://785341488/", "url"), ("785341488/x", nil), ("foo", nil),
            ("xyz/7.html", nil),
            ("core.evil.example\\lib\\a.py", nil),
        ] as [(String, String?)])
    func `of what is known to be a site takes any name`(text: String, kind: String?) {
        #expect(KindGuess.siteKind(of: Array(text.utf8).span)?.name == kind)
    }

    private func guess(_ text: String, region: RegionCode? = nil) -> IndicatorKind? {
        let bytes = Array(text.utf8)
        return KindGuess.kind(of: bytes.span, region: region)
    }
}
