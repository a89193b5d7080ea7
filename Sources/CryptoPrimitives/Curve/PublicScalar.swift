/// A number modulo the order of P-256 that is no secret: challenges, answers, Lagrange coefficients.
public struct PublicScalar: Sendable {
    let limbs: Limbs256

    init(limbs: Limbs256) { self.limbs = limbs }

    /// A small number.
    public init(_ number: UInt32) { limbs = Limbs256(UInt64(number), 0, 0, 0) }

    /// Reads 32 big-endian bytes.
    ///
    /// - Returns: nothing for another length, or what is not below the order.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == GroupScalars.byteCount, case let value = Limbs256(bigEndian: bytes.span),
            Modulus.order.contains(value)
        else { return nil }
        limbs = value
    }

    /// `HashToScalar` (RFC 9497, section 4.3): `hash_to_field` modulo the order.
    ///
    /// - Parameter tag: the domain separation tag, at most 255 bytes.
    public init(hashing message: [UInt8], tag: [UInt8]) {
        limbs = Modulus.order.left(MessageExpansion.numbers(message.span, tag: tag, count: 1, modulo: .order)[0])
    }

    /// 32 big-endian bytes.
    public var bytes: [UInt8] { limbs.bigEndianBytes }

    /// The product with another.
    public func product(_ other: PublicScalar) -> PublicScalar {
        PublicScalar(limbs: Modulus.order.product(limbs, Modulus.order.entered(other.limbs)))
    }

    /// What gives nought together with it.
    public var negative: PublicScalar { PublicScalar(limbs: Modulus.order.negative(limbs)) }

    /// Whether it is nought.
    public var isZero: Bool { limbs.zeroMask != 0 }

    /// The coefficient of one party's share when these parties answer: Π l / (l − j) over the others.
    ///
    /// - Parameters:
    ///   - party: its number, from 1, one of `parties`.
    ///   - parties: the numbers of all that answer, each once.
    public static func lagrange(of party: UInt8, among parties: [UInt8]) -> PublicScalar {
        let modulus = Modulus.order
        var (above, below) = (modulus.one, modulus.one)
        for other in parties where other != party {
            let number = modulus.small(UInt64(other))
            above = modulus.product(above, number)
            below = modulus.product(below, modulus.difference(number, modulus.small(UInt64(party))))
        }
        return PublicScalar(limbs: modulus.left(modulus.product(above, modulus.inverted(below))))
    }
}

/// The coefficients of ``PublicScalar/lagrange(of:among:)`` as fractions with one denominator.
///
/// Numbers of parties are small, and so are these: for any two of three parties, factors of at most 3 over 1 or 2.
public struct LagrangeFractions: Sendable, Hashable {
    /// The numerator of each party.
    public let factors: [UInt8: Int]
    /// The denominator of all, above nought.
    public let divisor: UInt32

    /// Computes them.
    ///
    /// - Parameter parties: the numbers of all that answer, from 1, each once.
    public init(among parties: [UInt8]) {
        let fractions = parties.map { party in
            let others = parties.filter { $0 != party }.map(Int.init)
            return Fraction(others.reduce(1, *), over: others.reduce(1) { $0 * ($1 - Int(party)) })
        }
        let common = fractions.reduce(1) { $0 / Fraction.divisor($0, $1.below) * $1.below }
        factors = Dictionary(uniqueKeysWithValues: zip(parties, fractions.map { $0.above * (common / $0.below) }))
        divisor = UInt32(common)
    }

    private struct Fraction {
        let above: Int
        let below: Int

        init(_ above: Int, over below: Int) {
            let common = Self.divisor(above, below)
            self.above = below < 0 ? -above / common : above / common
            self.below = abs(below) / common
        }

        static func divisor(_ left: Int, _ right: Int) -> Int {
            right == 0 ? abs(left) : divisor(right, left % right)
        }
    }
}

extension PublicScalar: Hashable {
    /// Compares the bytes.
    public static func == (left: PublicScalar, right: PublicScalar) -> Bool { left.bytes == right.bytes }
    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
