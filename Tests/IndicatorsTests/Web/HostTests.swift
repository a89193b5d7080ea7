import Indicators
import Testing

@Suite struct `Hosts` {
    @Test(
        arguments: [
            ("EXAMPLE.com", "example.com"), ("example.com.", "example.com"), ("evil[.]example", "evil.example"),
            ("evil [dot] example", "evil.example"), ("https://evil.example/", "evil.example"), ("evil.example/", "evil.example"),
            ("%65vil.example", "evil.example"), ("evil%28dot%29b.example", "evil.b.example"), ("faß.de", "xn--fa-hia.de"),
            ("xn--fa-hia.de", "xn--fa-hia.de"), ("XN--FA-HIA.de", "xn--fa-hia.de"), ("bücher.example", "xn--bcher-kva.example"),
            ("b\u{75}\u{308}cher.example", "xn--bcher-kva.example"), ("evil。example", "evil.example"),
            ("-a.example", "-a.example"),
            ("a_b.example", "a_b.example"), ("a--b.example", "a--b.example"), ("1.2.3.4", "1.2.3.4"), ("1.2.3.4.", "1.2.3.4"),
            ("0x7f.1", "127.0.0.1"), ("017700000001", "127.0.0.1"), ("3232235777", "192.168.1.1"), ("1.2.3", "1.2.0.3"),
            ("255.255.255.255", "255.255.255.255"), ("0", "0.0.0.0"), ("１２７.0.0.1", "127.0.0.1"), ("[::1]", "[::1]"),
            ("[2001:DB8:0:0:0:0:0:1]", "[2001:db8::1]"), ("[2001:db8:0:0:1:0:0:1]", "[2001:db8::1:0:0:1]"),
            ("[0:0:0:0:0:0:0:0]", "[::]"), ("[1:0:1:0:1:0:1:0]", "[1:0:1:0:1:0:1:0]"),
            ("[::ffff:192.0.2.1]", "[::ffff:c000:201]"),
            ("[1::]", "[1::]"), ("2001:db8::1", "[2001:db8::1]"), ("1e3.example", "1e3.example"), ("a.0x", nil), ("a.1b", "a.1b"),
        ] as [(String, String?)])
    func `have one form`(input: String, canonical: String?) {
        #expect(reading(input, .host).form == canonical)
        guard let canonical else { return }
        #expect(reading(canonical, .host).form == canonical)
    }

    @Test(arguments: [
        ("", IndicatorError.Reason.empty), (" ", .empty), ("localhost", .hostWithoutDot), ("http://", .missingHost),
        ("a..b", .emptyLabel), (".a.b", .emptyLabel), ("a.b..", .emptyLabel), (".", .emptyLabel),
        ("a b.example", .forbiddenInHost), ("a.example:80", .notAHostAlone), ("a.example/b", .notAHostAlone),
        ("user@a.example", .notAHostAlone), ("a.example?b", .notAHostAlone), ("a%00.example", .forbiddenInHost),
        ("a%2fb.example", .forbiddenInHost), ("256.1.1.1", .notAnIPv4Address), ("1.2.3.4.5", .notAnIPv4Address),
        ("1.2.3.08", .notAnIPv4Address), ("a.1", .notAnIPv4Address), ("4294967296", .notAnIPv4Address),
        ("[::1", .notAnIPv6Address), ("[1:2]", .notAnIPv6Address), ("[1::2::3]", .notAnIPv6Address),
        ("[::1.2.3]", .notAnIPv6Address), ("[::fe80%25eth0]", .notAnIPv6Address), ("[]", .notAnIPv6Address),
        ("[12345::]", .notAnIPv6Address), ("[1:2:3:4:5:6:7:8:9]", .notAnIPv6Address), ("1:2:3", .notAnIPv6Address),
        ("\u{FFFD}.com", .notAnInternationalName), ("a\u{200D}.example", .notAnInternationalName),
        ("xn--a.\u{DF}", .notAnInternationalName), ("\u{AD}", .notAnInternationalName), ("ftp://a.example", .notAHostAlone),
    ])
    func `are refused with the reason`(input: String, reason: IndicatorError.Reason) {
        #expect(reading(input, .host).reason == reason)
    }

    @Test func `end at 253 bytes, a trailing dot not counted`() {
        let label = String(repeating: "a", count: 49) + "."
        let longest = String(repeating: label, count: 5) + "bcd"
        #expect(longest.utf8.count == 253)
        #expect(reading(longest, .host).form == longest)
        #expect(reading(longest + ".", .host).form == longest)
        #expect(reading(longest + "e", .host).reason == .hostTooLong)
        #expect(reading("http://\(longest)/", .url).form == longest + "/")
        #expect(reading("http://\(longest)e/", .url).reason == .hostTooLong)
        #expect(reading("http://x\(longest)/", .url).reason == .hostTooLong)
    }

    @Test func `of many bytes are refused before they are mapped`() {
        let long = String(repeating: "\u{AD}", count: 1_025) + "a.b"
        #expect(reading(long, .host).reason == .hostTooLong)
        #expect(reading(String(repeating: "\u{AD}", count: 1_000) + "a.b", .host).form == "a.b")
        #expect(reading([UInt8](repeating: 0x61, count: WebLimits.input + 1), .host).reason == .tooLong)
        #expect(reading([UInt8](repeating: 0xFF, count: 20), .host).reason == .notUTF8)
    }

    @Test func `are mapped by a pinned version of Unicode`() {
        #expect(Canonicaliser.unicodeVersion.split(separator: ".").count == 2)
        #expect(Canonicaliser.rulesVersion == 1)
    }
}
