/// What a value looks like, judged by its characters alone.
enum ValueShape {
    /// Whether it is a phone number whose last digits are left open with `*`, `.*`, `#` or `x`.
    static func isPhonePattern(_ value: Span<UInt8>) -> Bool {
        var end = value.count
        while end > 0, isWildcard(value[end - 1]) { end -= 1 }
        guard end > 0, end < value.count else { return false }
        return digits(value.extracting(0..<end)) != nil
    }

    /// Whether it is written with the characters of a phone number and has as many digits as one.
    static func isPhoneLike(_ value: Span<UInt8>) -> Bool {
        guard let digits = digits(value) else { return false }
        return phoneDigits.contains(digits)
    }

    /// Whether it is a block of IP addresses, such as `192.0.2.0/24`, rather than an address with a path.
    static func isNetworkRange(_ value: Span<UInt8>) -> Bool {
        guard let slash = value.firstIndex(of: Byte.slash), (2...4).contains(value.count - slash) else { return false }
        var length = 0
        for index in slash + 1..<value.count {
            guard Byte.isDigit(value[index]) else { return false }
            length = length * 10 + Int(value[index] - Byte.zero)
        }
        if value.hasText("::", at: slash - 2) { return true }
        guard (1...32).contains(length), let address = ipv4(value.extracting(0..<slash)) else { return false }
        return length == 32 || address << UInt32(length) == 0
    }

    /// The number that four decimal numbers with dots write.
    private static func ipv4(_ text: Span<UInt8>) -> UInt32? {
        var (address, part, digits, dots): (UInt32, UInt32, Int, Int) = (0, 0, 0, 0)
        for index in text.indices {
            if text[index] == Byte.dot, digits > 0 {
                (address, part, digits, dots) = (address << 8 | part, 0, 0, dots + 1)
            } else if Byte.isDigit(text[index]), digits < 3 {
                (part, digits) = (part * 10 + UInt32(text[index] - Byte.zero), digits + 1)
            } else {
                return nil
            }
            guard part < 256, dots < 4 else { return nil }
        }
        return dots == 3 && digits > 0 ? address << 8 | part : nil
    }

    /// The part of a name behind `*.`, `+.` or a leading dot.
    static func nameRange(_ value: Span<UInt8>) -> Range<Int> {
        if value.hasText("*.") || value.hasText("+."), value.count > 2 { return 2..<value.count }
        if value.hasText("."), value.count > 1 { return 1..<value.count }
        return 0..<value.count
    }

    /// Whether it begins with the name of a platform and a colon.
    static func namesPlatform(_ value: Span<UInt8>) -> Bool {
        guard let colon = value.firstIndex(of: Byte.colon), (2...32).contains(colon), colon < value.count - 1 else {
            return false
        }
        for index in 0..<colon {
            let byte = Byte.lowercased(value[index])
            guard Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.dot || byte == Byte.minus else { return false }
        }
        return true
    }

    /// How many digits there are, or nothing when a character does not belong to a phone number.
    private static func digits(_ value: Span<UInt8>) -> Int? {
        var digits = 0
        for index in value.indices {
            switch value[index] {
            case let byte where Byte.isDigit(byte): digits += 1
            case Byte.space, Byte.dot, Byte.minus, Byte.slash, UInt8(ascii: "("), UInt8(ascii: ")"): break
            case Byte.plus where digits == 0: break
            default: return nil
            }
        }
        return digits > 0 ? digits : nil
    }

    private static func isWildcard(_ byte: UInt8) -> Bool {
        byte == Byte.asterisk || byte == Byte.hash || Byte.lowercased(byte) == UInt8(ascii: "x")
    }

    private static let phoneDigits = 5...17
}
