/// Arithmetic modulo a prime of 256 bits, in Montgomery form (a value x stands as x · 2²⁵⁶ mod m).
///
/// No branch and no address depends on a value, so secrets may go through: messages on their way to the curve, blinds, shares.
struct Modulus: Sendable {
    /// The prime.
    let prime: Limbs256
    /// −m⁻¹ modulo 2⁶⁴.
    private let inverse: UInt64
    /// 2⁵¹² modulo the prime.
    let square: Limbs256
    /// 1 in Montgomery form.
    let one: Limbs256

    /// The prime of the field of P-256 (SP 800-186, section 3.2.1.3).
    static let field = Modulus(
        Limbs256(0xffff_ffff_ffff_ffff, 0x0000_0000_ffff_ffff, 0x0000_0000_0000_0000, 0xffff_ffff_0000_0001))
    /// The order of the group of P-256.
    static let order = Modulus(
        Limbs256(0xf3b9_cac2_fc63_2551, 0xbce6_faad_a717_9e84, 0xffff_ffff_ffff_ffff, 0xffff_ffff_0000_0000))

    private init(_ prime: Limbs256) {
        self.prime = prime
        var inverse: UInt64 = 1
        for _ in 0..<6 { inverse = inverse &* (2 &- prime.word0 &* inverse) }
        self.inverse = 0 &- inverse
        // 2²⁵⁶ mod m is 2²⁵⁶ − m, since m has 256 bits.
        one = Limbs256.difference(.zero, prime).0
        var power = one
        for _ in 0..<256 {
            let (sum, carry) = Limbs256.sum(power, power)
            power = Self.reduced(sum, carry, prime)
        }
        square = power
    }

    /// Subtracts the prime once where the value has reached it.
    @inline(__always)
    private static func reduced(_ value: Limbs256, _ carry: UInt64, _ prime: Limbs256) -> Limbs256 {
        let (less, borrow) = Limbs256.difference(value, prime)
        // Keep what is below the prime: no carry came in and the subtraction borrowed.
        let keep = 0 &- (borrow & (1 &- carry))
        return Limbs256.select(keep, value, less)
    }

    /// x · y · 2⁻²⁵⁶; one of the two is below the prime.
    @inline(__always)
    func product(_ x: Limbs256, _ y: Limbs256) -> Limbs256 {
        var t0: UInt64 = 0
        var t1: UInt64 = 0
        var t2: UInt64 = 0
        var t3: UInt64 = 0
        var t4: UInt64 = 0
        step(x.word0, y, &t0, &t1, &t2, &t3, &t4)
        step(x.word1, y, &t0, &t1, &t2, &t3, &t4)
        step(x.word2, y, &t0, &t1, &t2, &t3, &t4)
        step(x.word3, y, &t0, &t1, &t2, &t3, &t4)
        return Self.reduced(Limbs256(t0, t1, t2, t3), t4, prime)
    }

    /// One word of x: adds word · y, then the multiple of the prime that clears the lowest word, and shifts it out.
    @inline(__always)
    private func step(
        _ word: UInt64, _ y: Limbs256, _ t0: inout UInt64, _ t1: inout UInt64, _ t2: inout UInt64, _ t3: inout UInt64,
        _ t4: inout UInt64
    ) {
        var carry: UInt64 = 0
        (t0, carry) = Self.accumulate(t0, word, y.word0, 0)
        (t1, carry) = Self.accumulate(t1, word, y.word1, carry)
        (t2, carry) = Self.accumulate(t2, word, y.word2, carry)
        (t3, carry) = Self.accumulate(t3, word, y.word3, carry)
        let (top, over) = t4.addingReportingOverflow(carry)
        let factor = t0 &* inverse
        (_, carry) = Self.accumulate(t0, factor, prime.word0, 0)
        (t0, carry) = Self.accumulate(t1, factor, prime.word1, carry)
        (t1, carry) = Self.accumulate(t2, factor, prime.word2, carry)
        (t2, carry) = Self.accumulate(t3, factor, prime.word3, carry)
        let (last, again) = top.addingReportingOverflow(carry)
        t3 = last
        t4 = (over ? 1 : 0) &+ (again ? 1 : 0)
    }

    /// sum + x · y + carry, in two words.
    @inline(__always)
    private static func accumulate(_ sum: UInt64, _ x: UInt64, _ y: UInt64, _ carry: UInt64) -> (UInt64, UInt64) {
        let (high, low) = x.multipliedFullWidth(by: y)
        let (first, one) = low.addingReportingOverflow(sum)
        let (second, two) = first.addingReportingOverflow(carry)
        return (second, high &+ (one ? 1 : 0) &+ (two ? 1 : 0))
    }

    @inline(__always)
    func squared(_ x: Limbs256) -> Limbs256 { product(x, x) }

    @inline(__always)
    func sum(_ x: Limbs256, _ y: Limbs256) -> Limbs256 {
        let (sum, carry) = Limbs256.sum(x, y)
        return Self.reduced(sum, carry, prime)
    }

    @inline(__always)
    func difference(_ x: Limbs256, _ y: Limbs256) -> Limbs256 {
        let (less, borrow) = Limbs256.difference(x, y)
        return Limbs256.select(0 &- borrow, Limbs256.sum(less, prime).0, less)
    }

    @inline(__always)
    func negative(_ x: Limbs256) -> Limbs256 { difference(.zero, x) }
}
