/// Eight bytes of a text, judged at once; a mask has the top bit of every byte that a question is true of.
struct ByteBlock {
    private let word: UInt64

    /// The eight bytes at `index`, with zeros for those beyond the end; the text has at least eight.
    @inline(__always)
    init(_ text: Span<UInt8>, at index: Int) {
        let missing = max(0, index &+ 8 &- text.count)
        let loaded = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: index &- missing, as: UInt64.self)
        self.word = UInt64(littleEndian: loaded) &>> (UInt64(truncatingIfNeeded: missing) &* 8)
    }

    /// The bytes that are `byte`, which is ASCII.
    @inline(__always)
    func mask(_ byte: UInt8) -> UInt64 { range(byte, byte) & ~word & Self.topBits }

    /// The bytes other than `a`–`z`, `0`–`9`, `-`, `.`, which host names are mostly made of.
    @inline(__always)
    var uncommonInHost: UInt64 { (~(range(0x61, 0x7A) | range(0x30, 0x39) | range(0x2D, 0x2E)) | word) & Self.topBits }

    /// The bytes other than letters, digits and `)*+,-./:;@_`, which paths are mostly made of and which all are plain.
    @inline(__always)
    var uncommonInPath: UInt64 {
        (~(range(0x29, 0x3B) | range(0x40, 0x5A) | range(0x5F, 0x5F) | range(0x61, 0x7A)) | word) & Self.topBits
    }

    /// In the top bits, were the bytes ASCII: those from `low` to `high`.
    @inline(__always)
    private func range(_ low: UInt8, _ high: UInt8) -> UInt64 {
        (bare &+ Self.everyByte(0x80 &- low)) ^ (bare &+ Self.everyByte(0x7F &- high))
    }

    /// The mask with every bit set.
    static let topBits: UInt64 = 0x8080_8080_8080_8080

    private var bare: UInt64 { word & ~Self.topBits }

    @inline(__always)
    private static func everyByte(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }
}
