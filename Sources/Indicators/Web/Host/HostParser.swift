/// What a host is, once it has been read.
enum HostKind: Sendable {
    case name
    case ipv4
    case ipv6
}

/// The host parser of the URL standard for special schemes.
enum HostParser {
    /// Appends the serialised host that the range holds.
    ///
    /// - Throws: ``WebRefusal``, naming the rule.
    static func append(
        _ text: Span<UInt8>, _ range: Range<Int>, to output: inout OutputSpan<UInt8>
    ) throws(WebRefusal) -> HostKind {
        guard !range.isEmpty else { throw WebRefusal(.missingHost) }
        if text[range.lowerBound] == UInt8(ascii: "[") {
            guard range.count > 1, text[range.upperBound - 1] == UInt8(ascii: "]") else {
                throw WebRefusal(.notAnIPv6Address)
            }
            let address = try IPv6Address(parsing: text.extracting(range.lowerBound + 1..<range.upperBound - 1))
            address.append(to: &output)
            return .ipv6
        }
        let start = output.count
        if isPlain(text, range) {
            for index in range { output.append(ASCII.lowered(text[index])) }
        } else {
            try appendDecoded(text, range, to: &output)
        }
        for index in start..<output.count where ByteSet.forbiddenInDomain.contains(output[index]) {
            throw WebRefusal(.forbiddenInHost)
        }
        return try readNumbers(from: start, in: &output)
    }

    /// Replaces a numeric host by the IPv4 address it stands for.
    private static func readNumbers(
        from start: Int, in output: inout OutputSpan<UInt8>
    ) throws(WebRefusal) -> HostKind {
        guard IPv4Address.isNumeric(output.span.extracting(start..<output.count)) else { return .name }
        let address = try IPv4Address(parsing: output.span.extracting(start..<output.count))
        output.removeLast(output.count - start)
        address.append(to: &output)
        return .ipv4
    }

    /// Whether the range is ASCII without escapes.
    private static func isPlain(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where text[index] >= 0x80 || text[index] == UInt8(ascii: "%") { return false }
        return true
    }

    /// Appends the host with its escapes undone; one beyond ASCII is mapped, an ASCII one only put in lower case.
    private static func appendDecoded(
        _ text: Span<UInt8>, _ range: Range<Int>, to output: inout OutputSpan<UInt8>
    ) throws(WebRefusal) {
        var name: [UInt8] = []
        name.reserveCapacity(range.count)
        PercentEncoding.appendDecoded(text, range, to: &name)
        if name.allSatisfy({ $0 < 0x80 }) {
            for byte in name { output.append(ASCII.lowered(byte)) }
        } else {
            try InternationalName.appendASCII(name, to: &output)
        }
    }
}
