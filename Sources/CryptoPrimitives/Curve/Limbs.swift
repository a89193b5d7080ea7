/// 256 bits as four words, the least significant first.
struct Limbs256: Sendable {
    var word0: UInt64
    var word1: UInt64
    var word2: UInt64
    var word3: UInt64

    static let zero = Limbs256(0, 0, 0, 0)

    @inline(__always)
    init(_ word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) {
        self.word0 = word0
        self.word1 = word1
        self.word2 = word2
        self.word3 = word3
    }

    /// Reads 32 big-endian bytes that begin at an offset.
    init(bigEndian bytes: Span<UInt8>, at offset: Int = 0) {
        func word(_ first: Int) -> UInt64 {
            var value: UInt64 = 0
            for index in first..<first + 8 { value = value << 8 | UInt64(bytes[offset + index]) }
            return value
        }
        self.init(word(24), word(16), word(8), word(0))
    }

    /// 32 big-endian bytes.
    var bigEndianBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [word3, word2, word1, word0] {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
        }
        return bytes
    }

    /// All ones when every bit is nought, else nought; no branch.
    @inline(__always)
    var zeroMask: UInt64 {
        let any = word0 | word1 | word2 | word3
        return ((any | (0 &- any)) >> 63) &- 1
    }

    /// The first where the mask is all ones, the second where it is nought; no branch.
    @inline(__always)
    static func select(_ mask: UInt64, _ first: Limbs256, _ second: Limbs256) -> Limbs256 {
        Limbs256(
            second.word0 ^ (mask & (first.word0 ^ second.word0)), second.word1 ^ (mask & (first.word1 ^ second.word1)),
            second.word2 ^ (mask & (first.word2 ^ second.word2)), second.word3 ^ (mask & (first.word3 ^ second.word3)))
    }

    /// The sum and the carry out of it.
    @inline(__always)
    static func sum(_ left: Limbs256, _ right: Limbs256) -> (Limbs256, carry: UInt64) {
        let (a, carry0) = left.word0.addingReportingOverflow(right.word0)
        let (b, carry1) = carry(left.word1, right.word1, carry0 ? 1 : 0)
        let (c, carry2) = carry(left.word2, right.word2, carry1)
        let (d, carry3) = carry(left.word3, right.word3, carry2)
        return (Limbs256(a, b, c, d), carry3)
    }

    /// The difference and the borrow, 1 when the right side was larger.
    @inline(__always)
    static func difference(_ left: Limbs256, _ right: Limbs256) -> (Limbs256, borrow: UInt64) {
        let (a, borrow0) = borrow(left.word0, right.word0, 0)
        let (b, borrow1) = borrow(left.word1, right.word1, borrow0)
        let (c, borrow2) = borrow(left.word2, right.word2, borrow1)
        let (d, borrow3) = borrow(left.word3, right.word3, borrow2)
        return (Limbs256(a, b, c, d), borrow3)
    }

    @inline(__always)
    private static func carry(_ left: UInt64, _ right: UInt64, _ carry: UInt64) -> (UInt64, UInt64) {
        let (first, one) = left.addingReportingOverflow(right)
        let (second, two) = first.addingReportingOverflow(carry)
        return (second, (one ? 1 : 0) &+ (two ? 1 : 0))
    }

    @inline(__always)
    private static func borrow(_ left: UInt64, _ right: UInt64, _ borrow: UInt64) -> (UInt64, UInt64) {
        let (first, one) = left.subtractingReportingOverflow(right)
        let (second, two) = first.subtractingReportingOverflow(borrow)
        return (second, (one ? 1 : 0) &+ (two ? 1 : 0))
    }
}
