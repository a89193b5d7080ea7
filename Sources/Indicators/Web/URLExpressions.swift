/// One of the names a value is looked up by.
public struct LookupExpression: Sendable, Hashable {
    /// The kind it is looked up as.
    public let kind: IndicatorKind
    /// In canonical form.
    public let canonical: [UInt8]
}

extension LookupExpression: CustomStringConvertible, CustomReflectable {
    /// Safe for logs: the value is left out.
    public var description: String { "\(kind.name) (\(canonical.count) bytes)" }

    /// Safe for dumps: the value is left out.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The shorter names a URL or a host is also looked up by.
public enum URLExpressions {
    /// How many path prefixes, counted from the root, and how many parent hosts, counted from the registrable domain.
    static let prefixes = 4

    /// The expressions of a URL in canonical form, longest first, itself included.
    ///
    /// Without the query; the path prefixes that end in a slash, the four nearest the root; then those of the host.
    public static func expressions(ofURL canonical: Span<UInt8>) -> [LookupExpression] {
        let host = URLForm.hostRange(ofCanonical: canonical)
        var ends: [Int] = []
        var index = host.upperBound
        while index < canonical.count, canonical[index] != UInt8(ascii: "?") {
            if canonical[index] == UInt8(ascii: "/"), ends.count < prefixes { ends.append(index + 1) }
            index += 1
        }
        if ends.last != index { ends.append(index) }
        if ends.last != canonical.count { ends.append(canonical.count) }
        let urls = ends.reversed().map { LookupExpression(kind: .url, canonical: canonical.extracting(..<$0).copied) }
        return urls + expressions(ofHost: canonical.extracting(host))
    }

    /// The expressions of a host in canonical form, longest first, itself included.
    ///
    /// Its parents, the four nearest the registrable domain and that domain, as hosts; that domain as domain. An IP address
    /// has no parents.
    public static func expressions(ofHost canonical: Span<UInt8>) -> [LookupExpression] {
        let whole = LookupExpression(kind: .host, canonical: canonical.copied)
        guard !isAddress(canonical), let domain = PublicSuffixList.startOfRegistrableDomain(in: canonical) else {
            return [whole]
        }
        var starts: [Int] = []
        var index = domain
        while index > 0, starts.count <= prefixes {
            starts.append(index)
            index -= 1
            while index > 0, canonical[index - 1] != UInt8(ascii: ".") { index -= 1 }
        }
        var expressions = [whole]
        for start in starts.reversed() where start > 0 {
            expressions.append(LookupExpression(kind: .host, canonical: canonical.extracting(start...).copied))
        }
        expressions.append(LookupExpression(kind: .domain, canonical: canonical.extracting(domain...).copied))
        return expressions
    }

    /// Whether a canonical host is an IP address.
    static func isAddress(_ host: Span<UInt8>) -> Bool {
        host.first == UInt8(ascii: "[") || IPv4Address.isNumeric(host)
    }
}
