import CanonicalCoding
import FeedReading
import Testing

@Suite struct `Feeds in YAML` {
    private let address = "0x0101010101010101010101010101010101010101"

    @Test func `of tags inherit the head of the pack`() throws {
        let text = """
            title: Invented
            currency: ETH
            label: Head
            abuse: phishing
            tags:
            - address: '\(address)'
            - address: "\(address)"
              label: 'Own'
            """
        let feed = try ReadFeed(text)
        #expect(feed.recognition.layout == .tagPack)
        #expect(feed.rows == [.init(6, "evm", address), .init(7, "evm", address)])
        #expect(feed.full.map { $0.details?.labels } == [["Head", "phishing"], ["Own", "phishing"]])
        #expect(feed.full.map { $0.details?.scam } == ["phishing", "phishing"])
    }

    @Test(
        arguments: [
            ("abuse: scam", nil), ("category: exchange", "benign-list"), ("category: exchange\n  abuse: scam", nil),
            ("category: defi_dex", "benign-list"), ("category: mixing_service", "meaning-not-stated"),
            ("category: user", "meaning-not-stated"), ("category: user\n  label: On a Sanctions List", nil),
            ("category: black_list", nil), ("category: charity", "meaning-not-stated"), ("concepts: [ransomware]", nil),
            ("category: exchange\n  source: https://authority.example/sanctions", "benign-list"),
            ("label: x", "meaning-not-stated"),
            ("concepts:\n  - exchange", "benign-list"), ("concepts: [mixer, exchange]", "benign-list"),
        ] as [(String, String?)])
    func `of tags say whether they accuse`(lines: String, code: String?) throws {
        let feed = try ReadFeed("currency: ETH\ntags:\n- address: '\(address)'\n  \(lines)\n")
        #expect(feed.refused.first?.code == code)
        #expect(feed.counts.rows == 1)
    }

    @Test(
        arguments: [
            ("abuse: phishing", "phishing"), ("abuse: ponzi_scheme", "investment.ponzi"),
            ("abuse: Ponzi Scheme", "investment.ponzi"),
            ("abuse: pyramid_scheme", "investment.pyramid"), ("abuse: sextortion", "extortion.sextortion"),
            ("abuse: ransomware", "extortion.ransomware"), ("abuse: romance", "romance"), ("abuse: scam", nil),
            ("abuse: service_hack", nil), ("abuse: sanction", nil), ("abuse: unknown", nil),
            ("category: gambling\n  abuse: service_hack", nil), ("concepts: [scam, ransomware]", "extortion.ransomware"),
        ] as [(String, String?)])
    func `of tags name the sort of scam where the taxonomy has it`(lines: String, scam: String?) throws {
        let feed = try ReadFeed("currency: ETH\ntags:\n- address: '\(address)'\n  \(lines)\n")
        #expect(feed.full.map { $0.details?.scam } == [scam])
    }

    @Test func `of tags that say nothing are read when the person accuses all of them, and services never are`() throws {
        let text = "currency: ETH\ntags:\n- address: '\(address)'\n- address: '\(address)'\n  category: exchange\n"
        let feed = try ReadFeed(text, FeedOptions(map: ["scam==investment"]))
        #expect(feed.rows.map(\.line) == [3])
        #expect(feed.full.first?.details?.scam == "investment")
        #expect(feed.refused == [.init(4, "benign-list")])
    }

    @Test(
        arguments: [
            ("BTC", "16Jswqk47s9PUcyCc88MMVwzgvHPvtEpf", "btc"), ("USDT", "TA4Wt1DUCqz6YegbnsmqsWC5uUfbdBqPxm", "tron"),
            ("AVAX", "0x0101010101010101010101010101010101010101", "evm"),
            ("NEW", "0x0101010101010101010101010101010101010101", "evm"),
            ("BCH", "16Jswqk47s9PUcyCc88MMVwzgvHPvtEpf", nil), ("ZEC", "t1abc", nil), ("Ripple", "rabc", "xrp"),
        ] as [(String, String, String?)])
    func `of tags take the kind from the currency`(currency: String, address: String, kind: String?) throws {
        let feed = try ReadFeed("abuse: scam\ntags:\n- address: \(address)\n  currency: \(currency)\n")
        #expect(feed.rows.first?.kind == kind)
        #expect(feed.refused.map(\.code) == (kind == nil ? ["unsupported-currency"] : []))
    }

