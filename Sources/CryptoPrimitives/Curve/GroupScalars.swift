internal import COpenSSL

/// Numbers modulo the order of P-256 that are secret: overwritten before their memory is freed.
///
/// Shares, blinds and nonces live here. They have no text form.
@safe
public final class GroupScalars: Sendable {
    /// How many there are.
    public let count: Int
    // Written only while the object is made, so any thread may read it.
    private nonisolated(unsafe) let start: UnsafeMutablePointer<Limbs256>

    /// The bytes of one number, big-endian.
    public static let byteCount = 32

    init(count: Int, _ value: (Int) -> Limbs256) {
        self.count = count
        unsafe start = .allocate(capacity: max(count, 1))
        for index in 0..<count { unsafe (start + index).initialize(to: value(index)) }
    }

    deinit {
        unsafe OPENSSL_cleanse(start, max(count, 1) * MemoryLayout<Limbs256>.stride)
        unsafe start.deallocate()
    }

    /// Takes one number that was written as 32 bytes.
    ///
    /// - Returns: nothing for another length, nought, or what is not below the order.
    public convenience init?(_ secret: SecretBytes) {
        guard secret.count == Self.byteCount else { return nil }
        let value = secret.withBytes { Limbs256(bigEndian: $0) }
        guard value.zeroMask == 0, Modulus.order.contains(value) else { return nil }
        self.init(count: 1) { _ in value }
    }

    /// Takes numbers that were written one after the other, 32 bytes each.
    ///
    /// - Parameter isBehindNought: whether a nought stands before them that was not written.
    /// - Returns: nothing for another length, where one is nought, or not below the order.
    public convenience init?(joined secret: SecretBytes, isBehindNought: Bool = false) {
        guard secret.count > 0, secret.count.isMultiple(of: Self.byteCount) else { return nil }
        let start = isBehindNought ? 1 : 0
        self.init(count: secret.count / Self.byteCount + start) { index in
            index < start ? .zero : secret.withBytes { Limbs256(bigEndian: $0, at: (index - start) * Self.byteCount) }
        }
        for index in start..<count where self[index].zeroMask != 0 || !Modulus.order.contains(self[index]) { return nil }
    }

    /// Takes numbers below the order, nought among them, that a test chose.
    package convenience init?(copying numbers: [[UInt8]]) {
        let values = numbers.map { Limbs256(bigEndian: $0.span) }
        guard values.allSatisfy(Modulus.order.contains) else { return nil }
        self.init(count: values.count) { values[$0] }
    }

    /// Random numbers, none of them nought.
    public static func random(count: Int) -> GroupScalars {
        GroupScalars(count: count) { _ in
            while true {
                var bytes = SecureRandom.bytes(byteCount)
                let value = Limbs256(bigEndian: bytes.span)
                cleanse(&bytes)
                if value.zeroMask == 0, Modulus.order.contains(value) { return value }
            }
        }
    }

    /// Numbers that 64-byte strings give when they are reduced.
    ///
    /// - Returns: nothing when one of them is nought.
    public static func reducing(_ count: Int, _ string: (Int) -> [UInt8]) -> GroupScalars? {
        let numbers = GroupScalars(count: count) { index in
            var bytes = string(index)
            let value = Modulus.order.reducing64(bytes.span)
            cleanse(&bytes)
            return value
        }
        for index in 0..<count where numbers[index].zeroMask != 0 { return nil }
        return numbers
    }

    subscript(index: Int) -> Limbs256 {
        precondition(index >= 0 && index < count)
        return unsafe start[index]
    }

    /// One of them as 32 secret bytes.
    public func bytes(at index: Int) -> SecretBytes {
        var bytes = self[index].bigEndianBytes
        return SecretBytes(erasing: &bytes)
    }
}

extension GroupScalars {
    private static let modulus = Modulus.order

    /// The inverses; none of the numbers is nought.
    public func inverted() -> GroupScalars {
        var entered = (0..<count).map { Self.modulus.entered(self[$0]) }
        var inverses = Self.modulus.inverted(entered)
        defer {
            for index in entered.indices { entered[index] = .zero }
            for index in inverses.indices { inverses[index] = .zero }
        }
        return GroupScalars(count: count) { Self.modulus.left(inverses[$0]) }
    }

    /// Each one times a public number.
    public func scaled(by factor: PublicScalar) -> GroupScalars {
        let entered = Self.modulus.entered(factor.limbs)
        return GroupScalars(count: count) { Self.modulus.product(self[$0], entered) }
    }

    /// Sums, one by one, with as many others.
    public func sum(_ other: GroupScalars) -> GroupScalars {
        precondition(count == other.count)
        return GroupScalars(count: count) { Self.modulus.sum(self[$0], other[$0]) }
    }

    /// The value at a place of the polynomial whose coefficients these are, the constant first.
    public func polynomialValue(at place: UInt8) -> GroupScalars {
        let modulus = Self.modulus
        let entered = modulus.small(UInt64(place))
        return GroupScalars(count: 1) { _ in
            (0..<count).reversed().reduce(.zero) { modulus.sum(modulus.product($0, entered), self[$1]) }
        }
    }

    /// As many random numbers behind a nought: a polynomial that changes shares and not what they share.
    public static func randomWithoutConstant(count: Int) -> GroupScalars {
        let random = random(count: count)
        return GroupScalars(count: count + 1) { $0 == 0 ? .zero : random[$0 - 1] }
    }

    /// The first number minus the challenge times the first number of another: how a proof answers its challenge.
    public func answer(to challenge: PublicScalar, about secret: GroupScalars) -> PublicScalar {
        let modulus = Self.modulus
        let product = modulus.product(secret[0], modulus.entered(challenge.limbs))
        return PublicScalar(limbs: modulus.difference(self[0], product))
    }
}

extension GroupScalars: CustomStringConvertible, CustomReflectable {
    /// Only how many.
    public var description: String { "GroupScalars(\(count))" }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
