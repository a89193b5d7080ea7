/// Keccak-256 with the padding of the original submission, as Ethereum and Monero use it.
///
/// SHA3-256 pads differently, and OpenSSL 3.0 offers only that, so the permutation stands here.
package enum Keccak256 {
    /// The first four lanes of the state, the digest in little-endian words.
    package typealias Lanes = InlineArray<4, UInt64>

    typealias State = InlineArray<25, UInt64>

    static let rateByteCount = 136

    /// The digest of a message of any length.
    package static func hash(_ message: Span<UInt8>) -> Lanes {
        var state = State(repeating: 0)
        var start = 0
        while message.count - start >= rateByteCount {
            absorb(message.extracting(start..<start + rateByteCount), into: &state)
            permute(&state)
            start += rateByteCount
        }
        let rest = message.extracting(start...)
        absorb(rest, into: &state)
        state[rest.count >> 3] ^= 1 &<< UInt64((rest.count & 7) * 8)
        state[rateByteCount / 8 - 1] ^= 1 << 63
        permute(&state)
        return [state[0], state[1], state[2], state[3]]
    }

    /// Byte `index` of a digest.
    @inline(__always)
    package static func byte(_ index: Int, of digest: Lanes) -> UInt8 {
        UInt8(truncatingIfNeeded: digest[index >> 3] &>> UInt64((index & 7) * 8))
    }

    private static func absorb(_ block: Span<UInt8>, into state: inout State) {
        let wholeLanes = block.count >> 3
        for lane in 0..<wholeLanes {
            state[lane] ^= unsafe UInt64(littleEndian: block.bytes.unsafeLoadUnaligned(fromByteOffset: lane * 8, as: UInt64.self))
        }
        var last: UInt64 = 0
        for index in wholeLanes * 8..<block.count { last |= UInt64(block[index]) &<< UInt64((index & 7) * 8) }
        if block.count & 7 != 0 { state[wholeLanes] ^= last }
    }

    /// Keccak-f[1600], two rounds at a time so that no state is copied.
    private static func permute(_ state: inout State) {
        var odd = State(repeating: 0)
        for pair in 0..<12 {
            round(state, into: &odd, constant: roundConstants[pair * 2])
            round(odd, into: &state, constant: roundConstants[pair * 2 + 1])
        }
    }

    @inline(__always)
    private static func round(_ a: borrowing State, into e: inout State, constant: UInt64) {
        let c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20]
        let c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21]
        let c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22]
        let c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23]
        let c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24]
        let d0 = c4 ^ rotate(c1, 1)
        let d1 = c0 ^ rotate(c2, 1)
        let d2 = c1 ^ rotate(c3, 1)
        let d3 = c2 ^ rotate(c4, 1)
        let d4 = c3 ^ rotate(c0, 1)
        chi(
            a[0] ^ d0, rotate(a[6] ^ d1, 44), rotate(a[12] ^ d2, 43), rotate(a[18] ^ d3, 21), rotate(a[24] ^ d4, 14),
            into: &e, row: 0)
        chi(
            rotate(a[3] ^ d3, 28), rotate(a[9] ^ d4, 20), rotate(a[10] ^ d0, 3), rotate(a[16] ^ d1, 45),
            rotate(a[22] ^ d2, 61), into: &e, row: 5)
        chi(
            rotate(a[1] ^ d1, 1), rotate(a[7] ^ d2, 6), rotate(a[13] ^ d3, 25), rotate(a[19] ^ d4, 8),
            rotate(a[20] ^ d0, 18), into: &e, row: 10)
        chi(
            rotate(a[4] ^ d4, 27), rotate(a[5] ^ d0, 36), rotate(a[11] ^ d1, 10), rotate(a[17] ^ d2, 15),
            rotate(a[23] ^ d3, 56), into: &e, row: 15)
        chi(
            rotate(a[2] ^ d2, 62), rotate(a[8] ^ d3, 55), rotate(a[14] ^ d4, 39), rotate(a[15] ^ d0, 41),
            rotate(a[21] ^ d1, 2), into: &e, row: 20)
        e[0] ^= constant
    }

    @inline(__always)
    private static func chi(
        _ b0: UInt64, _ b1: UInt64, _ b2: UInt64, _ b3: UInt64, _ b4: UInt64, into e: inout State, row: Int
    ) {
        e[row] = b0 ^ (~b1 & b2)
        e[row + 1] = b1 ^ (~b2 & b3)
        e[row + 2] = b2 ^ (~b3 & b4)
        e[row + 3] = b3 ^ (~b4 & b0)
        e[row + 4] = b4 ^ (~b0 & b1)
    }

    @inline(__always)
    private static func rotate(_ lane: UInt64, _ count: UInt64) -> UInt64 {
        lane &<< count | lane &>> (64 &- count)
    }

    private static let roundConstants: InlineArray<24, UInt64> = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
        0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]
}
