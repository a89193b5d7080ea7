internal import CSHA256Lanes

/// SHA-256 of two independent messages at a time.
///
/// The processor's instructions for SHA-256 answer late but overlap, so that two blocks side by side take little longer
/// than one. On a processor without them libcrypto takes the blocks one after the other, with the same result.
package enum PairedCompression {
    /// Whether this processor compresses two blocks at once.
    package static let isAvailable = sha256_two_lanes_available()

    /// Takes the same number of whole blocks into each of two chaining values.
    @inline(__always)
    static func compress(
        _ first: UnsafeMutablePointer<SHA256.Words>, _ firstBlocks: UnsafeRawPointer,
        _ second: UnsafeMutablePointer<SHA256.Words>, _ secondBlocks: UnsafeRawPointer,
        blocks: Int, inLanes: Bool = isAvailable
    ) {
        guard inLanes else {
            let byteCount = blocks * SHA256.blockByteCount
            unsafe first.pointee = ShortMessage.chain(firstBlocks, byteCount: byteCount, after: first.pointee)
            unsafe second.pointee = ShortMessage.chain(secondBlocks, byteCount: byteCount, after: second.pointee)
            return
        }
        unsafe sha256_compress_two(
            UnsafeMutableRawPointer(first).assumingMemoryBound(to: UInt32.self),
            firstBlocks.assumingMemoryBound(to: UInt8.self),
            UnsafeMutableRawPointer(second).assumingMemoryBound(to: UInt32.self),
            secondBlocks.assumingMemoryBound(to: UInt8.self), blocks)
    }

    /// The chaining values that whole blocks lead to, which follow one another: half of them belong to either message.
    @inline(__always)
    package static func chain(
        _ start: UnsafeRawPointer, byteCount: Int, after words: Pair<SHA256.Words>, inLanes: Bool = isAvailable
    ) -> Pair<SHA256.Words> {
        var words = words
        let half = byteCount / 2
        unsafe withUnsafeMutablePointer(to: &words.first) { first in
            unsafe withUnsafeMutablePointer(to: &words.second) { second in
                unsafe compress(
                    first, start, second, start + half, blocks: half / SHA256.blockByteCount, inLanes: inLanes)
            }
        }
        return words
    }

    /// The digests of two messages that stand one after the other, padded to the same number of blocks.
    @inline(__always)
    static func digests(
        _ start: UnsafeRawPointer, byteCount: Int,
        after words: Pair<SHA256.Words> = Pair(SHA256.initialWords, SHA256.initialWords)
    ) -> Pair<Digest256> {
        let words = unsafe chain(start, byteCount: byteCount, after: words)
        return Pair(Digest256(words: words.first), Digest256(words: words.second))
    }
}

/// Two of a kind that are computed side by side.
package struct Pair<Element> {
    package var first: Element
    package var second: Element

    @inline(__always)
    package init(_ first: Element, _ second: Element) {
        self.first = first
        self.second = second
    }
}

extension Pair: Sendable where Element: Sendable {}
