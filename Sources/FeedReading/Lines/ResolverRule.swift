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
        var value = line.trimming(comma + 1..<end)
        while let last = value.last, line[last] == Byte.apostrophe || line[last] == Byte.quote { value.removeLast() }
        switch type {
        case "DOMAIN", "DOMAIN-SUFFIX", "HOST", "HOST-SUFFIX":
            guard !value.isEmpty else { return nil }
            let policy = end < line.count ? line.extracting(line.trimming(end + 1..<line.count)).string.uppercased() : ""
            return policy.hasPrefix("DIRECT") ? .exception(value) : .site(value)
        case "IP-CIDR", "IP-CIDR6": return .refused(.networkRange)
        case "DOMAIN-KEYWORD", "DOMAIN-REGEX", "DOMAIN-WILDCARD", "HOST-KEYWORD", "URL-REGEX", "USER-AGENT", "PROCESS-NAME",
            "GEOIP",
            "DOMAIN-SET", "RULE-SET", "FINAL", "MATCH":
            return .refused(.patternRule)
        default: return nil
        }
    }

    /// Settings of dnsmasq: `address=/name/0.0.0.0`, `server=/name/`, `local=/name/`.
    private static func dnsmasq(_ line: Span<UInt8>) -> ResolverRule? {
        let isServer = line.hasText("server=/")
        guard isServer || line.hasText("address=/") || line.hasText("local=/"), let start = line.firstIndex(of: Byte.slash),
            let end = line.firstIndex(of: Byte.slash, from: start + 1), end > start + 1
        else { return nil }
        let target = line.extracting(end + 1..<line.count)
        if target.firstIndex(of: Byte.slash) != nil { return .refused(.patternRule) }
        // Questions that go on to a name server are no block.
        if isServer, !target.isEmpty { return .exception(start + 1..<end) }
        guard target.isEmpty || target.isText("#") || HostsLine.isSink(target) else { return .refused(.ruleOptions) }
        return .site(start + 1..<end)
    }

    /// Settings of unbound: `local-zone: "name" always_null`.
    private static func unbound(_ line: Span<UInt8>) -> ResolverRule? {
        if line.isText("server:") { return .setting }
        guard line.hasText("local-zone:") || line.hasText("local-data:"), let quote = line.firstIndex(of: Byte.quote),
            let close = line.firstIndex(of: Byte.quote, from: quote + 1)
        else { return nil }
        let name = HostsLine.firstName(in: line, line.trimming(quote + 1..<close))
        guard !name.isEmpty else { return nil }
        if line.hasText("local-data:") {
            let words = line.extracting(name.upperBound..<close).string.split(separator: " ").map(String.init)
            guard let target = words.last, HostsLine.isSink(Array(target.utf8).span) else { return .refused(.ruleOptions) }
            return .site(name)
        }
        let type = line.extracting(line.trimming(close + 1..<line.count)).string
        return blockingTypes.contains(type.split(separator: " ").first.map(String.init) ?? "") ? .site(name) : .exception(name)
    }

    private static let blockingTypes: Set<String> = [
        "always_null", "always_nxdomain", "always_refuse", "always_deny", "always_nodata", "refuse", "deny", "static", "redirect",
        "inform_deny", "inform_redirect",
    ]

    /// Records of a response policy zone: `name CNAME .`.
    private static func zone(_ line: Span<UInt8>) -> ResolverRule? {
        if line[0] == Byte.dollar || line[0] == Byte.at { return .setting }
        let name = HostsLine.firstName(in: line, 0..<line.count)
        let words = line.extracting(name.upperBound..<line.count).string.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let type = words.firstIndex(where: { recordTypes.contains($0.uppercased()) }), type <= 2 else {
            return isSetting(line, words) ? .setting : nil
        }
        let target = type + 1 < words.count ? words[type + 1].lowercased() : ""
        let text = line.extracting(name)
        if text.string.lowercased().contains(".rpz-") { return .refused(.networkRange) }
        if words[type].uppercased() == "CNAME" {
            if target.hasPrefix("rpz-passthru") { return .exception(name) }
            return .site(name)
        }
        return HostsLine.isSink(Array(target.utf8).span) ? .site(name) : .refused(.ruleOptions)
    }

    /// Records about the zone itself, and the numbers of its first record on lines of their own.
    private static func isSetting(_ line: Span<UInt8>, _ words: [String]) -> Bool {
        for word in [HostsLine.firstName(in: line, 0..<line.count)].map({ line.extracting($0).string }) + words.prefix(2)
        where zoneTypes.contains(word.uppercased()) {
            return true
        }
        for index in line.indices where !Byte.isDigit(line[index]) && !Byte.isBlank(line[index]) {
            guard line[index] == UInt8(ascii: "(") || line[index] == UInt8(ascii: ")") else { return false }
        }
        return true
    }

    private static let recordTypes: Set<String> = ["CNAME", "A", "AAAA"]
    private static let zoneTypes: Set<String> = ["SOA", "NS", "IN"]
}
