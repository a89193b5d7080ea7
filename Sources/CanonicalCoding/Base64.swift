/// Standard base64 with padding (RFC 4648 section 4), read strictly: one text for every byte sequence.
public enum Base64 {
    /// Writes the padded form.
    public static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        append(bytes.span, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the padded form.
    public static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        Sextets.append(bytes, to: &output, extra: (UInt8(ascii: "+"), UInt8(ascii: "/")))
        let missing = (3 - bytes.count % 3) % 3
        for _ in 0..<missing { output.append(UInt8(ascii: "=")) }
    }

    /// Reads the padded form; missing padding, spare bits that are not zero or any other character give nothing.
    public static func decode(_ text: String) -> [UInt8]? {
        decode(text.utf8.span)
    }

    /// Reads the padded form; missing padding, spare bits that are not zero or any other character give nothing.
    public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        var count = text.count
        while count > 0, text.count - count < 2, text[count - 1] == UInt8(ascii: "=") { count -= 1 }
        return Sextets.decode(text, count: count, value: value(of:))
    }

    static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: Sextets.letterValue(of: character)
        }
    }
}

/// Unpadded base64url (RFC 4648 section 5), read strictly: one text for every byte sequence.
public enum Base64URL {
    /// Writes the unpadded form.
    public static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        append(bytes.span, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the unpadded form.
    public static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        Sextets.append(bytes, to: &output, extra: (UInt8(ascii: "-"), UInt8(ascii: "_")))
    }

    /// Reads the unpadded form; padding, spare bits that are not zero or any other character give nothing.
    public static func decode(_ text: String) -> [UInt8]? {
        decode(text.utf8.span)
    }

    /// Reads the unpadded form; padding, spare bits that are not zero or any other character give nothing.
    public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        Sextets.decode(text, count: text.count, value: value(of:))
    }

    /// The six bits a character stands for, or nothing when it is outside the alphabet.
    public static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: Sextets.letterValue(of: character)
        }
    }
}

/// What both alphabets share.
private enum Sextets {
    static func letterValue(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character &- UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character &- UInt8(ascii: "a") &+ 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character &- UInt8(ascii: "0") &+ 52
        default: nil
        }
    }

    static func character(_ value: UInt32, extra: (UInt8, UInt8)) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: value & 63)
        return switch value {
        case 0..<26: UInt8(ascii: "A") &+ value
        case 26..<52: UInt8(ascii: "a") &+ value &- 26
        case 52..<62: UInt8(ascii: "0") &+ value &- 52
        case 62: extra.0
        default: extra.1
        }
    }

    static func append(_ bytes: Span<UInt8>, to output: inout [UInt8], extra: (UInt8, UInt8)) {
        output.reserveCapacity(output.count + (bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let held = min(3, bytes.count - index)
            var group = UInt32(bytes[index]) << 16
            if held > 1 { group |= UInt32(bytes[index + 1]) << 8 }
            if held > 2 { group |= UInt32(bytes[index + 2]) }
            for place in 0...held { output.append(character(group >> UInt32(18 - 6 * place), extra: extra)) }
            index += 3
        }
    }

    static func decode(_ text: Span<UInt8>, count: Int, value: (UInt8) -> UInt8?) -> [UInt8]? {
        guard count % 4 != 1 else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(count / 4 * 3 + 2)
        var pending: UInt32 = 0
        var pendingBits = 0
        for index in 0..<count {
            guard let sextet = value(text[index]) else { return nil }
            pending = pending << 6 | UInt32(sextet)
            pendingBits += 6
            if pendingBits >= 8 {
                pendingBits -= 8
                output.append(UInt8(truncatingIfNeeded: pending >> UInt32(pendingBits)))
                pending &= (1 << UInt32(pendingBits)) - 1
            }
        }
        return pending == 0 ? output : nil
    }
}
