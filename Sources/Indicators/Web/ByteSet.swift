/// A set of ASCII bytes that is two words wide and needs no memory.
struct ByteSet: Sendable {
    let low: UInt64
    let high: UInt64

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let word = byte & 0x40 == 0 ? low : high
        return byte < 0x80 && (word >> UInt64(byte & 0x3F)) & 1 != 0
    }
}

extension ByteSet {
    /// `a`–`z`, `0`–`9`, `-`, `_`: stands in a host as it is.
    static var plainHost: Self { Self(low: 0x03ff_2000_0000_0000, high: 0x07ff_fffe_8000_0000) }

    /// The bytes of ``plainQuery``, `&` and `%`, without `(`, `[` and `{` that refanging looks at.
    static var commonQuery: Self { Self(low: 0xafff_fe72_0000_0000, high: 0x77ff_ffff_f7ff_ffff) }

    /// Stands in a path as it is: visible ASCII without `"#<>?^{}`, the backtick, and `%/\` which act there.
    static var plainPath: Self { Self(low: 0x2fff_7fd2_0000_0000, high: 0x57ff_fffe_afff_ffff) }

    /// Stands in a query as it is: visible ASCII without `"#<>'`, and `%&` which act there.
    static var plainQuery: Self { Self(low: 0xafff_ff12_0000_0000, high: 0x7fff_ffff_ffff_ffff) }

    /// Letters, digits and `-._~`: means the same written out and percent-encoded.
    static var unreserved: Self { Self(low: 0x03ff_6000_0000_0000, high: 0x47ff_fffe_87ff_fffe) }

    /// The forbidden domain code points of the URL standard.
    static var forbiddenInDomain: Self { Self(low: 0xd400_8029_ffff_ffff, high: 0x9000_0000_7800_0001) }

    /// `/`, `\`, `?`, `#`: ends the authority.
    static var authorityEnd: Self { Self(low: 0x8000_8008_0000_0000, high: 0x0000_0000_1000_0000) }

    /// `:`, `?`, `#`: stands in a URL and in no host name.
    static var urlMark: Self { Self(low: 0x8400_0008_0000_0000, high: 0) }

    /// Blanks, controls and `"<>(),:;@[]\`: never before the @ of an e-mail address.
    static var forbiddenInLocalPart: Self { Self(low: 0x5c00_1305_ffff_ffff, high: 0x8000_0000_3800_0001) }

    /// What a person's name in an e-mail address is commonly made of, and all that RFC 5321 allows but `&/=?`.
    static var mailName: Self { Self(low: 0x03ff_6cba_0000_0000, high: 0x7fff_ffff_c7ff_fffe) }

    /// Both alphabets of base64 without the padding.
    static var base64: Self { Self(low: 0x03ff_a800_0000_0000, high: 0x07ff_fffe_87ff_fffe) }
}

/// Questions about single ASCII bytes.
enum ASCII {
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    @inline(__always)
    static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    @inline(__always)
    static func lowered(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }

    /// Slash or backslash, which a web address treats alike before its query.
    @inline(__always)
    static func isSlash(_ byte: UInt8) -> Bool { byte == 0x2F || byte == 0x5C }

    /// The value of a hexadecimal digit in either case.
    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte &- 0x30 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    /// The upper-case hexadecimal digit of a value below 16.
    @inline(__always)
    static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
}

extension OutputSpan where Element == UInt8 {
    /// Appends the bytes of a range at once.
    @inline(__always)
    mutating func append(copying text: Span<UInt8>, _ range: Range<Int>) {
        precondition(range.count <= freeCapacity)
        let bytes = text.extracting(range)
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            unsafe bytes.withUnsafeBufferPointer { source in
                guard let target = buffer.baseAddress, let start = source.baseAddress else { return }
                unsafe (target + count).initialize(from: start, count: source.count)
                count += source.count
            }
        }
    }
}

extension Span where Element == UInt8 {
    /// Whether the bytes from `index` on begin with `text`, which is lower-case ASCII, in any case.
    func hasPrefix(_ text: StaticString, at index: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index >= 0, count - index >= length else { return false }
        let expected = unsafe UnsafeBufferPointer(start: text.utf8Start, count: length)
        for offset in 0..<length where unsafe ASCII.lowered(self[index + offset]) != expected[offset] { return false }
        return true
    }

    /// The bytes as an array of their own.
    var copied: [UInt8] {
        [UInt8](capacity: count) { output in
            for index in indices { output.append(self[index]) }
        }
    }
}
