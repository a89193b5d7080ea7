/// The path of a web address: backslashes are slashes, dot segments are resolved, forbidden bytes percent-encoded.
enum URLPath {
    /// Appends the path that begins at `start`, at least a slash, and gives where the query or fragment begins.
    ///
    /// With `reduced`, escapes of unreserved characters are undone and the others put in capitals.
    @inline(__always)
    static func append(
        _ text: Span<UInt8>, from start: Int, reduced: Bool, to output: inout OutputSpan<UInt8>
    ) -> Int {
        guard start < text.count, text[start] == UInt8(ascii: "/") else {
            return appendSegments(text, from: start, reduced: reduced, to: &output)
        }
        let end = endOfPlainPath(text, from: start)
        guard end == text.count || text[end] == UInt8(ascii: "?") else {
            return appendSegments(text, from: start, reduced: reduced, to: &output)
        }
        output.append(copying: text, start..<end)
        return end
    }

    /// Where the run of bytes from a slash on ends that stand as they are, dot segments not among them.
    @inline(__always)
    private static func endOfPlainPath(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count {
            if ByteSet.plainPath.contains(text[index]) {
                index += 1
            } else if text[index] == UInt8(ascii: "/"), !text.has(UInt8(ascii: "."), at: index + 1) {
                index += 1
            } else {
                return index
            }
        }
        return index
    }

    private static func appendSegments(
        _ text: Span<UInt8>, from start: Int, reduced: Bool, to output: inout OutputSpan<UInt8>
    ) -> Int {
        let pathStart = output.count
        var index = start
        if index < text.count, ASCII.isSlash(text[index]) { index += 1 }
        while true {
            let dots = DotSegment(text, at: index)
            if let dots {
                if dots.isDouble { removeSegment(from: pathStart, in: &output) }
                index = dots.end
            } else {
                output.append(UInt8(ascii: "/"))
                index = appendSegment(text, from: index, reduced: reduced, to: &output)
            }
            guard index < text.count, ASCII.isSlash(text[index]) else {
                if dots != nil { output.append(UInt8(ascii: "/")) }
                return index
            }
            index += 1
        }
    }

    /// Appends the bytes up to the next slash, query or fragment and gives where that is.
    private static func appendSegment(
        _ text: Span<UInt8>, from start: Int, reduced: Bool, to output: inout OutputSpan<UInt8>
    ) -> Int {
        var index = start
        while index < text.count {
            let byte = text[index]
            if ByteSet.plainPath.contains(byte) {
                output.append(byte)
                index += 1
            } else if ByteSet.authorityEnd.contains(byte) {
                return index
            } else if byte == UInt8(ascii: "%") {
                index += appendEscape(text, at: index, reduced: reduced, to: &output)
            } else {
                PercentEncoding.appendEscape(of: byte, to: &output)
                index += 1
            }
        }
        return index
    }

    private static func appendEscape(
        _ text: Span<UInt8>, at index: Int, reduced: Bool, to output: inout OutputSpan<UInt8>
    ) -> Int {
        if reduced { return PercentEncoding.appendReduced(text, at: index, end: text.count, to: &output) }
        output.append(UInt8(ascii: "%"))
        return 1
    }

    private static func removeSegment(from start: Int, in output: inout OutputSpan<UInt8>) {
        while output.count > start {
            let isSlash = output[output.count - 1] == UInt8(ascii: "/")
            output.removeLast(1)
            if isSlash { return }
        }
    }
}

extension URLPath {
    /// A segment `.` or `..`, either dot also as `%2e`.
    private struct DotSegment {
        let isDouble: Bool
        let end: Int

        @inline(__always)
        init?(_ text: Span<UInt8>, at start: Int) {
            guard start < text.count, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: "%") else {
                return nil
            }
            self.init(readingDots: text, at: start)
        }

        private init?(readingDots text: Span<UInt8>, at start: Int) {
            var index = start
            var dots = 0
            while index < text.count, !ByteSet.authorityEnd.contains(text[index]) {
                if text[index] == UInt8(ascii: ".") {
                    index += 1
                } else if text.hasPrefix("%2e", at: index) {
                    index += 3
                } else {
                    return nil
                }
                dots += 1
            }
            guard dots == 1 || dots == 2 else { return nil }
            self.isDouble = dots == 2
            self.end = index
        }
    }
}
