import Indicators
import Testing

/// What is found in a text, as `kind canonical`.
private func found(_ text: String, region: String? = nil) -> [String] {
    TextFinder.finds(in: Array(text.utf8), region: region.flatMap { RegionCode($0) }).map {
        "\($0.kind.name) \(String(decoding: $0.canonical, as: UTF8.self))"
    }
}

@Suite struct `Indicators in free text` {
    @Test(arguments: [
        ("see https://evil.example/login?x=1.", ["url evil.example/login?x=1"]),
        ("see hxxps://evil[.]example/login now", ["url evil.example/login"]),
        ("see hxxp[:]//evil(dot)example/a", ["url evil.example/a"]),
        ("see h**ps://evil.example/a", ["url evil.example/a"]),
        ("HTTPS://EVIL.EXAMPLE", ["url evil.example/"]),
        ("clickhttps://evil.example/a", ["url evil.example/a"]),
        ("(https://evil.example/a)", ["url evil.example/a"]),
        ("(see https://evil.example/a_(b).)", ["url evil.example/a_(b)"]),
        ("[evil.example](https://other.example/x)", ["domain evil.example", "url other.example/x"]),
        ("*https://evil.example*", ["url evil.example/"]), ("_https://evil.example/a_", ["url evil.example/a"]),
        ("<a href='https://evil.example/a'>https://b.example</a>", ["url evil.example/a", "url b.example/"]),
        ("https://a.example,https://b.example;https://c.example", ["url a.example/", "url b.example/", "url c.example/"]),
        ("https://paypal.com@evil.example/x", ["url evil.example/x"]),
        ("https://r.example/?u=https://evil.example", ["url r.example/?u=https://evil.example"]),
        ("https://evil.example:8443/x", ["url evil.example:8443/x"]), ("http://[2001:db8::1]/x", ["url [2001:db8::1]/x"]),
        ("https://bücher.example/ü", ["url xn--bcher-kva.example/%C3%BC"]),
        ("请点击https://evil.example/a。谢谢", ["url evil.example/a"]), ("https://evil.example请点击", ["url evil.example/"]),
        ("https://例子.example请", ["url xn--fsqu00a.example/"]),
        ("https://host.internal-zone/x", ["url host.internal-zone/x"]), ("http://nothing", []), ("http://", []),
        ("javascript:alert(1)", []), ("ftp://evil.example/x", ["url evil.example/x"]),
    ])
    func `are found as addresses with a scheme`(text: String, finds: [String]) { #expect(found(text) == finds) }

    @Test(arguments: [
        ("visit evil.example, please", ["domain evil.example"]), ("visit www.evil.example!", ["host www.evil.example"]),
        ("visit evil.example/login.", ["url evil.example/login"]), ("evil.example:8080/a", ["url evil.example:8080/a"]),
        ("evil.example: no", ["domain evil.example"]), ("evil.example?", ["domain evil.example"]),
        ("evil.example?a=b", ["url evil.example/?a=b"]), ("evil [.] example", ["domain evil.example"]),
        ("evil [dot] co [dot] uk", ["domain evil.co.uk"]), ("1.2.3[.]4", ["host 1.2.3.4"]), ("10.0.0.1", ["host 10.0.0.1"]),
        ("wow...evil.example...", ["domain evil.example"]), ("请访问evil.example查看", ["domain evil.example"]),
        ("例え.テスト", []), ("report.pdf and main.c and a.b", []), ("evil.example\\share", []), ("e.g. this", []),
        ("-evil.example-", ["domain evil.example"]), ("ev\u{200B}il.example", ["domain evil.example"]),
        ("ｅｖｉｌ．ｅｘａｍｐｌｅ", ["domain evil.example"]),
    ])
    func `are found as sites`(text: String, finds: [String]) { #expect(found(text) == finds) }

    @Test(arguments: [
        ("write to John.Smith+x@Evil.example.", ["email john.smith+x@evil.example"]),
        ("mailto:john@evil.example?subject=x", ["email john@evil.example"]),
        ("mail=john@evil.example", ["email john@evil.example"]),
        ("john [at] evil [dot] example", ["email john@evil.example"]), ("info.de@evil.example", ["email info.de@evil.example"]),
        ("'john@evil.example'", ["email john@evil.example"]), ("john@localhost", []), ("@evil.example", ["domain evil.example"]),
        ("user/name@evil.example", ["email name@evil.example"]), ("a@b@evil.example", ["email b@evil.example"]),
    ])
    func `are found as e-mail addresses`(text: String, finds: [String]) { #expect(found(text) == finds) }

    @Test(
        arguments: [
            ("call +44 20 7946 0123 now", nil, ["phone +442079460123"]),
            ("call (+44) 20-7946-0123.", nil, ["phone +442079460123"]),
            ("(+442079460123)", nil, ["phone +442079460123"]),
            ("+442079460123, +442079460124", nil, ["phone +442079460123", "phone +442079460124"]),
            ("+44 20 7946 0123 2024", nil, ["phone +442079460123"]), ("＋44 20 7946 0123", nil, ["phone +442079460123"]),
            ("tel:+442079460123", nil, ["phone +442079460123"]), ("call 020 7946 0123", nil, []),
            ("call 020 7946 0123", "GB", ["phone +442079460123"]), ("(020) 7946-0123", "GB", ["phone +442079460123"]),
            ("on 2024-11-02 we", "GB", []), ("£02079460123", "GB", []), ("id 7946", "GB", []),
            ("whatsapp:+442079460123", nil, ["phone +442079460123"]),
            ("01.42.68.53.00", "FR", ["phone +33142685300"]), ("+1+1+1", nil, []), ("1.5 + 2", nil, []),
        ] as [(String, String?, [String])])
    func `are found as phone numbers`(text: String, region: String?, finds: [String]) {
        #expect(found(text, region: region) == finds)
    }

    @Test(arguments: [
        ("pay GB82 WEST 1234 5698 7654 32 today", ["iban GB82WEST12345698765432"]),
        ("pay gb82west12345698765432.", ["iban GB82WEST12345698765432"]), ("GB82 WEST 1234 5698 7654 33", []),
        ("to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa!", ["btc 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]),
        ("bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa?amount=1", ["btc 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]),
        ("BTC-1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", ["btc 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]),
        ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", ["btc bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"]),
        ("0xde0b295669a9fd93d5f28d9ec85e40f4cb697bae", ["evm 0xde0b295669a9fd93d5f28d9ec85e40f4cb697bae"]),
        ("x0xde0b295669a9fd93d5f28d9ec85e40f4cb697bae", []),
        ("telegram:@Evil_Name.", ["handle telegram:evil_name"]), ("Telegram: @evil", ["handle telegram:evil"]),
        ("tg @evil or t.me:@two", ["handle telegram:evil", "handle telegram:two"]), ("telegram:12345", ["acct telegram:12345"]),
        ("telegram: hello", []), ("10 x @evil", []), ("X: @evil", ["handle twitter:evil"]), ("nothing:@evil", []),
        ("t.me/evil", ["url t.me/evil"]),
    ])
    func `are found as accounts`(text: String, finds: [String]) { #expect(found(text) == finds) }
}
