/// `P256_XMD:SHA-256_SSWU_RO_` (RFC 9380, section 8.2): bytes to points of P-256 of which nobody knows the logarithm.
///
/// The messages are what blinding hides, so nothing branches on them: simplified SWU in the straight line of appendix F.2, and a
/// complete addition. The cofactor is 1.
enum HashToCurve {
    private static let field = Modulus.field
    /// b of the curve equation y² = x³ − 3x + b (SP 800-186, section 3.2.1.3).
    static let constantB = field.entered(
        Limbs256(0x3bce_3c3e_27d2_604b, 0x651d_06b0_cc53_b0f6, 0xb3eb_bd55_7698_86bc, 0x5ac6_35d8_aa3a_93e7))
    private static let minusThree = field.negative(field.small(3))
    private static let minusTen = field.negative(field.small(10))
    /// √10: with p ≡ 3 mod 4 it is 10^((p + 1) / 4).
    private static let rootOfTen = {
        let ten = field.small(10)
        return field.product(rootPower(ten), ten)
    }()

    /// The points of many messages, as affine coordinates: one inversion serves all.
    static func points(_ messages: [[UInt8]], tag: [UInt8]) -> [AffinePoint] {
        let sums = messages.map { message -> ProjectivePoint in
            let numbers = MessageExpansion.numbers(message.span, tag: tag, count: 2, modulo: field)
            return map(numbers[0]).sum(map(numbers[1]))
        }
        let inverses = field.inverted(sums.map(\.z))
        return zip(sums, inverses).map { sum, inverse in
            AffinePoint(x: field.product(sum.x, inverse), y: field.product(sum.y, inverse))
        }
    }

    /// `map_to_curve_simple_swu`, the straight line of appendix F.2 with a denominator in place of its last division.
    private static func map(_ u: Limbs256) -> ProjectivePoint {
        let f = field
        let tv1 = f.product(minusTen, f.squared(u))
        let square = f.sum(f.squared(tv1), tv1)
        let tv3 = f.product(constantB, f.sum(square, f.one))
        let tv4 = f.product(minusThree, Limbs256.select(square.zeroMask, minusTen, f.negative(square)))
        let tv4Squared = f.squared(tv4)
        let inner = f.product(f.sum(f.squared(tv3), f.product(minusThree, tv4Squared)), tv3)
        let tv6 = f.product(tv4Squared, tv4)
        let numerator = f.sum(inner, f.product(constantB, tv6))
        let (isSquare, root) = ratioRoot(numerator, tv6)
        let x = Limbs256.select(isSquare, tv3, f.product(tv1, tv3))
        let y = Limbs256.select(isSquare, root, f.product(f.product(tv1, u), root))
        let signs = (f.left(u).word0 ^ f.left(y).word0) & 1
        let signed = Limbs256.select(0 &- signs, f.negative(y), y)
        // x / tv4 and y, with tv4 as the denominator of both.
        return ProjectivePoint(x: x, y: f.product(signed, tv4), z: tv4)
    }

    /// x to the power (p − 3) / 4 = 2²⁵⁴ − 2²²² + 2¹⁹⁰ + 2⁹⁴ − 1, by runs of ones: 253 squarings and 12 products.
    private static func rootPower(_ x: Limbs256) -> Limbs256 {
        func shifted(_ value: Limbs256, _ count: Int, _ factor: Limbs256) -> Limbs256 {
            var value = value
            for _ in 0..<count { value = field.squared(value) }
            return field.product(value, factor)
        }
        let ones2 = shifted(x, 1, x)
        let ones4 = shifted(ones2, 2, ones2)
        let ones8 = shifted(ones4, 4, ones4)
        let ones16 = shifted(ones8, 8, ones8)
        let ones30 = shifted(shifted(shifted(ones16, 8, ones8), 4, ones4), 2, ones2)
        let ones32 = shifted(ones30, 2, ones2)
        let upper = shifted(shifted(ones32, 32, x), 128, ones32)
        return shifted(shifted(upper, 32, ones32), 30, ones30)
    }

    /// `sqrt_ratio` for p ≡ 3 mod 4 (appendix F.2.1.2): a mask that says whether u / v is a square, and the root of it or of −10 · u / v.
    private static func ratioRoot(_ u: Limbs256, _ v: Limbs256) -> (isSquare: UInt64, root: Limbs256) {
        let f = field
        let product = f.product(u, v)
        let root = f.product(rootPower(f.product(f.squared(v), product)), product)
        let other = f.product(root, rootOfTen)
        let isSquare = f.difference(f.product(f.squared(root), v), u).zeroMask
        return (isSquare, Limbs256.select(isSquare, root, other))
    }
}

/// A point other than infinity; its coordinates in Montgomery form.
struct AffinePoint: Sendable {
    let x: Limbs256
    let y: Limbs256
}

/// A point as X : Y : Z, standing for (X / Z, Y / Z).
struct ProjectivePoint: Sendable {
    let x: Limbs256
    let y: Limbs256
    let z: Limbs256

    /// The complete addition for a = −3 of Renes, Costello and Batina (2015/1060, algorithm 4): no case is special.
    func sum(_ other: ProjectivePoint) -> ProjectivePoint {
        let (f, b) = (Modulus.field, HashToCurve.constantB)
        var t0 = f.product(x, other.x)
        var t1 = f.product(y, other.y)
        var t2 = f.product(z, other.z)
        let t3 = f.difference(f.product(f.sum(x, y), f.sum(other.x, other.y)), f.sum(t0, t1))
        let t4 = f.difference(f.product(f.sum(y, z), f.sum(other.y, other.z)), f.sum(t1, t2))
        var y3 = f.difference(f.product(f.sum(x, z), f.sum(other.x, other.z)), f.sum(t0, t2))
        var x3 = f.difference(y3, f.product(b, t2))
        x3 = f.sum(x3, f.sum(x3, x3))
        var z3 = f.difference(t1, x3)
        x3 = f.sum(t1, x3)
        y3 = f.product(b, y3)
        t1 = f.sum(t2, t2)
        t2 = f.sum(t1, t2)
        y3 = f.difference(f.difference(y3, t2), t0)
        t1 = f.sum(y3, y3)
        y3 = f.sum(t1, y3)
        t1 = f.sum(t0, t0)
        t0 = f.difference(f.sum(t1, t0), t2)
        t1 = f.product(t4, y3)
        t2 = f.product(t0, y3)
        y3 = f.sum(f.product(x3, z3), t2)
        x3 = f.difference(f.product(t3, x3), t1)
        z3 = f.sum(f.product(t4, z3), f.product(t3, t0))
        return ProjectivePoint(x: x3, y: y3, z: z3)
    }
}
