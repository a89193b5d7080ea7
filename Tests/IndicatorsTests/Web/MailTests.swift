import Indicators
import Testing

@Suite struct `E-mail addresses` {
    @Test(arguments: [
        ("User+Tag@Example.COM", "user+tag@example.com", "user+tag@example.com"),
        ("mailto:a@b.example", "a@b.example", "a@b.example"), ("<a@b.example>", "a@b.example", "a@b.example"),
        ("a (at) b (dot) example", "a@b.example", "a@b.example"), ("MAILTO:A@B.example.", "a@b.example", "a@b.example"),
        ("J.Doe+x@GoogleMail.com", "j.doe+x@googlemail.com", "jdoe@gmail.com"),
        ("j.d@gmail.com", "j.d@gmail.com", "jd@gmail.com"),
        ("a.b+c@outlook.com", "a.b+c@outlook.com", "a.b@outlook.com"), ("a+b@pm.me", "a+b@pm.me", "a@pm.me"),
        ("a+b@mail.outlook.com", "a+b@mail.outlook.com", "a+b@mail.outlook.com"),
        ("u\u{308}@b.example", "ü@b.example", "ü@b.example"),
        ("a@bücher.example", "a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        ("a/b?c&d=e@f.example", "a/b?c&d=e@f.example", "a/b?c&d=e@f.example"),
        ("J\u{30C}@b.example", "\u{1F0}@b.example", "\u{1F0}@b.example"),
    ])
    func `have one form and one mailbox`(input: String, canonical: String, mailbox: String) {
        #expect(reading(input, .email).form.map { Array($0.utf8) } == Array(canonical.utf8))
        #expect(reading(canonical, .email).form.map { Array($0.utf8) } == Array(canonical.utf8))
        #expect(reading(input, .mbox).form.map { Array($0.utf8) } == Array(mailbox.utf8))
        #expect(reading(mailbox, .mbox).form.map { Array($0.utf8) } == Array(mailbox.utf8))
    }

    @Test(arguments: [
        ("", IndicatorError.Reason.empty), ("a.example", .missingAtSign), ("@b.example", .emptyLocalPart), ("a@", .missingHost),
        ("a b@c.example", .forbiddenInLocalPart), ("\"a\"@b.example", .forbiddenInLocalPart),
        ("Joe <a@b.example", .forbiddenInLocalPart),
        ("a\u{3000}b@c.example", .forbiddenInLocalPart), ("a\u{85}b@c.example", .forbiddenInLocalPart),
        ("a..b@c.example", .misplacedDot),
        ("a.@b.example", .misplacedDot), (".a@b.example", .misplacedDot), ("a@[192.0.2.1]", .notAnIPv6Address),
        ("a@192.0.2.1", .addressLiteral), ("a@[::1]", .addressLiteral), ("a@localhost", .hostWithoutDot),
        ("+a@gmail.com", .emptyLocalPart),
        ("...@gmail.com", .misplacedDot), ("a.+b@outlook.com", .misplacedDot), ("a@b.example?subject=x", .forbiddenInHost),
    ])
    func `are refused with the reason`(input: String, reason: IndicatorError.Reason) {
        #expect(reading(input, .email).reason == reason)
        #expect(reading(input, .mbox).reason == reason)
    }

    @Test func `have at most 64 bytes before the @`() {
        let longest = String(repeating: "a", count: 64)
        #expect(reading(longest + "@b.example", .email).form == longest + "@b.example")
        #expect(reading(longest + "c@b.example", .email).reason == .localPartTooLong)
        #expect(reading(String(repeating: "ü", count: 33) + "@b.example", .email).reason == .localPartTooLong)
    }

    @Test func `carry their mailbox`() throws {
        let bytes = Array("A.B+c@gmail.com".utf8)
        let form = try Canonicaliser.canonicalForm(of: bytes.span, kind: .email)
        #expect(form.mailbox == Array("ab@gmail.com".utf8))
        #expect(form.indicator == Indicator(kind: .email, canonical: "a.b+c@gmail.com"))
        #expect("\(form)" == "email (15 bytes)")
        var dumped = ""
        dump(form, to: &dumped)
        #expect(!dumped.contains("97"))
    }
}

@Suite struct `Accounts and handles` {
    @Test(
        arguments: [
            ("telegram:12345", "telegram:12345"), (" Telegram:AbC\r\n", "telegram:AbC"), ("x:44196397", "twitter:44196397"),
            ("X.com:1", "twitter:1"), ("mastodon.example:1", "mastodon.example:1"), ("discord:a:b", "discord:a:b"),
            ("steam:u\u{308}", "steam:u\u{308}"),
            ("whatsapp: x", nil), ("telegram:", nil), ("telegram", nil), (":1", nil), ("a:1", nil), ("te_le:1", nil),
            ("telegram:a\u{1}b", nil),
        ] as [(String, String?)])
    func `keep the id as it is`(input: String, canonical: String?) {
        #expect(reading(input, .acct).form.map { Array($0.utf8) } == canonical.map { Array($0.utf8) })
    }

    @Test(
        arguments: [
            ("twitter:@Name", "twitter:name"), ("twitter:@@Name", "twitter:name"), ("tiktok:E\u{301}A", "tiktok:Éa"),
            ("steam:T\u{308}", "steam:\u{1E97}"),
            ("youtube:My Channel", "youtube:my channel"), ("twitter:@", nil), ("@name", nil), ("telegram:a\u{9F}", nil),
        ] as [(String, String?)])
    func `lower the name`(input: String, canonical: String?) {
        #expect(reading(input, .handle).form.map { Array($0.utf8) } == canonical.map { Array($0.utf8) })
        guard let canonical else { return }
        #expect(reading(canonical, .handle).form.map { Array($0.utf8) } == Array(canonical.utf8))
    }

    @Test func `end at their limits`() {
        let name = String(repeating: "n", count: WebLimits.accountName)
        #expect(reading("telegram:\(name)", .acct).form == "telegram:\(name)")
        #expect(reading("telegram:\(name)n", .acct).reason == .tooLong)
        let slug = String(repeating: "s", count: 32)
        #expect(reading("\(slug):1", .acct).form == "\(slug):1")
        #expect(reading("s\(slug):1", .acct).reason == .notAPlatformName)
    }

    @Test func `know the platforms that the schema lists, and no other`() throws {
        struct List: Decodable {
            let platforms: [String]
            let aliases: [String: String]
        }
        let list = try OwnVectors.json("schemas/v1/platforms.json", as: List.self)
        #expect(Set(list.platforms) == Platform.known)
        #expect(list.aliases == Platform.aliases)
    }

    @Test func `know the platforms of the list`() {
        #expect(Platform("Telegram")?.isKnown == true)
        #expect(Platform("x")?.slug == "twitter")
        #expect(Platform("nowhere.example")?.isKnown == false)
        #expect(Platform("a b") == nil)
        let account = Array("tiktok:1".utf8)
        let platform = Platform(ofCanonical: account.span)
        #expect(platform?.slug == "tiktok")
        for (alias, slug) in Platform.aliases {
            #expect(Platform.known.contains(slug), "\(alias)")
            #expect(!Platform.known.contains(alias), "\(alias)")
        }
        for slug in Platform.known { #expect(Platform(slug)?.slug == slug) }
    }
}
