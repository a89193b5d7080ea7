/// User, host and port of a web address; the user is skipped.
struct URLAuthority {
    /// The port as written, the default one included.
    let port: UInt16?
    /// Where the path, the query or the fragment begins.
    let end: Int

    /// Appends the host of the authority that begins at `start`.
    ///
    /// With `limited` the host must also satisfy what canonical forms ask beyond the URL standard.
    ///
    /// - Throws: ``WebRefusal``, naming the rule.
    @inline(__always)
    static func append(
        _ text: Span<UInt8>, from start: Int, limited: Bool, to output: inout OutputSpan<UInt8>
    ) throws(WebRefusal) -> URLAuthority {
        if let end = appendPlainHost(text, from: start, to: &output) { return URLAuthority(port: nil, end: end) }
        return try appendAnyHost(text, from: start, limited: limited, to: &output)
    }

    /// Appends a host of letters, digits, hyphens and single dots that nothing but its end follows, and gives that end.
    ///
    /// All else, ports and numbers included, is left to the other path.
    @inline(__always)
    private static func appendPlainHost(
        _ text: Span<UInt8>, from start: Int, to output: inout OutputSpan<UInt8>
    ) -> Int? {
        var index = start
        var labelStart = start
        var hasUpper = false
        while index < text.count {
            let byte = text[index]
            if ByteSet.plainHost.contains(byte) {
                index += 1
            } else if byte == UInt8(ascii: "."), index > labelStart {
                index += 1
                labelStart = index
            } else if ASCII.isUpper(byte) {
                hasUpper = true
                index += 1
            } else {
                break
            }
        }
        let isAlone = index == text.count || ByteSet.authorityEnd.contains(text[index])
        guard isAlone, labelStart > start, index > labelStart, !ASCII.isDigit(text[labelStart]),
            index - start <= WebLimits.host
        else { return nil }
        if hasUpper {
            for position in start..<index { output.append(ASCII.lowered(text[position])) }
        } else {
            output.append(copying: text, start..<index)
        }
        return index
    }

    private static func appendAnyHost(
        _ text: Span<UInt8>, from start: Int, limited: Bool, to output: inout OutputSpan<UInt8>
    ) throws(WebRefusal) -> URLAuthority {
        let layout = Layout(text, from: start)
        let port = try port(text, layout.port)
        if limited {
            _ = try HostForm.append(text, layout.host, to: &output)
        } else {
            _ = try HostParser.append(text, layout.host, to: &output)
        }
        return URLAuthority(port: port, end: layout.end)
    }

    private static func port(_ text: Span<UInt8>, _ range: Range<Int>) throws(WebRefusal) -> UInt16? {
        guard !range.isEmpty else { return nil }
        var port: UInt32 = 0
        for index in range {
            guard ASCII.isDigit(text[index]) else { throw WebRefusal(.notAPort) }
            port = port * 10 + UInt32(text[index] - 0x30)
            guard port <= 65_535 else { throw WebRefusal(.notAPort) }
        }
        return UInt16(port)
    }
}

extension URLAuthority {
    /// Where the parts of an authority lie.
    private struct Layout {
        var host: Range<Int>
        var port: Range<Int>
        let end: Int

        init(_ text: Span<UInt8>, from start: Int) {
            var end = start
            var hostStart = start
            var colon: Int?
            var inBrackets = false
            while end < text.count, !ByteSet.authorityEnd.contains(text[end]) {
                switch text[end] {
                case UInt8(ascii: "@"):
                    hostStart = end + 1
                    colon = nil
                    inBrackets = false
                case UInt8(ascii: "["): inBrackets = true
                case UInt8(ascii: "]"): inBrackets = false
                case UInt8(ascii: ":") where !inBrackets && colon == nil: colon = end
                default: break
                }
                end += 1
            }
            self.end = end
            self.host = hostStart..<(colon ?? end)
            self.port = colon.map { $0 + 1..<end } ?? end..<end
        }
    }
}
