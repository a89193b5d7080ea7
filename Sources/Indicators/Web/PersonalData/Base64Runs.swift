/// The runs of base64 characters in a text that are long enough to hide an address.
struct Base64Runs {
    private var index: Int

    init(from start: Int) {
        self.index = start
    }

    /// The next run, or nothing at the end of the text.
    mutating func next(in text: Span<UInt8>) -> Range<Int>? {
        while index < text.count {
            let start = index
            while index < text.count, ByteSet.base64.contains(text[index]) { index += 1 }
            if index - start >= Self.shortest { return start..<index }
            index += 1
        }
        return nil
    }

    /// The characters that the six bytes of `a@b.cc` take.
    private static let shortest = 8
}

/// What a run of base64 characters, of either alphabet and without padding, stands for.
struct Base64Decoded {
    private(set) var bytes: [UInt8] = []
    /// Whether all of it is visible ASCII, blanks and line ends.
    private(set) var isText = true
    private let start: Int

    /// Nothing when the run is too short.
    init?(_ text: Span<UInt8>, _ run: Range<Int>) {
        guard run.count > 1 else { return nil }
        self.start = run.lowerBound
        bytes.reserveCapacity(run.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for index in run {
            bits = bits << 6 | UInt32(Self.value(of: text[index]))
            count += 6
            if count >= 8 {
                count -= 8
                append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
    }

    /// The character in which the byte at an index begins.
    func offset(of index: Int) -> Int { start + index * 4 / 3 }

    private mutating func append(_ byte: UInt8) {
        bytes.append(byte)
        let isBlank = byte == 0x20 || (0x09...0x0D).contains(byte)
        if !isBlank, !(0x21...0x7E).contains(byte) { isText = false }
    }

    private static func value(of byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 0x41
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 0x47
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        default: 63
        }
    }
}
