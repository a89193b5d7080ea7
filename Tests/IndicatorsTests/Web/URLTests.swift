import Indicators
import Testing

@Suite struct `URLs` {
    @Test(arguments: [
        // scheme
        ("evil.example", "evil.example/"), ("//evil.example/a", "evil.example/a"), ("///evil.example", "evil.example/"),
        ("http:evil.example", "evil.example/"), ("http:/evil.example", "evil.example/"),
        ("HTTPS:\\\\evil.example", "evil.example/"),
        ("evil.example:8080/a", "evil.example:8080/a"), ("evil.example:/a", "evil.example/a"),
        ("paypal.example:login@evil.example/", "evil.example/"), ("<https://evil.example>", "evil.example/"),
        // port
        ("http://evil.example:80/", "evil.example/"), ("https://evil.example:443/", "evil.example/"),
        ("http://evil.example:443/", "evil.example:443/"), ("https://evil.example:80/", "evil.example/"),
        ("http://evil.example:00081/", "evil.example:81/"), ("http://evil.example:65535/", "evil.example:65535/"),
        ("http://evil.example:0/", "evil.example:0/"), ("http://[::1]:8080/a", "[::1]:8080/a"), ("[::1]:80", "[::1]/"),
        // host
        ("http://user:pw@evil.example/", "evil.example/"), ("http://a@b@evil.example/", "evil.example/"),
        ("http://evil.example./", "evil.example/"), ("http://EVIL.example/A", "evil.example/A"),
        ("http://127.1/", "127.0.0.1/"), ("http://evil(dot)example/", "evil.example/"),
        ("http://evil%2Eexample/", "evil.example/"),
        ("http://a.evil（dot）example/", "a.evil.example/"),
        // path
        ("http://a.b/c/./d/../e", "a.b/c/e"), ("http://a.b/..", "a.b/"), ("http://a.b/c/%2e%2E/d", "a.b/d"),
        ("http://a.b/c/.", "a.b/c/"), ("http://a.b/.well-known/x", "a.b/.well-known/x"), ("http://a.b/...", "a.b/..."),
        ("http://a.b//c//", "a.b//c//"), ("http://a.b\\c\\d", "a.b/c/d"), ("http://a.b/ü", "a.b/%C3%BC"),
        ("http://a.b/c d", "a.b/c%20d"), ("http://a.b/%7e%41%2d", "a.b/~A-"), ("http://a.b/%2fc%3f", "a.b/%2Fc%3F"),
        ("http://a.b/\"<>^`{}|", "a.b/%22%3C%3E%5E%60%7B%7D|"), ("http://a.b/%", "a.b/%"), ("http://a.b/%4", "a.b/%4"),
        ("http://a.b/%2541", "a.b/%2541"), ("http://a.b/a\tb\r\nc", "a.b/abc"), ("http://a.b/%zz%c3%A9", "a.b/%zz%C3%A9"),
        ("http://a.b/[at]c[.]d", "a.b/@c.d"), ("http://a.b#/c", "a.b/"), ("http://a.b/c#d?e", "a.b/c"),
        // escapes that would come to life
        ("http://a.b/%%34%31", "a.b/%%341"), ("http://a.b/%4%31", "a.b/%4%31"), ("http://a.b/%2%65/c", "a.b/%2%65/c"),
        ("http://a.b/(%64ot)c", "a.b/.c"), ("http://a.b/[[.]]c", "a.b/.c"), ("http://a.b/x?y=(%61t)", "a.b/x?y=@"),
        // query
        ("http://a.b?c", "a.b/?c"), ("http://a.b/?", "a.b/"), ("http://a.b/?&&", "a.b/"), ("http://a.b/?a&&b&", "a.b/?a&b"),
        ("http://a.b/?a=&=x&b", "a.b/?a=&=x&b"), ("http://a.b/?b&a", "a.b/?b&a"), ("http://a.b/?a;b?c/d", "a.b/?a;b?c/d"),
        ("http://a.b/?q='\"<> ü", "a.b/?q=%27%22%3C%3E%20%C3%BC"), ("http://a.b/?%41=%2b%20+", "a.b/?A=%2B%20+"),
        ("http://a.b/?utm_source=x", "a.b/"), ("http://a.b/?UTM_Source=x&c=1", "a.b/?c=1"), ("http://a.b/?utm_source", "a.b/"),
        ("http://a.b/?%75tm_id=x&a", "a.b/?a"), ("http://a.b/?utm%255Fid=x", "a.b/?utm%255Fid=x"),
        ("http://a.b/?utm_sourcex=1", "a.b/?utm_sourcex=1"), ("http://a.b/?utm_=1", "a.b/?utm_=1"),
        ("http://a.b/?u=utm_source&_hsmi=2#x", "a.b/?u=utm_source"), ("http://a.b/?gclid%3D1=2", "a.b/?gclid%3D1=2"),
        ("http://a.b/?wickedid=1&s_cid=2&oly_enc_id=3&vero_id=4&igshid=5&mc_eid=6", "a.b/"),
        ("http://a.b/?gclid%FF=1", "a.b/?gclid%FF=1"), ("http://a.b/?c=%zz", "a.b/?c=%zz"),
    ])
    func `have one form`(input: String, canonical: String) {
        #expect(reading(input, .url).form == canonical)
        #expect(reading(canonical, .url).form == canonical)
    }

