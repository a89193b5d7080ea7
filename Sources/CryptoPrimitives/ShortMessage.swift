internal import COpenSSL

/// Messages of at most five blocks, laid out on the stack with their padding and compressed by one call.
///
/// This is the path of the hot loops: next to the compression it costs the copy of the message and no more.
package enum ShortMessage {
    /// The most bytes that fit beside the mark and the length.
    static let maximumByteCount = 5 * 64 - 9

    /// The digest of `count` bytes that `write` puts at the address it is given, continuing after `blocks` blocks
    /// that led to `words`.
    @inline(__always)
    static func hash(
        count: Int, after words: SHA256.Words = SHA256.initialWords, blocks: Int = 0,
        write: (UnsafeMutableRawPointer) -> Void
    ) -> Digest256 {
        unsafe withUnsafeTemporaryAllocation(byteCount: 5 * 64, alignment: 16) { buffer in
            guard let start = buffer.baseAddress else { return .zero }
            unsafe pad(start, count: count, after: blocks)
            unsafe write(start)
            return unsafe compress(start, byteCount: paddedByteCount(of: count), after: words)
        }
    }

    /// How many bytes a message has with its padding.
    @inline(__always)
    static func paddedByteCount(of count: Int) -> Int { (count + 9 + 63) & ~63 }

    /// Clears the blocks of a message of `count` bytes and writes its padding: the mark and the length in bits.
    @inline(__always)
    static func pad(_ start: UnsafeMutableRawPointer, count: Int, after blocks: Int = 0) {
        let end = paddedByteCount(of: count)
        for offset in stride(from: 0, to: end, by: 64) {
            unsafe (start + offset).initializeMemory(as: SIMD64<UInt8>.self, repeating: .zero, count: 1)
        }
        unsafe start.storeBytes(of: 0x80, toByteOffset: count, as: UInt8.self)
        let bitCount = UInt64(truncatingIfNeeded: (blocks &* 64 &+ count) &* 8)
        unsafe start.storeBytes(of: bitCount.bigEndian, toByteOffset: end - 8, as: UInt64.self)
    }

    /// The digest that whole blocks lead to; a message ends in the last one with its padding.
    @inline(__always)
    static func compress(
        _ start: UnsafeRawPointer, byteCount: Int, after words: SHA256.Words = SHA256.initialWords
    ) -> Digest256 {
        unsafe Digest256(words: chain(start, byteCount: byteCount, after: words))
    }

    /// The chaining value that whole blocks lead to.
    @inline(__always)
    package static func chain(_ start: UnsafeRawPointer, byteCount: Int, after words: SHA256.Words) -> SHA256.Words {
        unsafe withUnsafeTemporaryAllocation(of: SHA256_CTX.self, capacity: 1) { contexts in
            guard let context = contexts.baseAddress else { return words }
            unsafe context.pointee.h = words
            if byteCount == 64 {
                unsafe SHA256_Transform(context, start)
            } else {
                unsafe context.pointee.Nl = 0
                unsafe context.pointee.Nh = 0
                unsafe context.pointee.num = 0
                unsafe SHA256_Update(context, start, byteCount)
            }
            return unsafe context.pointee.h
        }
    }
}
