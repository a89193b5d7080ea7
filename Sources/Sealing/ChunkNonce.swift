/// The nonce of a chunk: eleven bytes of counter, big-endian, and one that marks the last chunk.
struct ChunkNonce {
    private var number: UInt64 = 0

    /// Whether no chunk was counted yet.
    var isFirst: Bool { number == 0 }

    /// The nonce of the next chunk, which is counted.
    mutating func next(isLast: Bool) -> InlineArray<12, UInt8> {
        var nonce = InlineArray<12, UInt8>(repeating: 0)
        for index in 0..<8 { nonce[3 + index] = UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * index)) }
        nonce[11] = isLast ? 1 : 0
        number += 1
        return nonce
    }
}