    @Test(arguments: [
        ("", IndicatorError.Reason.empty), ("<>", .empty), ("http://", .missingHost), ("http:///", .missingHost),
        ("http://user@/", .missingHost), ("http://:80/", .missingHost), ("/", .missingHost), ("ftp://a.b/", .unsupportedScheme),
        ("mailto:a@b.c", .unsupportedScheme), ("javascript:alert(1)", .unsupportedScheme),
        ("data:text/html,x", .unsupportedScheme),
        ("tel:+15550100", .unsupportedScheme), ("file:///etc/a.b", .unsupportedScheme), ("a.b://c.d", .unsupportedScheme),
        ("user:pw@a.b", .unsupportedScheme), ("localhost:8080/", .hostWithoutDot), ("http://localhost/", .hostWithoutDot),
        ("http://a.b:65536/", .notAPort), ("http://a.b:x/", .notAPort), ("http://a.b:-1/", .notAPort),
        ("http://a..b/", .emptyLabel),
        ("http://a b.c/", .forbiddenInHost), ("http://999999999999/", .notAnIPv4Address), ("http://[::g]/", .notAnIPv6Address),
        ("http://[a.b", .notAnIPv6Address), ("just words", .forbiddenInHost),
    ])
    func `are refused with the reason`(input: String, reason: IndicatorError.Reason) {
        #expect(reading(input, .url).reason == reason)
    }

    @Test func `end at 2,048 bytes`() {
        let longest = "a.b/" + String(repeating: "c", count: 2_044)
        #expect(reading("https://\(longest)", .url).form == longest)
        #expect(reading("https://\(longest)d", .url).reason == .tooLong)
        #expect(reading("https://\(longest)?utm_source=\(longest)", .url).form == longest)
        let escaped = "http://a.b/" + String(repeating: "ü", count: 340)
        #expect(reading(escaped + "abcd", .url).form?.utf8.count == 2_048)
        #expect(reading(escaped + "abcde", .url).reason == .tooLong)
    }

    @Test func `end at the longest input`() {
        let address = Array("http://a.b/#".utf8)
        let longest = address + [UInt8](repeating: 0x63, count: WebLimits.input - address.count)
        #expect(reading(longest, .url).form == "a.b/")
        #expect(reading(longest + [0x63], .url).reason == .tooLong)
    }

    @Test func `with endless masking are refused in time`() {
        let nested = String(repeating: "[", count: 20_000) + "." + String(repeating: "]", count: 20_000)
        #expect(reading("http://a.b/\(nested)", .url).form == nil)
        let dots = String(repeating: "(dot)", count: 13_000)
        #expect(reading("http://a.b/\(dots)", .url).reason == .tooLong)
    }

    @Test func `that are not UTF-8 are refused`() {
        #expect(reading(Array("http://a.b/".utf8) + [0xC3], .url).reason == .notUTF8)
        #expect(reading(Array("http://a.b/".utf8) + [0xED, 0xA0, 0x80], .url).reason == .notUTF8)
    }
}
