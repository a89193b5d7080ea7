extension Modulus {
    /// The Montgomery form of a number below 2²⁵⁶.
    func entered(_ plain: Limbs256) -> Limbs256 { product(plain, square) }

    /// The number that a Montgomery form stands for.
    func left(_ x: Limbs256) -> Limbs256 { product(x, Limbs256(1, 0, 0, 0)) }

    /// The Montgomery form of a small number.
    func small(_ number: UInt64) -> Limbs256 { entered(Limbs256(number, 0, 0, 0)) }

    /// The Montgomery form of 48 big-endian bytes, reduced: what `hash_to_field` does with L = 48 (RFC 9380, section 5.2).
    func reducing48(_ bytes: Span<UInt8>, at offset: Int = 0) -> Limbs256 {
        var wide = [UInt8](repeating: 0, count: 16)
        for index in 0..<16 { wide.append(bytes[offset + index]) }
        let high = Limbs256(bigEndian: wide.span)
        let low = Limbs256(bigEndian: bytes, at: offset + 16)
        return sum(entered(entered(high)), entered(low))
    }

    /// 64 big-endian bytes, reduced; as they are, not in Montgomery form.
    func reducing64(_ bytes: Span<UInt8>) -> Limbs256 {
        left(sum(entered(entered(Limbs256(bigEndian: bytes))), entered(Limbs256(bigEndian: bytes, at: 32))))
    }

    /// x to a public power, by windows of four bits.
    func power(_ x: Limbs256, _ exponent: Limbs256) -> Limbs256 {
        var table = [one, x]
        for index in 2..<16 { table.append(product(table[index - 1], x)) }
        var result = one
        for word in [exponent.word3, exponent.word2, exponent.word1, exponent.word0] {
            for shift in stride(from: UInt64(60), through: 0, by: -4) {
                result = squared(squared(squared(squared(result))))
                let digit = Int(word >> shift & 15)
                if digit != 0 { result = product(result, table[digit]) }  // the exponent is public
            }
        }
        return result
    }

    /// x⁻¹, or nought for nought (Fermat).
    func inverted(_ x: Limbs256) -> Limbs256 {
        power(x, Limbs256.difference(prime, Limbs256(2, 0, 0, 0)).0)
    }

    /// The inverses of many that are not nought, for the price of one and three products each (Montgomery's trick).
    func inverted(_ values: [Limbs256]) -> [Limbs256] {
        var products: [Limbs256] = []
        products.reserveCapacity(values.count)
        var product = one
        for value in values {
            products.append(product)
            product = self.product(product, value)
        }
        var inverse = inverted(product)
        var results = products
        for index in values.indices.reversed() {
            results[index] = self.product(inverse, products[index])
            inverse = self.product(inverse, values[index])
        }
        return results
    }

    /// Whether the number is below the prime; the number may be secret, the answer is not.
    func contains(_ plain: Limbs256) -> Bool { Limbs256.difference(plain, prime).borrow == 1 }
}
