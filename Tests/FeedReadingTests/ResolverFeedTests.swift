import FeedReading
import Testing

@Suite struct `Lists of name servers and proxies` {
    private func judge(_ lines: [String]) throws(FeedError) -> [String] {
        let feed = try ReadFeed(lines.map { $0 + "\n" }.joined())
        let read = feed.rows.map { ($0.line, $0.value) }
        let refused = feed.refused.map { ($0.line, $0.code) }
        return (read + refused).sorted { $0.0 < $1.0 }.map(\.1)
    }

    @Test func `of Surge and Clash give the names of their rules`() throws {
        let lines = [
            "DOMAIN,one.example", "DOMAIN-SUFFIX,two.example,REJECT", "DOMAIN-SUFFIX,good.example,DIRECT", "DOMAIN-KEYWORD,phish",
            "IP-CIDR,192.0.2.0/24,no-resolve",
        ]
        #expect(try judge(lines) == ["one.example", "two.example", "benign-list", "pattern-rule", "network-range"])
        let clash = try ReadFeed("payload:\n  - '+.one.example'\n  - '+.www.two.example'\n")
        #expect(clash.rows == [.init(2, "domain", "one.example"), .init(3, "host", "www.two.example")])
        let rules = try ReadFeed("payload:\n  - 'DOMAIN-SUFFIX,one.example'\n  - DOMAIN,two.example\n")
        #expect(rules.values == ["one.example", "two.example"])
    }

    @Test func `of Surge and Clash accuse nobody by a policy that lets the traffic through`() throws {
        let policies = ["REJECT-DROP", "reject", "", "PROXY", "Netflix", "direct", "DIRECT,no-resolve", "\"REJECT"]
        let read = ["one.example", "one.example", "one.example"]
        let refused = ["rule-options", "rule-options", "benign-list", "benign-list", "rule-options"]
        #expect(try judge(policies.map { "DOMAIN-SUFFIX,one.example,\($0)" }) == read + refused)
        let rules = ["one.example,REJECT", "two.example,Proxy", "three.example,"].map { "  - 'DOMAIN,\($0)'" }
        #expect(try judge(["payload:"] + rules) == ["one.example", "rule-options", "three.example"])
    }

    @Test func `of dnsmasq give the names of their settings`() throws {
        let lines = [
            "# made up", "address=/one.example/0.0.0.0", "address=/two.example/#", "server=/three.example/",
            "local=/four.example/",
            "server=/good.example/192.0.2.1", "address=/other.example/192.0.2.1", "address=/a.example/b.example/#",
        ]
        #expect(
            try judge(lines) == [
                "one.example", "two.example", "three.example", "four.example", "benign-list", "rule-options", "pattern-rule",
            ])
    }

    @Test func `of unbound give the names of their zones`() throws {
        let lines = [
            "server:", "    local-zone: \"one.example\" always_null", "local-zone: \"two.example.\" static",
            "local-zone: \"good.example\" transparent", "local-data: \"three.example A 0.0.0.0\"",
        ]
        #expect(try judge(lines) == ["one.example", "two.example.", "benign-list", "three.example"])
    }

    @Test(arguments: [
        (".", "one.example"), ("*.", "one.example"), ("RPZ-DROP.", "one.example"), (".;blocked", "one.example"),
        ("rpz-passthru.", "benign-list"), ("rpz-tcp-only.", "rule-options"), ("one.example.", "rule-options"),
        ("mail.other.example.", "rule-options"), ("rpz-drop", "rule-options"), ("", "rule-options"),
    ])
    func `of response policy zones accuse by the targets that block`(target: String, code: String) throws {
        #expect(try judge(["one.example CNAME \(target)", "two.example CNAME ."]) == [code, "two.example"])
    }

    @Test func `of response policy zones give the names of their records`() throws {
        let lines = [
            "$TTL 30", "@ IN SOA localhost. root.localhost. (", "  2611280600 86400 3600 604800 30 )", " NS localhost.",
            "; made up",
            "one.example CNAME .", "*.one.example CNAME .", "two.example 300 IN CNAME .", "good.example CNAME rpz-passthru.",
            "24.0.2.0.192.rpz-ip CNAME .",
        ]
        #expect(try judge(lines) == ["one.example", "one.example", "two.example", "benign-list", "network-range"])
        #expect(try ReadFeed(lines.map { $0 + "\n" }.joined()).counts.headers == 4)
    }
}
