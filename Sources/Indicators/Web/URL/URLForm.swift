/// Canonical form of a web address: `host[:port]/path[?query]`, without scheme, user, fragment and tracking.
///
/// Defanged text is freed first; an address without `scheme://` is read as http, another scheme is refused. Every canonical
/// form gives itself when it is read.
public enum URLForm {
    /// Appends the canonical form of `input` to `output`; on failure `output` is as before.
    ///
    /// - Throws: ``IndicatorError``, naming the rule that was broken.
    public static func appendCanonical(of input: Span<UInt8>, to output: inout [UInt8]) throws(IndicatorError) {
        guard input.count <= WebLimits.url, let common = CommonURL(input) else {
            return try appendCanonicalAnyway(of: input, to: &output)
        }
        output.append(addingCapacity: input.count) { common.append(of: input, to: &$0) }
    }

    /// As ``appendCanonical(of:to:)`` by the long way, which takes every address.
    ///
    /// - Throws: as ``appendCanonical(of:to:)``.
    package static func appendCanonicalAnyway(
        of input: Span<UInt8>, to output: inout [UInt8]
    ) throws(IndicatorError) {
        let start = output.count
        do throws(WebRefusal) {
            try Rereading.append(input, to: &output) { (text, isPlain, output) throws(WebRefusal) in
                try appendReduced(text, isPlain: isPlain, to: &output)
            }
            guard output.count - start <= WebLimits.url else { throw WebRefusal(.tooLong) }
        } catch {
            output.removeLast(output.count - start)
            throw IndicatorError(error.reason, byteCount: input.count)
        }
    }

    /// Where the host stands in a canonical form.
    public static func hostRange(ofCanonical url: Span<UInt8>) -> Range<Int> {
        var end = 0
        var inBrackets = false
        while end < url.count {
            switch url[end] {
            case UInt8(ascii: "["): inBrackets = true
            case UInt8(ascii: "]"): inBrackets = false
            case UInt8(ascii: ":") where !inBrackets: return 0..<end
            case UInt8(ascii: "/"): return 0..<end
            default: break
            }
            end += 1
        }
        return 0..<end
    }

    private static func appendReduced(
        _ text: Span<UInt8>, isPlain: Bool, to output: inout OutputSpan<UInt8>
    ) throws(WebRefusal) {
        guard isPlain || !URLScheme.holdsLineBreaks(text) else {
            return try appendReduced(URLScheme.withoutLineBreaks(text).span, isPlain: false, to: &output)
        }
        let scheme = try URLScheme(readingLeniently: text)
        let authority = try URLAuthority.append(text, from: scheme.end, limited: true, to: &output)
        if let port = authority.port, !isDefault(port, under: scheme) { append(port, to: &output) }
        let path = URLPath.append(text, from: authority.end, reduced: true, to: &output)
        URLQuery.appendReduced(text, from: path, to: &output)
    }

    /// 80 is dropped under https too: a canonical form names no scheme and is read as http.
    private static func isDefault(_ port: UInt16, under scheme: URLScheme) -> Bool {
        port == 80 || (port == 443 && scheme.isSecure)
    }

    private static func append(_ port: UInt16, to output: inout OutputSpan<UInt8>) {
        output.append(UInt8(ascii: ":"))
        var divisor: UInt16 = 10_000
        while divisor > 1, port < divisor { divisor /= 10 }
        while divisor > 0 {
            output.append(0x30 + UInt8(truncatingIfNeeded: port / divisor % 10))
            divisor /= 10
        }
    }
}