    @Test func `write scalars in all their ways`() throws {
        let text = """
            - value: https://one.example/ # comment
              note: 'it''s
                two lines'
            - value: "https://two.example/\\u0041"
              note: |
                first
                ---
                second
            - value: >-
                https://three.example/
              labels: [a, "b, c", 'd']
            - {value: https://four.example/, labels: [x]}
            - https://five.example/
            - "six.example"
            -
              value: https://seven.example/
            """
        let feed = try ReadFeed(text, FeedOptions(kind: "url"))
        #expect(
            feed.values == [
                "https://one.example/", "https://two.example/A", "https://three.example/", "https://four.example/",
                "https://five.example/", "six.example", "https://seven.example/",
            ])
        #expect(feed.full[0].details?.note == "it's two lines")
        #expect(feed.full[1].details?.note == "first\n---\nsecond")
        #expect(feed.full[2].details?.labels == ["a", "b, c", "d"])
        #expect(feed.rows.map(\.line) == [1, 4, 9, 12, 13, 14, 15])
    }

    @Test(arguments: [
        "value: &a https://x.example/", "value: *a", "value: !!str https://x.example/", "? key\n  : value", "value: 'open",
        "value: \"open", "value: [a, b", "value: {a: b", "value: \"\\q\"", "a: b: c", "value: @x", "[: a]", "{[a]}", "{[a]: b}",
        "[a: b]", "{: a}", "[a", "value: `x`",
    ])
    func `lose one row for what is not understood`(entry: String) throws {
        let feed = try ReadFeed(
            "- value: https://one.example/\n- \(entry)\n- value: https://two.example/\n", FeedOptions(format: "yaml"))
        #expect(feed.values == ["https://one.example/", "https://two.example/"])
        #expect(feed.refused == [.init(2, "not-yaml")])
    }

    @Test func `indent their list or not and may hold several documents`() throws {
        let text =
            "---\ntags:\n  - address: '\(address)'\n    abuse: scam\n...\n---\ntags:\n- address: '\(address)'\n  abuse: scam\n"
        #expect(try ReadFeed(text, FeedOptions(kind: "evm")).rows.map(\.line) == [3, 8])
    }

    @Test func `do not take fields behind the list, which entries would have inherited`() {
        let text = "tags:\n- address: '\(address)'\n  currency: ETH\ncategory: exchange\n"
        #expect(failure { () throws(FeedError) in _ = try ReadFeed(text, FeedOptions(format: "yaml")) }?.reason == .yamlOrder)
    }

    @Test(arguments: ["tags:\n", "tags:\n# nothing\n\n", "title: x\ntags:\n", "tags:\n---\ntags:\n"])
    func `with an empty list have no rows`(text: String) throws {
        #expect(try ReadFeed(text, FeedOptions(format: "yaml")).counts.rows == 0)
    }

    @Test func `take the list that --map names`() throws {
        let text = "title: x\nurls:\n- https://one.example/\nmore: 1\n"
        let error = failure { () throws(FeedError) in _ = try ReadFeed(text, FeedOptions(format: "yaml", map: ["rows=urls"])) }
        #expect(error?.reason == .yamlOrder)
        let plain = try ReadFeed("title: x\nurls:\n- https://one.example/\n", FeedOptions(format: "yaml", map: ["rows=urls"]))
        #expect(plain.values == ["https://one.example/"])
    }

    @Test func `cannot make it dig without end`() throws {
        let deep = "- " + String(repeating: "[", count: 100_000)
        #expect(try ReadFeed(deep, FeedOptions(format: "yaml")).refused.map(\.code) == ["not-yaml"])
        let dashes = String(repeating: "- ", count: 10_000) + "x"
        #expect(try ReadFeed(dashes, FeedOptions(format: "yaml")).refused.map(\.code) == ["not-yaml"])
    }

    @Test func `say by the name of a list what it is, and may hold several`() throws {
        let feed = try ReadFeed("allow:\n  - good.example\ndeny:\n  - bad.example\nphishing_sites:\n- worse.example\n")
        #expect(feed.values == ["bad.example", "worse.example"])
        #expect(feed.refused == [.init(2, "benign-list")])
    }
}
