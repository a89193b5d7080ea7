/// Canonical form of a host: an ASCII name with a dot, a dotted IPv4 address, or an IPv6 address in brackets.
///
/// Defanged text is freed first. `http://` or `https://` in front and one slash behind are dropped; a port, a path or a user
/// is refused, because dropping it would widen the indicator.
public enum HostForm {
    /// Appends the canonical form of `input` to `output`; on failure `output` is as before.
    ///
    /// - Throws: ``IndicatorError``, naming the rule that was broken.
    public static func appendCanonical(of input: Span<UInt8>, to output: inout [UInt8]) throws(IndicatorError) {
        _ = try appendCanonicalKind(of: input, to: &output)
    }

    /// As ``appendCanonical(of:to:)``, telling what the host is.
    static func appendCanonicalKind(
        of input: Span<UInt8>, to output: inout [UInt8]
    ) throws(IndicatorError) -> HostKind {
        let start = output.count
        do throws(WebRefusal) {
            return try Rereading.append(input, to: &output) { (text, _, output) throws(WebRefusal) in
                try append(text, to: &output)
            }
        } catch {
            output.removeLast(output.count - start)
            throw IndicatorError(error.reason, byteCount: input.count)
        }
    }

    private static func append(_ text: Span<UInt8>, to output: inout OutputSpan<UInt8>) throws(WebRefusal) -> HostKind {
        let start = text.hasPrefix("http://", at: 0) ? 7 : text.hasPrefix("https://", at: 0) ? 8 : 0
        let hasSlash = text.count > start && text[text.count - 1] == UInt8(ascii: "/")
        let range = start..<text.count - (hasSlash ? 1 : 0)
        if isBareIPv6(text.extracting(range)) {
            try IPv6Address(parsing: text.extracting(range)).append(to: &output)
            return .ipv6
        }
        guard !holdsMore(text, range) else { throw WebRefusal(.notAHostAlone) }
        return try append(text, range, to: &output)
    }

    /// Appends the host in a range under the rules of canonical forms.
    static func append(
        _ text: Span<UInt8>, _ range: Range<Int>, to output: inout OutputSpan<UInt8>
    ) throws(WebRefusal) -> HostKind {
        let start = output.count
        let kind = try HostParser.append(text, range, to: &output)
        if kind == .name { try HostShape.enforce(from: start, in: &output) }
        return kind
    }

    /// Whether a port, a path, a user or a query stands there; an address in brackets is judged by its own rules.
    private static func holdsMore(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.isEmpty || text[range.lowerBound] != UInt8(ascii: "[") else { return false }
        for index in range {
            let byte = text[index]
            if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "@") || ByteSet.authorityEnd.contains(byte) { return true }
        }
        return false
    }

    /// Whether the text has the two colons that every IPv6 address and no host with a port has.
    private static func isBareIPv6(_ text: Span<UInt8>) -> Bool {
        var colons = 0
        for index in text.indices {
            if text[index] == UInt8(ascii: ":") { colons += 1 }
            if text[index] == UInt8(ascii: "[") { return false }
        }
        return colons > 1
    }
}
