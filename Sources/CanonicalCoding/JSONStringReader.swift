/// Reads one JSON string, from its opening quote to its closing one.
struct JSONStringReader {
    private(set) var at: Int
    private let start: Int
    private let longest: Int
    private var decoded: [UInt8] = []

    init(at start: Int, longest: Int) {
        self.at = start
        self.start = start
        self.longest = longest
    }

    mutating func read(_ bytes: Span<UInt8>) throws(JSONError) -> String {
        at += 1
        while true {
            let plainStart = at
            while at < bytes.count, Self.isPlain(bytes[at]) { at += 1 }
            try appendPlain(bytes, plainStart..<at)
            guard at < bytes.count else { throw .syntax(.unexpectedEnd, at: at) }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at += 1
                return String(decoding: decoded, as: UTF8.self)
            case UInt8(ascii: "\\"): try appendEscape(bytes)
            default: throw .syntax(.controlCharacter, at: at)
            }
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func appendPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) {
        let plain = bytes.extracting(range)
        guard decoded.count + plain.count <= longest else { throw .limit(.stringLength, at: start) }
        guard UTF8Text.isValid(plain) else { throw .syntax(.notUTF8, at: range.lowerBound) }
        decoded.reserveCapacity(decoded.count + plain.count)
        for index in plain.indices { decoded.append(plain[index]) }
    }

    private mutating func appendEscape(_ bytes: Span<UInt8>) throws(JSONError) {
        guard at + 1 < bytes.count else { throw .syntax(.unexpectedEnd, at: at) }
        let letter = bytes[at + 1]
        if letter == UInt8(ascii: "u") {
            decoded.append(contentsOf: String(try scalar(bytes)).utf8)
        } else {
            guard let byte = JSONEscapes.byte(for: letter) else { throw .syntax(.invalidEscape, at: at) }
            decoded.append(byte)
            at += 2
        }
        guard decoded.count <= longest else { throw .limit(.stringLength, at: start) }
    }

    /// The character that one `\u` escape, or a pair of them, stands for.
    private mutating func scalar(_ bytes: Span<UInt8>) throws(JSONError) -> Unicode.Scalar {
        let place = at
        let first = try codeUnit(bytes)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
            bytes[at + 1] == UInt8(ascii: "u"), case let second = try codeUnit(bytes), UTF16.isTrailSurrogate(second)
        else { throw .syntax(.loneSurrogate, at: place) }
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw .syntax(.loneSurrogate, at: place) }
        return scalar
    }

    private mutating func codeUnit(_ bytes: Span<UInt8>) throws(JSONError) -> UInt16 {
        guard let unit = JSONEscapes.codeUnit(bytes, at: at) else { throw .syntax(.invalidEscape, at: at) }
        at += 6
        return unit
    }
}

/// The escapes of RFC 8259.
enum JSONEscapes {
    /// What a one-letter escape stands for.
    static func byte(for letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// The letter of the short escape of a control character, if it has one.
    static func letter(for byte: UInt8) -> UInt8? {
        switch byte {
        case 0x08: UInt8(ascii: "b")
        case 0x0C: UInt8(ascii: "f")
        case 0x0A: UInt8(ascii: "n")
        case 0x0D: UInt8(ascii: "r")
        case 0x09: UInt8(ascii: "t")
        default: nil
        }
    }

    /// The code unit of the escape `\uXXXX` that begins at an offset, in either case of hexadecimal.
    static func codeUnit(_ bytes: Span<UInt8>, at offset: Int) -> UInt16? {
        guard offset + 6 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for index in offset + 2..<offset + 6 {
            let character = bytes[index]
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(character)
            guard let digit = Hex.value(of: isCapital ? character | 0x20 : character) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
