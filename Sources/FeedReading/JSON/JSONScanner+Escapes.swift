extension JSONScanner {
    /// Takes one escape, and the second half of a pair of surrogates with the first.
    mutating func escape(_ stream: inout ByteStream, _ isASCII: inout Bool) throws(FeedError) {
        try stream.fill(to: 2)
        guard stream.count >= 2 else { throw error(.jsonTruncated, stream) }
        let letter = stream.storage[stream.start + 1]
        guard letter == UInt8(ascii: "u") else {
            guard let byte = Self.simpleEscape(letter) else { throw error(.jsonSyntax, stream) }
            stream.consume(2)
            append(scalar: UInt32(byte))
            return
        }
        isASCII = false
        let first = try unit(&stream)
        guard Self.surrogates.contains(first) else { return append(scalar: first) }
        try stream.fill(to: 2)
        guard Self.leadingSurrogates.contains(first), stream.begins(with: "\\u") else { return appendLoneSurrogate() }
        let second = try unit(&stream)
        guard Self.trailingSurrogates.contains(second) else {
            appendLoneSurrogate()
            return Self.surrogates.contains(second) ? appendLoneSurrogate() : append(scalar: second)
        }
        append(scalar: 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    /// Takes `\u` and four hexadecimal digits.
    private mutating func unit(_ stream: inout ByteStream) throws(FeedError) -> UInt32 {
        try stream.fill(to: 6)
        guard stream.count >= 6 else { throw error(.jsonTruncated, stream) }
        var value: UInt32 = 0
        for place in stream.start + 2..<stream.start + 6 {
            let byte = Byte.lowercased(stream.storage[place])
            if Byte.isDigit(byte) {
                value = value << 4 | UInt32(byte - Byte.zero)
            } else if byte &- UInt8(ascii: "a") < 6 {
                value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            } else {
                throw error(.jsonSyntax, stream)
            }
        }
        stream.consume(6)
        return value
    }

    private static func simpleEscape(_ letter: UInt8) -> UInt8? {
        switch letter {
        case Byte.quote, Byte.backslash, Byte.slash: letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): Byte.lineFeed
        case UInt8(ascii: "r"): Byte.carriageReturn
        case UInt8(ascii: "t"): Byte.tab
        default: nil
        }
    }

    private static let surrogates: ClosedRange<UInt32> = 0xD800...0xDFFF
    private static let leadingSurrogates: ClosedRange<UInt32> = 0xD800...0xDBFF
    private static let trailingSurrogates: ClosedRange<UInt32> = 0xDC00...0xDFFF
}

/// The form of JSON numbers.
enum JSONNumber {
    /// Whether the bytes are a number as JSON writes it.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        var place = text.hasText("-") ? 1 : 0
        let whole = digits(text, from: place)
        guard whole > 0, whole == 1 || text[place] != Byte.zero else { return false }
        place += whole
        if place < text.count, text[place] == Byte.dot {
            let fraction = digits(text, from: place + 1)
            guard fraction > 0 else { return false }
            place += fraction + 1
        }
        if place < text.count, Byte.lowercased(text[place]) == UInt8(ascii: "e") {
            place += 1
            if place < text.count, text[place] == Byte.plus || text[place] == Byte.minus { place += 1 }
            let exponent = digits(text, from: place)
            guard exponent > 0 else { return false }
            place += exponent
        }
        return place == text.count
    }

    private static func digits(_ text: Span<UInt8>, from start: Int) -> Int {
        var place = start
        while place < text.count, Byte.isDigit(text[place]) { place += 1 }
        return place - start
    }
}
