/// The short way for web addresses as they mostly are: scheme, host and plain path in ASCII, nothing to undo.
///
/// Whatever this reads has the canonical form that the long way gives; whatever it does not read is left to that way.
/// The loops take eight bytes at a time and hold no branch but their exit, since dots come where no processor expects them.
struct CommonURL {
    /// The host, and the port unless it is the default one.
    private let authority: Range<Int>
    private let path: Range<Int>

    /// Reads an address from its scheme to its end; anything out of the ordinary gives nothing.
    @inline(__always)
    init?(_ text: Span<UInt8>) {
        guard let scheme = Self.scheme(text), let host = Self.host(text, from: scheme.end) else { return nil }
        var authority = host
        var index = host.upperBound
        if index < text.count, text[index] == UInt8(ascii: ":") {
            guard let port = Self.port(text, from: index, isSecure: scheme.isSecure) else { return nil }
            index = port.end
            if !port.isDefault { authority = host.lowerBound..<index }
        }
        let end = Self.endOfPath(text, from: index)
        guard end >= 0, end == index || text[index] == UInt8(ascii: "/") else { return nil }
        guard end == text.count || Self.holdsCommonQuery(text, from: end) else { return nil }
        self.authority = authority
        self.path = index..<end
    }

    /// Appends the canonical form.
    @inline(__always)
    func append(of text: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
        if authority.upperBound == path.lowerBound {
            output.append(copying: text, authority.lowerBound..<path.upperBound)
        } else {
            output.append(copying: text, authority)
            output.append(copying: text, path)
        }
        if path.isEmpty { output.append(UInt8(ascii: "/")) }
        URLQuery.appendReduced(text, from: path.upperBound, to: &output)
    }
}

extension CommonURL {
    /// `http://` or `https://` with an authority right behind.
    @inline(__always)
    private static func scheme(_ text: Span<UInt8>) -> URLScheme? {
        guard let scheme = URLScheme.ownScheme(text), scheme.end == (scheme.isSecure ? 8 : 7),
            text[scheme.end - 1] == UInt8(ascii: "/"), text[scheme.end - 2] == UInt8(ascii: "/")
        else { return nil }
        return scheme
    }

    /// A lower-case name of at least two labels, or an IPv4 address in its own form.
    @inline(__always)
    private static func host(_ text: Span<UInt8>, from start: Int) -> Range<Int>? {
        var index = start
        var labelStart = start
        var emptyLabels: UInt64 = 0
        var carry: UInt64 = 0x80
        while index < text.count {
            let block = ByteBlock(text, at: index)
            let stop = block.uncommonInHost
            let dotMask = block.mask(UInt8(ascii: ".")) & ((stop & (0 &- stop)) &- 1)
            emptyLabels |= dotMask & (dotMask &<< 8 | carry)
            carry = dotMask &>> 56
            if dotMask != 0 { labelStart = index &+ 8 &- dotMask.leadingZeroBitCount / 8 }
            index &+= stop.trailingZeroBitCount / 8
            if stop != 0 { break }
        }
        guard index - start <= WebLimits.host, start < labelStart, labelStart < index, emptyLabels == 0 else { return nil }
        if ASCII.isDigit(text[labelStart]), !isDottedQuad(text, start..<index) { return nil }
        return start..<index
    }

    /// Whether four decimal numbers below 256 stand there, none empty or with a leading zero.
    private static func isDottedQuad(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var value = 0
        var digits = 0
        var dots = 0
        for index in range {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                value = 0
                digits = 0
                dots += 1
            } else {
                guard ASCII.isDigit(byte), digits == 0 || value > 0 else { return false }
                value = value * 10 + Int(byte - 0x30)
                digits += 1
                guard value < 256 else { return false }
            }
        }
        return dots == 3
    }

    /// A port of up to five digits, the first not zero.
    private static func port(_ text: Span<UInt8>, from colon: Int, isSecure: Bool) -> (end: Int, isDefault: Bool)? {
        var index = colon + 1
        var value = 0
        while index < text.count, ASCII.isDigit(text[index]), index - colon < 7 {
            value = value * 10 + Int(text[index] - 0x30)
            index += 1
        }
        guard (1...5).contains(index - colon - 1), text[colon + 1] != UInt8(ascii: "0"), value <= 65_535 else { return nil }
        return (index, value == 80 || (value == 443 && isSecure))
    }

    /// Where the plain path ends; negative when a segment begins with a dot, which may be a dot segment.
    @inline(__always)
    private static func endOfPath(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        var leadingDots: UInt64 = 0
        var carry: UInt64 = 0
        while index < text.count {
            let block = ByteBlock(text, at: index)
            let stop = block.uncommonInPath
            let slashes = block.mask(UInt8(ascii: "/"))
            leadingDots |= block.mask(UInt8(ascii: ".")) & (slashes &<< 8 | carry) & ((stop & (0 &- stop)) &- 1)
            carry = slashes &>> 56
            index &+= stop.trailingZeroBitCount / 8
            if stop != 0 { break }
        }
        return leadingDots != 0 ? -1 : index
    }

    @inline(__always)
    private static func holdsCommonQuery(_ text: Span<UInt8>, from start: Int) -> Bool {
        var index = start
        guard text[index] == UInt8(ascii: "?") else { return false }
        while index < text.count, ByteSet.commonQuery.contains(text[index]) { index += 1 }
        return index == text.count
    }
}
