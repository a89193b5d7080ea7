/// Hashing to numbers modulo a prime (RFC 9380, section 5).
package enum MessageExpansion {
    /// The longest domain separation tag that is taken as it is.
    static let longestTag = 255
    /// Bytes of one number before it is reduced: L of the suites over P-256.
    static let numberByteCount = 48

    /// `expand_message_xmd` with SHA-256 (RFC 9380, section 5.3.1).
    ///
    /// - Parameters:
    ///   - tag: the domain separation tag, at most 255 bytes.
    ///   - count: bytes wanted, at most 8,160. Both come from a suite, not from outside.
    package static func expand(_ message: Span<UInt8>, tag: [UInt8], count: Int) -> [UInt8] {
        precondition(tag.count <= longestTag && count <= 255 * Digest256.byteCount)
        let suffix = tag + [UInt8(tag.count)]
        var first = SHA256()
        first.update([UInt8](repeating: 0, count: SHA256.blockByteCount))
        first.update(message)
        first.update([UInt8(count >> 8), UInt8(count & 255), 0])
        first.update(suffix)
        let start = first.finalize()
        var block = Digest256.zero
        var output: [UInt8] = []
        output.reserveCapacity(count + Digest256.byteCount)
        var number: UInt8 = 1
        while output.count < count {
            var hash = SHA256()
            hash.update(start.exclusiveOr(block))
            hash.update(byte: number)
            hash.update(suffix)
            block = hash.finalize()
            output.append(contentsOf: block.bytes)
            number += 1
        }
        output.removeLast(output.count - count)
        return output
    }

    /// `hash_to_field` for a prime field: numbers in Montgomery form (RFC 9380, section 5.2).
    static func numbers(_ message: Span<UInt8>, tag: [UInt8], count: Int, modulo modulus: Modulus) -> [Limbs256] {
        let bytes = expand(message, tag: tag, count: count * numberByteCount)
        return (0..<count).map { modulus.reducing48(bytes.span, at: $0 * numberByteCount) }
    }
}

extension Digest256 {
    fileprivate func exclusiveOr(_ other: Digest256) -> Digest256 {
        Digest256(
            words: (
                words.0 ^ other.words.0, words.1 ^ other.words.1, words.2 ^ other.words.2, words.3 ^ other.words.3
            ))
    }
}
