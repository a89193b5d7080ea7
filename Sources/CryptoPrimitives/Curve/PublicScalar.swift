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

extension PublicScalar: Hashable {
    /// Compares the bytes.
    public static func == (left: PublicScalar, right: PublicScalar) -> Bool { left.bytes == right.bytes }
    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
