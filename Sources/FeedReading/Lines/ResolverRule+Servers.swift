extension ResolverRule {
    /// Settings of dnsmasq: `address=/name/0.0.0.0`, `server=/name/`, `local=/name/`.
    static func dnsmasq(_ line: Span<UInt8>) -> ResolverRule? {
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
    static func unbound(_ line: Span<UInt8>) -> ResolverRule? {
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
    static func zone(_ line: Span<UInt8>) -> ResolverRule? {
        if line[0] == Byte.dollar || line[0] == Byte.at { return .setting }
        let name = HostsLine.firstName(in: line, 0..<line.count)
        let words = line.extracting(name.upperBound..<line.count).string.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let type = words.firstIndex(where: { recordTypes.contains($0.uppercased()) }), type <= 2 else {
            return isSetting(line, words) ? .setting : nil
        }
        let target = type + 1 < words.count ? String(words[type + 1].lowercased().prefix { $0 != ";" }) : ""
        let text = line.extracting(name)
        if text.string.lowercased().contains(".rpz-") { return .refused(.networkRange) }
        if words[type].uppercased() == "CNAME" {
            if target.hasPrefix("rpz-passthru") { return .exception(name) }
            // Another name is where an ordinary zone, or one that answers for others, sends the question.
            return blockingTargets.contains(target) ? .site(name) : .refused(.ruleOptions)
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

    /// Names by which a policy zone says that there is no such name, no such record, or no answer.
    private static let blockingTargets: Set<String> = [".", "*.", "rpz-drop."]
    private static let recordTypes: Set<String> = ["CNAME", "A", "AAAA"]
    private static let zoneTypes: Set<String> = ["SOA", "NS", "IN"]
}
