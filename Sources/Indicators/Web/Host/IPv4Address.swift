/// An IPv4 address read from any of the number forms a browser takes: decimal, octal, hexadecimal, one to four parts.
struct IPv4Address {
    let value: UInt32

    /// Reads a host whose last label is a number.
    ///
    /// - Throws: ``WebRefusal`` with the reason `notAnIPv4Address`.
    init(parsing host: Span<UInt8>) throws(WebRefusal) {
        var address: UInt64 = 0
        var parts = 0
        var start = 0
        let end = Self.endWithoutDot(of: host)
        while start <= end {
            var stop = start
            while stop < end, host[stop] != UInt8(ascii: ".") { stop += 1 }
            parts += 1
            guard parts <= 4, let number = Self.number(in: host, start..<stop) else { throw WebRefusal(.notAnIPv4Address) }
            let isLast = stop == end
            guard number < (isLast ? 1 << UInt64(8 * (5 - parts)) : 256) else { throw WebRefusal(.notAnIPv4Address) }
            address |= isLast ? number : number << UInt64(8 * (4 - parts))
            start = stop + 1
        }
        self.value = UInt32(truncatingIfNeeded: address)
    }

    /// Whether a host must be read as an IPv4 address: its last label, one trailing dot not counted, is a number.
    static func isNumeric(_ host: Span<UInt8>) -> Bool {
        let end = endWithoutDot(of: host)
        var start = end
        while start > 0, host[start - 1] != UInt8(ascii: ".") { start -= 1 }
        guard start < end, ASCII.isDigit(host[start]) else { return false }
        return allDigits(in: host, start..<end) || number(in: host, start..<end) != nil
    }

    /// Appends the four numbers with dots.
    func append(to output: inout OutputSpan<UInt8>) {
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
            if shift < 24 { output.append(UInt8(ascii: ".")) }
            let part = UInt8(truncatingIfNeeded: value >> shift)
            if part >= 100 { output.append(0x30 + part / 100) }
            if part >= 10 { output.append(0x30 + part / 10 % 10) }
            output.append(0x30 + part % 10)
        }
    }

    private static func endWithoutDot(of host: Span<UInt8>) -> Int {
        host.count > 1 && host[host.count - 1] == UInt8(ascii: ".") ? host.count - 1 : host.count
    }

    private static func allDigits(in host: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where !ASCII.isDigit(host[index]) { return false }
        return true
    }

    /// A number in the notation its prefix names; too large ones stop at a value that no part may have.
    private static func number(in host: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        guard !range.isEmpty else { return nil }
        var radix: UInt64 = 10
        var start = range.lowerBound
        if host[start] == UInt8(ascii: "0"), range.count > 1 {
            let isHexadecimal = host[start + 1] | 0x20 == UInt8(ascii: "x")
            radix = isHexadecimal ? 16 : 8
            start += isHexadecimal ? 2 : 1
        }
        var value: UInt64 = 0
        for index in start..<range.upperBound {
            guard let digit = ASCII.hexValue(host[index]), digit < radix else { return nil }
            value = min(value * radix + UInt64(digit), 1 << 32)
        }
        return value
    }
}
