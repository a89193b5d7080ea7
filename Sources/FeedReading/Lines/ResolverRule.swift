/// A line of a name server's or a proxy's configuration, as far as it names a site.
enum ResolverRule: Equatable {
    /// The line blocks a site, whose name stands at a place of the line.
    case site(Range<Int>)
    /// The line lifts the block of a site.
    case exception(Range<Int>)
    /// The line is a row that names no site to report.
    case refused(FeedRefusalReason)
    /// The line is a setting and no row.
    case setting

    /// The dialects of such lines.
    enum Dialect: CaseIterable {
        case proxy
        case dnsmasq
        case unbound
        case zone
    }

    /// The dialect in which more than half of the lines of a sample are rules.
    static func dialect(of lines: [Range<Int>], in sample: Span<UInt8>) -> Dialect? {
        guard !lines.isEmpty else { return nil }
        return Dialect.allCases.first { dialect in
            lines.count { isRow(sample.extracting($0), dialect) } * 2 > lines.count
        }
    }

    private static func isRow(_ line: Span<UInt8>, _ dialect: Dialect) -> Bool {
        let rule = ResolverRule(line, dialect)
        return rule != nil && rule != .setting
    }

    /// Reads a line without blanks at its ends; one that is no rule of the dialect gives nothing.
    init?(_ line: Span<UInt8>, _ dialect: Dialect) {
        let rule =
            switch dialect {
            case .proxy: Self.proxy(line)
            case .dnsmasq: Self.dnsmasq(line)
            case .unbound: Self.unbound(line)
            case .zone: Self.zone(line)
            }
        guard let rule else { return nil }
        self = rule
    }
}

extension ResolverRule {
    /// Rules of Surge and Clash: `DOMAIN-SUFFIX,name,POLICY`.
    private static func proxy(_ line: Span<UInt8>) -> ResolverRule? {
        if line.isText("payload:") { return .setting }
        var start = line.hasText("- ") ? 2 : 0
        if start < line.count, line[start] == Byte.apostrophe || line[start] == Byte.quote { start += 1 }
        guard let comma = line.firstIndex(of: Byte.comma, from: start), comma > start else { return nil }
        for index in start..<comma
        where !Byte.isLetter(line[index]) && line[index] != Byte.minus && line[index] != UInt8(ascii: "6") {
            return nil
        }
        let type = line.extracting(start..<comma).string
        let end = line.firstIndex(of: Byte.comma, from: comma + 1) ?? line.count
        switch type {
        case "DOMAIN", "DOMAIN-SUFFIX", "HOST", "HOST-SUFFIX":
            let value = trimmingQuote(line, comma + 1..<end)
            guard !value.isEmpty else { return nil }
            return end < line.count ? ruled(value, by: line.extracting(trimmingQuote(line, end + 1..<line.count))) : .site(value)
        case "IP-CIDR", "IP-CIDR6": return .refused(.networkRange)
        case "DOMAIN-KEYWORD", "DOMAIN-REGEX", "DOMAIN-WILDCARD", "HOST-KEYWORD", "URL-REGEX", "USER-AGENT", "PROCESS-NAME",
            "GEOIP", "DOMAIN-SET", "RULE-SET", "FINAL", "MATCH":
            return .refused(.patternRule)
        default: return nil
        }
    }

    /// What a policy makes of a site: one that rejects accuses, the direct way vouches, and any other only says which way
    /// the traffic takes.
    private static func ruled(_ value: Range<Int>, by policy: Span<UInt8>) -> ResolverRule {
        let name = policy.string.uppercased()
        if name.isEmpty || name.hasPrefix("REJECT") { return .site(value) }
        return name.hasPrefix("DIRECT") ? .exception(value) : .refused(.ruleOptions)
    }

    /// A range without blanks at its ends and without the quotes that end an entry of YAML.
    private static func trimmingQuote(_ line: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var value = line.trimming(range)
        while let last = value.last, line[last] == Byte.apostrophe || line[last] == Byte.quote { value.removeLast() }
        return value
    }
}
