/// Tells texts that name a site from others that hold a dot or a slash, such as dates, fractions, paths and names of files.
enum SiteText {
    /// `domain`, `host`, or nothing for what is no name and no address in its usual spelling.
    ///
    /// - Parameter isListed: whether its top-level domain must be one that exists.
    static func kind(ofName input: Span<UInt8>, isListed: Bool) -> IndicatorKind? {
        var host: [UInt8] = []
        do throws(IndicatorError) {
            switch try HostForm.appendCanonicalKind(of: input, to: &host) {
            case .ipv6: return .host
            case .ipv4: return host.elementsEqual(Refang.rewriting(input)) ? .host : nil
            case .name: break
            }
        } catch {
            return nil
        }
        let registrable = PublicSuffixList.startOfRegistrableDomain(in: host.span)
        if isListed {
            guard namesTopLevelDomain(host.span), !beginsOddly(host.span, at: registrable) else { return nil }
        }
        return registrable == 0 ? .domain : .host
    }

    /// Whether the text begins with `http:` or `https:` and a slash, which nothing but a web address does.
    static func namesScheme(_ text: Span<UInt8>) -> Bool {
        guard let scheme = URLScheme.ownScheme(text) else { return false }
        return ASCII.isSlash(text[scheme.end - 1])
    }

    /// Whether what stands before the first of `/`, `\`, `?` and `#`, without user and port, is a name or address of a site.
    static func beginsWithSite(_ text: Span<UInt8>, isListed: Bool) -> Bool {
        var end = 0
        var start = 0
        while end < text.count, !ByteSet.authorityEnd.contains(text[end]) {
            if text[end] == UInt8(ascii: "@") { start = end + 1 }
            end += 1
        }
        // A browser reads a backslash as a slash; without a scheme it is the path of a file.
        if end < text.count, text[end] == UInt8(ascii: "\\") { return false }
        var host = end
        while host > start, ASCII.isDigit(text[host - 1]) { host -= 1 }
        if host > start, text[host - 1] == UInt8(ascii: ":") { end = host - 1 }
        return kind(ofName: text.extracting(start..<max(start, end)), isListed: isListed) != nil
    }

    private static func namesTopLevelDomain(_ host: Span<UInt8>) -> Bool {
        if PublicSuffixList.namesTopLevelDomain(of: host) { return true }
        for name in reserved where host.count > name.utf8CodeUnitCount {
            if host.hasPrefix(name, at: host.count - name.utf8CodeUnitCount) { return true }
        }
        return false
    }

    /// Nobody can register a name with an underscore, but people give themselves such names.
    private static func beginsOddly(_ host: Span<UInt8>, at start: Int?) -> Bool {
        var index = start ?? host.count
        while index < host.count, host[index] != UInt8(ascii: ".") {
            if host[index] == UInt8(ascii: "_") { return true }
            index += 1
        }
        return false
    }

    /// Top-level domains that are set aside for examples and tests.
    private static let reserved: [StaticString] = [".example", ".test", ".invalid"]
}
