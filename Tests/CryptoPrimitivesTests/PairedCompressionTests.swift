import CryptoPrimitives
import TestVectors
import Testing

/// Two messages hashed side by side against each of them through libcrypto.
@Suite struct `Two compressions at once` {
    /// The lanes where this processor has them, and what takes their place elsewhere.
    static let paths = PairedCompression.isAvailable ? [true, false] : [false]

    @Test(arguments: paths, (0..<8).map { _ in UInt64.random(in: 0 ... .max) })
    func `give the chaining values of libcrypto at every number of blocks`(inLanes: Bool, seed: UInt64) {
        var generator = SplitMix64(state: seed)
        for blocks in 0...33 {
            let start = Pair(Self.words(using: &generator), Self.words(using: &generator))
            // one byte off, so that no address is aligned
            let bytes = generator.bytes(1 + 2 * 64 * blocks)
            let both = unsafe bytes.withUnsafeBytes { bytes in
                unsafe bytes.baseAddress.map {
                    unsafe PairedCompression.chain($0 + 1, byteCount: bytes.count - 1, after: start, inLanes: inLanes)
                }
            }
            let first = Self.chain(bytes[1..<1 + 64 * blocks], after: start.first)
            let second = Self.chain(bytes[(1 + 64 * blocks)...], after: start.second)
            #expect(both.map { Digest256(words: $0.first) } == Digest256(words: first), "seed \(seed), \(blocks) blocks")
            #expect(both.map { Digest256(words: $0.second) } == Digest256(words: second), "seed \(seed), \(blocks) blocks")
        }
    }

    private static func words(using generator: inout SplitMix64) -> SHA256.Words {
        func word() -> UInt32 { UInt32(truncatingIfNeeded: generator.next()) }
        return (word(), word(), word(), word(), word(), word(), word(), word())
    }

    /// Block by block through libcrypto.
    private static func chain(_ blocks: ArraySlice<UInt8>, after words: SHA256.Words) -> SHA256.Words {
        var words = words
        for start in stride(from: blocks.startIndex, to: blocks.endIndex, by: 64) {
            let block = Array(blocks[start..<start + 64])
            unsafe block.withUnsafeBytes { block in
                guard let start = block.baseAddress else { return }
                unsafe words = ShortMessage.chain(start, byteCount: 64, after: words)
            }
        }
        return words
    }

    @Test func `give inner nodes that stand side by side`() {
        let nodes = (0..<4).map { SHA256.hash([$0]) }
        let both = TreeHash.inner((nodes[0], nodes[1]), (nodes[2], nodes[3]))
        #expect(both.first == SHA256.hash([1] + nodes[0].bytes + nodes[1].bytes))
        #expect(both.second == SHA256.hash([1] + nodes[2].bytes + nodes[3].bytes))
    }

    @Test(arguments: [(0, 0), (12, 40), (12, 55), (12, 56), (119, 3), (100, 101)])
    func `give the authentication codes of two messages under one key`(lengths: (Int, Int)) {
        let first = [UInt8](repeating: 0x61, count: lengths.0)
        let second = [UInt8](repeating: 0x62, count: lengths.1)
        for keyLength in [0, 1, 32, 63, 64, 65, 200] {
            let key = HMACKey([UInt8](repeating: 0x6b, count: keyLength))
            let codes = key.authenticate(PaddedMessage(first.span), PaddedMessage(second.span))
            #expect(codes.first == key.authenticate(first))
            #expect(codes.second == key.authenticate(second))
        }
    }
}
